#!/usr/bin/env bash
# What was erased to transparent in a PNG is visible again when the picture becomes a JPEG in ImageMagick,
# GraphicsMagick, FFmpeg, OpenCV, PHP's GD, Qt and Pillow's convert(); only libvips lays it on black.
#
# They drop the alpha channel and write the colours beneath, which many editors leave in place. Nothing is laid on a
# background unless asked (-background white -flatten).
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
debian libvips-tools 8.14.1
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian ffmpeg 5.1.
debian php8.2-gd 8.2.
debian python3-pyqt5 5.15.9

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image

# A gradient of which everything is transparent.
picture = PIL.Image.linear_gradient("L").resize((128, 128)).convert("RGBA")
picture.putalpha(0)
picture.save("a.png")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


run("convert-im6.q16", "a.png", "ImageMagick.jpg")
run("convert-im6.q16", "a.png", "-background", "white", "-flatten", "ImageMagick -flatten.jpg")
run("gm", "convert", "a.png", "GraphicsMagick.jpg")
run("ffmpeg", "-v", "error", "-i", "a.png", "FFmpeg.jpg")
run("vips", "copy", "a.png", "libvips.jpg")
run("php", "-r", 'imagejpeg(imagecreatefrompng("a.png"), "GD.jpg");')
run("/usr/bin/python3", "-c", "from PyQt5.QtGui import QImage; assert QImage('a.png').save('Qt.jpg')")
cv2.imwrite("OpenCV.jpg", cv2.imread("a.png"))
PIL.Image.open("a.png").convert("RGB").save("Pillow.jpg")
for name in ("ImageMagick", "GraphicsMagick", "FFmpeg", "OpenCV", "GD", "Qt", "Pillow", "libvips", "ImageMagick -flatten"):
    grey = numpy.asarray(PIL.Image.open(f"{name}.jpg").convert("L"), dtype=int)
    off = numpy.abs(grey - numpy.asarray(picture)[..., 0]).max()
    print(f"{name}: {'the erased gradient' if off < 8 else 'black' if grey.max() < 8 else 'white' if grey.min() > 247 else 'something else'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ImageMagick: the erased gradient
GraphicsMagick: the erased gradient
FFmpeg: the erased gradient
OpenCV: the erased gradient
GD: the erased gradient
Qt: the erased gradient
Pillow: the erased gradient
libvips: black
ImageMagick -flatten: white
SEEN
echo 'as seen before'
