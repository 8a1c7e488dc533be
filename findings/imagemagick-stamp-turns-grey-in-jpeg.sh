#!/usr/bin/env bash
# ImageMagick 6 lays a red stamp on a grey picture and writes it red to PNG and TIFF, and grey to JPEG, WebP and GIF: the
# level of 54 that is red's share of brightness.
#
# The picture stays one of the colour space Gray when a picture in colour is laid on it, and the writers disagree whether
# that counts. -type TrueColor before -composite helps; behind it it makes the PNG grey too. Colour that is drawn with
# -fill comes out red, and GraphicsMagick, libvips and FFmpeg keep the stamp's colour.
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
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

convert-im6.q16 -size 64x64 xc:'gray(150)' -colorspace Gray grey.jpg
convert-im6.q16 -size 16x16 xc:red stamp.png

stamped() { # FILE NAME: the colour in the middle of the stamp
  local red green blue
  read -r red green blue < <(ffmpeg -v error -i "$1" -frames:v 1 -pix_fmt rgb24 -f rawvideo - | od -An -v -tu1 -w3 | sed -n "$((8 * 64 + 9))p")
  if ((red > 240 && green < 15 && blue < 15)); then echo "$2: red"; else echo "$2: $red $green $blue"; fi
}

{
  for kind in png tif jpg webp gif; do
    convert-im6.q16 grey.jpg stamp.png -composite "a.$kind"
    stamped "a.$kind" "ImageMagick, $kind"
  done
  for kind in png jpg; do
    convert-im6.q16 grey.jpg -type TrueColor stamp.png -composite "a.$kind"
    stamped "a.$kind" "ImageMagick, -type TrueColor before, $kind"
    convert-im6.q16 grey.jpg stamp.png -composite -type TrueColor "a.$kind"
    stamped "a.$kind" "ImageMagick, -type TrueColor behind, $kind"
  done
  convert-im6.q16 grey.jpg -fill red -draw 'rectangle 0,0,15,15' a.jpg
  stamped a.jpg 'ImageMagick, -fill red -draw, jpg'
  composite-im6.q16 stamp.png grey.jpg a.jpg
  stamped a.jpg "ImageMagick's composite, jpg"
  gm composite stamp.png grey.jpg a.jpg
  stamped a.jpg 'GraphicsMagick, jpg'
  vips composite2 grey.jpg stamp.png a.jpg over
  stamped a.jpg 'libvips, jpg'
  ffmpeg -v error -y -i grey.jpg -i stamp.png -filter_complex overlay=format=auto a.jpg
  stamped a.jpg 'FFmpeg, jpg'
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ImageMagick, png: red
ImageMagick, tif: red
ImageMagick, jpg: 54 54 54
ImageMagick, webp: 53 53 53
ImageMagick, gif: 54 54 54
ImageMagick, -type TrueColor before, png: red
ImageMagick, -type TrueColor behind, png: 54 54 54
ImageMagick, -type TrueColor before, jpg: red
ImageMagick, -type TrueColor behind, jpg: 54 54 54
ImageMagick, -fill red -draw, jpg: red
ImageMagick's composite, jpg: 54 54 54
GraphicsMagick, jpg: red
libvips, jpg: red
FFmpeg, jpg: red
SEEN
echo 'as seen before'
