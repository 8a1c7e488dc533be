#!/usr/bin/env bash
# ImageMagick 6 and GraphicsMagick put XMP into a WebP where no one finds it: the chunk is named XMP and a zero byte
# instead of XMP and a space, and the header says that there is none.
#
# Rights and opt-outs go through the conversion and are in the file, and neither ExifTool, exiv2 nor libwebp's webpmux
# shows them; EXIF is found. cwebp and libvips name the chunk as the specification does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

debian() { # PACKAGE VERSION: the version that the observation is of, else the script says so and ends with 69
  local here
  here=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null) || here=none
  [[ $here == *"$2"* ]] || { echo "not tried: needs $1 $2 of Debian 12, here is $here" >&2; exit 69; }
  echo "$1 $here"
}
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian webp 1.2.4
debian libvips-tools 8.14.1
debian libimage-exiftool-perl 12.57
debian exiv2 0.27.6

gm convert -size 64x64 gradient:red-blue a.jpg
exiftool -q -overwrite_original -Artist=Ada '-XMP-dc:Rights=No training' a.jpg

found() { # PROGRAM COMMAND...: whether the XMP is in what the command prints
  local program=$1
  shift
  if "$@" 2>/dev/null | grep -aq 'No training'; then echo -n ", $program yes"; else echo -n ", $program no"; fi
}

look() { # NAME: who reads the XMP of a.webp
  echo -n "$1: bytes in the file $(grep -ac 'No training' a.webp), chunk$(grep -ao 'XMP[ [:cntrl:]]' a.webp | head -c 4 | od -An -tx1), XMP flag $(($(od -An -tu1 -j20 -N1 a.webp) >> 2 & 1))"
  found ExifTool exiftool -XMP:all a.webp
  found exiv2 exiv2 -px a.webp
  found webpmux webpmux -get xmp a.webp -o -
  echo ", EXIF with ExifTool: $(exiftool -s3 -IFD0:Artist a.webp 2>/dev/null)"
}

{
  cwebp -quiet -metadata all a.jpg -o a.webp
  look cwebp
  vips copy a.jpg a.webp
  look libvips
  convert-im6.q16 a.jpg a.webp
  look ImageMagick
  gm convert a.jpg a.webp
  look GraphicsMagick
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
cwebp: bytes in the file 1, chunk 58 4d 50 20, XMP flag 1, ExifTool yes, exiv2 yes, webpmux yes, EXIF with ExifTool: Ada
libvips: bytes in the file 1, chunk 58 4d 50 20, XMP flag 1, ExifTool yes, exiv2 yes, webpmux yes, EXIF with ExifTool: Ada
ImageMagick: bytes in the file 1, chunk 58 4d 50 00, XMP flag 0, ExifTool no, exiv2 no, webpmux no, EXIF with ExifTool: Ada
GraphicsMagick: bytes in the file 1, chunk 58 4d 50 00, XMP flag 0, ExifTool no, exiv2 no, webpmux no, EXIF with ExifTool: Ada
SEEN
echo 'as seen before'
