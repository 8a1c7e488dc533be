#!/usr/bin/env bash
# heif-convert turns a portrait upright by the file's irot box and copies an EXIF orientation that says turn it, so that it
# lies on its side in every viewer; heif-enc makes the opposite mistake, no irot box at all for a phone's JPEG.
#
# In HEIC and AVIF the box counts and EXIF does not, which phones and avifenc write beside it. What heif-enc made lies on
# its side in ImageMagick, GraphicsMagick and libvips; one mistake takes back the other if heif-convert reads it.
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
debian libheif-examples 1.15.1
debian libheif1 1.15.1
debian libavif-bin 0.11.1
debian libimage-exiftool-perl 12.57
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1

gm convert -size 96x64 gradient:red-blue -quality 95 phone.jpg
exiftool -q -overwrite_original -n -Orientation=6 phone.jpg
avifenc phone.jpg avifenc.avif >/dev/null
heif-enc phone.jpg -o heif-enc.heic >/dev/null

shows() { # FILE NAME: width, height and orientation, and how a viewer shows it
  local width height orientation
  read -r width height orientation < <(exiftool -n -T -ImageWidth -ImageHeight -IFD0:Orientation "$1")
  local upright=$((width < height))
  [[ $orientation != 6 ]] || upright=$((width > height))
  echo "$2: $width × $height, orientation $orientation, $( ((upright)) && echo upright || echo 'on its side')"
}

{
  shows phone.jpg 'the JPEG'
  for file in avifenc.avif heif-enc.heic; do
    rotation=$(exiftool -n -T -Rotation "$file")
    echo "$file: irot $rotation, EXIF orientation $(exiftool -n -T -IFD0:Orientation "$file")"
    heif-convert "$file" a.jpg >/dev/null
    shows a.jpg "  heif-convert"
    convert-im6.q16 "$file" a.jpg
    shows a.jpg "  ImageMagick"
    gm convert "$file" a.jpg
    shows a.jpg "  GraphicsMagick"
    vips copy "$file" a.jpg 2>/dev/null
    shows a.jpg "  libvips"
  done
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the JPEG: 96 × 64, orientation 6, upright
avifenc.avif: irot 270, EXIF orientation 6
  heif-convert: 64 × 96, orientation 6, on its side
  ImageMagick: 64 × 96, orientation -, upright
  GraphicsMagick: 64 × 96, orientation -, upright
  libvips: 64 × 96, orientation 1, upright
heif-enc.heic: irot -, EXIF orientation 6
  heif-convert: 96 × 64, orientation 6, upright
  ImageMagick: 96 × 64, orientation -, on its side
  GraphicsMagick: 96 × 64, orientation -, on its side
  libvips: 96 × 64, orientation 1, on its side
SEEN
echo 'as seen before'
