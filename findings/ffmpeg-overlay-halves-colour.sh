#!/usr/bin/env bash
# FFmpeg's overlay, the filter that lays a stamp or a logo on a picture, halves the colour resolution of the whole
# picture: red lines on blue turn purple far away from the stamp, and the file is an RGB PNG as before.
#
# The filter works in 4:2:0 unless format says otherwise, and FFmpeg converts there and back without a word. Its drawbox
# and pad leave the other pixels alone, as ImageMagick, GraphicsMagick and libvips do when they lay a stamp.
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
debian ffmpeg 5.1.
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


picture = numpy.full((64, 64, 3), (40, 90, 200), dtype=numpy.uint8)
picture[:, ::4] = (220, 30, 30)
PIL.Image.fromarray(picture).save("art.png")
PIL.Image.fromarray(numpy.full((16, 16, 4), 255, dtype=numpy.uint8)).save("stamp.png")
ffmpeg = ("ffmpeg", "-v", "error", "-y", "-i", "art.png")
commands = {
    "FFmpeg overlay": (*ffmpeg, "-i", "stamp.png", "-filter_complex", "overlay=0:0", "out.png"),
    "FFmpeg overlay, format=auto": (*ffmpeg, "-i", "stamp.png", "-filter_complex", "overlay=0:0:format=auto", "out.png"),
    "FFmpeg overlay, format=rgb": (*ffmpeg, "-i", "stamp.png", "-filter_complex", "overlay=0:0:format=rgb", "out.png"),
    "FFmpeg drawbox": (*ffmpeg, "-vf", "drawbox=0:0:16:16:white:fill", "out.png"),
    "FFmpeg pad": (*ffmpeg, "-vf", "pad=64:80", "out.png"),
    "ImageMagick": ("convert-im6.q16", "art.png", "stamp.png", "-composite", "out.png"),
    "GraphicsMagick": ("gm", "composite", "stamp.png", "art.png", "out.png"),
    "libvips": ("vips", "composite2", "art.png", "stamp.png", "out.png[bitdepth=8]", "over"),
}
for name, command in commands.items():
    run(*command)
    out = PIL.Image.open("out.png")
    got = numpy.asarray(out.convert("RGB"), dtype=int)[:64]
    far = numpy.abs(got - picture)[32:, 32:]
    line, ground = (" ".join(map(str, got[48, x])) for x in (48, 50))
    print(f"{name}, 32 pixels from the stamp: {far.max()} levels off; a line of 220 30 30 is {line}, the ground of 40 90 200 is {ground}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
FFmpeg overlay, 32 pixels from the stamp: 90 levels off; a line of 220 30 30 is 130 59 115, the ground of 40 90 200 is 39 89 199
FFmpeg overlay, format=auto, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
FFmpeg overlay, format=rgb, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
FFmpeg drawbox, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
FFmpeg pad, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
ImageMagick, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
GraphicsMagick, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
libvips, 32 pixels from the stamp: 0 levels off; a line of 220 30 30 is 220 30 30, the ground of 40 90 200 is 40 90 200
SEEN
echo 'as seen before'
