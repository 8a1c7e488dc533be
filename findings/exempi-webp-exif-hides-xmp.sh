#!/usr/bin/env bash
# Exempi, which is Adobe's XMP toolkit, cannot read the XMP of a WebP that has EXIF as the specification wants it, and as
# cwebp writes it: "Unrecognized TIFF prefix", and no rights and no opt-out are shown.
#
# It expects the six bytes "Exif" and two zeros that stand before a JPEG's EXIF. Without EXIF, and from libvips, which
# writes the six bytes, it reads the same XMP. ExifTool, exiv2 and webpmux read all of them.
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
debian exempi 2.6.3
debian webp 1.2.4
debian libvips-tools 8.14.1
debian libimage-exiftool-perl 12.57
debian exiv2 0.27.6
debian graphicsmagick 1.3.40

look() { # NAME: what stands at the start of the EXIF of a.webp, and who reads the XMP
  local program command
  echo -n "$1: EXIF begins with $(grep -abo 'EXIF' a.webp | head -1 | cut -d: -f1 | { read -r at && tail -c +$((at + 9)) a.webp | head -c 6 | od -An -tx1 | cut -c2-; } || echo none)"
  for program in exempi exiftool exiv2 webpmux; do
    case $program in
      exempi) command=(exempi -x a.webp) ;;
      exiftool) command=(exiftool -XMP:all a.webp) ;;
      exiv2) command=(exiv2 -px a.webp) ;;
      webpmux) command=(webpmux -get xmp a.webp -o -) ;;
    esac
    if "${command[@]}" >told 2>&1 && grep -aq 'No training' told; then
      echo -n "; $program reads the XMP"
    else
      echo -n "; $program says $(tail -1 told)"
    fi
  done
  echo
}

{
  for order in MM II; do
    gm convert -size 64x64 gradient:red-blue a.jpg
    exiftool -q -overwrite_original -ExifByteOrder=$order -Artist=Ada '-XMP-dc:Rights=No training' a.jpg
    cwebp -quiet -metadata all a.jpg -o a.webp
    look "cwebp, EXIF and XMP"
  done
  cwebp -quiet -metadata xmp a.jpg -o a.webp
  look "cwebp, XMP"
  vips copy a.jpg a.webp
  look "libvips, EXIF and XMP"
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
cwebp, EXIF and XMP: EXIF begins with 4d 4d 00 2a 00 00; exempi says Unrecognized TIFF prefix; exiftool reads the XMP; exiv2 reads the XMP; webpmux reads the XMP
cwebp, EXIF and XMP: EXIF begins with 49 49 2a 00 08 00; exempi says Unrecognized TIFF prefix; exiftool reads the XMP; exiv2 reads the XMP; webpmux reads the XMP
cwebp, XMP: EXIF begins with none; exempi reads the XMP; exiftool reads the XMP; exiv2 reads the XMP; webpmux reads the XMP
libvips, EXIF and XMP: EXIF begins with 45 78 69 66 00 00; exempi reads the XMP; exiftool reads the XMP; exiv2 reads the XMP; webpmux reads the XMP
SEEN
echo 'as seen before'
