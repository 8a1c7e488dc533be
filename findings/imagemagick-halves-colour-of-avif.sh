#!/usr/bin/env bash
# ImageMagick 6 reads every AVIF and HEIC with its colour at half width and height, also a lossless one that has all of it:
# red lines on blue turn purple.
#
# GraphicsMagick, libvips and heif-convert, which use the same libheif, return the samples that were encoded to within a
# level, as FFmpeg and avifdec do. Any step that passes through ImageMagick takes the fine colour away, also where the
# result is a PNG.
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
debian libheif1 1.15.1
debian libavif-bin 0.11.1
debian libheif-examples 1.15.1
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

# Every fourth column is red, the others are blue.
{
  printf 'P3 64 64 255\n'
  for ((n = 0; n < 64 * 16; n++)); do echo '220 30 30 40 90 200 40 90 200 40 90 200'; done
} >lines.ppm
gm convert lines.ppm lines.png
avifenc --lossless lines.png lines.avif >/dev/null 2>&1
heif-enc -L -p chroma=444 lines.png -o lines.heic >/dev/null

columns() { # FILE NAME: the colours of a red column and of the middle one of the blue
  ffmpeg -v error -i "$1" -pix_fmt rgb24 -f rawvideo - | od -An -v -tu1 -w3 | sed -n "$((32 * 64 + 33))p;$((32 * 64 + 35))p" | tr -s ' ' >colours
  echo "$2: red$(sed -n 1p colours), blue$(sed -n 2p colours)"
}

{
  columns lines.png 'the PNG'
  for kind in avif heic; do
    convert-im6.q16 "lines.$kind" a.png
    columns a.png "$kind, ImageMagick"
    gm convert "lines.$kind" a.png
    columns a.png "$kind, GraphicsMagick"
    vips copy "lines.$kind" a.png 2>/dev/null
    columns a.png "$kind, libvips"
    heif-convert "lines.$kind" a.png >/dev/null
    columns a.png "$kind, heif-convert"
  done
  avifdec lines.avif a.png >/dev/null
  columns a.png 'avif, avifdec'
  columns lines.avif 'avif, FFmpeg'
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the PNG: red 220 30 30, blue 40 90 200
avif, ImageMagick: red 131 58 116, blue 41 90 200
avif, GraphicsMagick: red 220 30 30, blue 40 90 200
avif, libvips: red 220 30 30, blue 40 90 200
avif, heif-convert: red 220 30 30, blue 40 90 200
heic, ImageMagick: red 129 59 116, blue 41 90 200
heic, GraphicsMagick: red 220 30 30, blue 40 91 200
heic, libvips: red 220 30 30, blue 40 91 200
heic, heif-convert: red 220 30 30, blue 40 91 200
avif, avifdec: red 220 30 30, blue 40 90 200
avif, FFmpeg: red 220 30 30, blue 40 90 200
SEEN
echo 'as seen before'
