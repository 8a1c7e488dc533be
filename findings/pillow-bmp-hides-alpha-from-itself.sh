#!/usr/bin/env bash
# Pillow writes the alpha channel of a picture into a BMP and does not read it back from there: what was erased is
# opaque for Pillow, OpenCV and imageio, and transparent for ImageMagick, GraphicsMagick and FFmpeg.
#
# The BMP has the older header, which has no word for alpha in its fourth byte. ImageMagick's, GraphicsMagick's and
# OpenCV's BMP have a newer header, and all six read alpha from them; FFmpeg writes the older one like Pillow.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 imageio==2.38.1 numpy==2.4.6
echo 'pillow==13.0.0 opencv-python-headless==5.0.0.93 imageio==2.38.1 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imageio.v3
import numpy
import PIL.Image

picture = numpy.full((8, 8, 4), (200, 100, 50, 255), numpy.uint8)
picture[:, :4, 3] = 0
image = PIL.Image.fromarray(picture)
image.save("a.png")


def png(*command):
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGBA"))


writers = {
    "Pillow": lambda: image.save("a.bmp"),
    "imageio": lambda: imageio.v3.imwrite("a.bmp", picture),
    "FFmpeg": lambda: subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", "a.png", "a.bmp"], check=True),
    "OpenCV": lambda: cv2.imwrite("a.bmp", cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA)),
    "ImageMagick": lambda: subprocess.run(["convert", "a.png", "a.bmp"], check=True),
    "GraphicsMagick": lambda: subprocess.run(["gm", "convert", "a.png", "a.bmp"], check=True),
}
readers = {
    "Pillow": lambda: numpy.asarray(PIL.Image.open("a.bmp")),
    "imageio": lambda: imageio.v3.imread("a.bmp"),
    "OpenCV": lambda: cv2.imread("a.bmp", cv2.IMREAD_UNCHANGED),
    "FFmpeg": lambda: png("ffmpeg", "-loglevel", "error", "-y", "-i", "a.bmp", "b.png"),
    "ImageMagick": lambda: png("convert", "a.bmp", "b.png"),
    "GraphicsMagick": lambda: png("gm", "convert", "a.bmp", "b.png"),
}
for writer, write in writers.items():
    write()
    file = open("a.bmp", "rb").read()
    sees = {True: [], False: []}
    for reader, read in readers.items():
        samples = read()
        sees[samples.shape[2] == 4 and int(samples[0, 0, 3]) == 0].append(reader)
    print(f"{writer}'s BMP (header of {int.from_bytes(file[14:18], 'little')} bytes, {file[28]} bits a pixel): transparent for {', '.join(sees[True]) or 'nobody'}; opaque for {', '.join(sees[False]) or 'nobody'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow's BMP (header of 40 bytes, 32 bits a pixel): transparent for FFmpeg, ImageMagick, GraphicsMagick; opaque for Pillow, imageio, OpenCV
imageio's BMP (header of 40 bytes, 32 bits a pixel): transparent for FFmpeg, ImageMagick, GraphicsMagick; opaque for Pillow, imageio, OpenCV
FFmpeg's BMP (header of 40 bytes, 32 bits a pixel): transparent for FFmpeg, ImageMagick, GraphicsMagick; opaque for Pillow, imageio, OpenCV
OpenCV's BMP (header of 124 bytes, 32 bits a pixel): transparent for Pillow, imageio, OpenCV, FFmpeg, ImageMagick, GraphicsMagick; opaque for nobody
ImageMagick's BMP (header of 124 bytes, 32 bits a pixel): transparent for Pillow, imageio, OpenCV, FFmpeg, ImageMagick, GraphicsMagick; opaque for nobody
GraphicsMagick's BMP (header of 108 bytes, 32 bits a pixel): transparent for Pillow, imageio, OpenCV, FFmpeg, ImageMagick, GraphicsMagick; opaque for nobody
SEEN
echo 'as seen before'
