#!/usr/bin/env bash
# A GIF whose first frame does not fill its canvas has four different grounds: transparent in Skia, as in Chromium, which
# draws with it, the palette's background colour in Pillow, imageio, OpenCV and FFmpeg, black in libvips, and none in
# ImageMagick and GraphicsMagick, which return the frame alone in its own width and height.
#
# Optimised and exported stills have such frames. A hash, a thumbnail or a comparison of the file depends on the program.
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
debian ffmpeg 5.1.
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 imageio==2.38.1 skia-python==144.1
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 imageio==2.38.1 skia-python==144.1'

venv/bin/python - <<'PYTHON' | tee seen
import io
import struct
import subprocess

import cv2
import imageio.v3
import numpy
import PIL.Image
import skia

frame = PIL.Image.new("P", (24, 16), 1)
frame.putpalette([220, 30, 30, 30, 60, 200])  # background red, frame blue
file = io.BytesIO()
frame.save(file, "GIF", optimize=False, background=0)
data = bytearray(file.getvalue())
data[6:10] = struct.pack("<HH", 48, 32)  # the canvas
data[11] = 0  # its background is the palette's first colour
place = data.index(b",", 13 + 3 * (2 << (data[10] & 7)))
data[place + 1 : place + 5] = struct.pack("<HH", 24, 16)
open("a.gif", "wb").write(data)


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGBA"))


for name, read in {
    "Skia": lambda: skia.Image.open("a.gif").toarray(colorType=skia.kRGBA_8888_ColorType),
    "Pillow": lambda: numpy.asarray(PIL.Image.open("a.gif").convert("RGBA")),
    "imageio": lambda: imageio.v3.imread("a.gif", index=0),
    "OpenCV": lambda: cv2.cvtColor(cv2.imread("a.gif"), cv2.COLOR_BGR2RGB),
    "FFmpeg": lambda: png("ffmpeg", "-nostdin", "-loglevel", "error", "-i", "a.gif", "b.png"),
    "libvips": lambda: png("vips", "copy", "a.gif", "b.png"),
    "ImageMagick": lambda: png("convert", "a.gif", "b.png"),
    "GraphicsMagick": lambda: png("gm", "convert", "a.gif", "b.png"),
}.items():
    samples = read()
    corner = samples[2, 2].tolist()
    ground = "transparent" if len(corner) == 4 and corner[3] == 0 else " ".join(map(str, corner[:3]))
    print(f"{name}: {samples.shape[1]} × {samples.shape[0]}, upper left corner {ground}, lower right corner {' '.join(map(str, samples[-2, -2, :3].tolist()))}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Skia: 48 × 32, upper left corner transparent, lower right corner 30 60 200
Pillow: 48 × 32, upper left corner 220 30 30, lower right corner 30 60 200
imageio: 48 × 32, upper left corner 220 30 30, lower right corner 30 60 200
OpenCV: 48 × 32, upper left corner 220 30 30, lower right corner 30 60 200
FFmpeg: 48 × 32, upper left corner 220 30 30, lower right corner 30 60 200
libvips: 48 × 32, upper left corner 0 0 0, lower right corner 30 60 200
ImageMagick: 24 × 16, upper left corner 30 60 200, lower right corner 30 60 200
GraphicsMagick: 24 × 16, upper left corner 30 60 200, lower right corner 30 60 200
SEEN
echo 'as seen before'
