#!/usr/bin/env bash
# OpenCV multiplies the colours of a TIFF by its alpha when reading it, which it does not do for PNG, and writes a TIFF
# whose fourth channel is not declared as alpha.
#
# The files say that colours and alpha are separate (ExtraSamples 2), as every other program writes and reads them. What
# OpenCV writes is guessed right by most, and taken for multiplied by GraphicsMagick.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import logging
import subprocess

import cv2
import numpy
import PIL.Image
import tifffile

logging.disable()
picture = numpy.full((64, 64, 4), (200, 100, 50, 128), dtype=numpy.uint8)
PIL.Image.fromarray(picture).save("a.png")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def opencv(file):
    return [int(v) for v in cv2.cvtColor(cv2.imread(file, cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)[0, 0]]


PIL.Image.fromarray(picture).save("Pillow.tif")
tifffile.imwrite("tifffile.tif", picture, photometric="rgb")
run("vips", "copy", "a.png", "libvips.tif")
run("convert-im6.q16", "a.png", "ImageMagick.tif")
run("ffmpeg", "-v", "error", "-i", "a.png", "FFmpeg.tif")
cv2.imwrite("OpenCV.tif", cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA))
print("a.png: OpenCV reads", opencv("a.png"))
for name in ("Pillow", "tifffile", "libvips", "ImageMagick", "FFmpeg", "OpenCV"):
    with tifffile.TiffFile(f"{name}.tif") as tiff:
        extra = [int(v) for v in tiff.pages[0].extrasamples]
    run("gm", "convert", f"{name}.tif", "out.png")
    pixel = list(PIL.Image.open(f"{name}.tif").convert("RGBA").getpixel((0, 0)))
    graphicsmagick = list(PIL.Image.open("out.png").convert("RGBA").getpixel((0, 0)))
    print(f"written by {name}: ExtraSamples {extra}; Pillow reads {pixel}, GraphicsMagick {graphicsmagick}, OpenCV {opencv(f'{name}.tif')}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.png: OpenCV reads [200, 100, 50, 128]
written by Pillow: ExtraSamples [2]; Pillow reads [200, 100, 50, 128], GraphicsMagick [200, 100, 50, 128], OpenCV [100, 50, 25, 128]
written by tifffile: ExtraSamples [2]; Pillow reads [200, 100, 50, 128], GraphicsMagick [200, 100, 50, 128], OpenCV [100, 50, 25, 128]
written by libvips: ExtraSamples [2]; Pillow reads [200, 100, 50, 128], GraphicsMagick [200, 100, 50, 128], OpenCV [100, 50, 25, 128]
written by ImageMagick: ExtraSamples [2]; Pillow reads [200, 100, 50, 128], GraphicsMagick [200, 100, 50, 128], OpenCV [100, 50, 25, 128]
written by FFmpeg: ExtraSamples [2]; Pillow reads [200, 100, 50, 128], GraphicsMagick [200, 100, 50, 128], OpenCV [100, 50, 25, 128]
written by OpenCV: ExtraSamples []; Pillow reads [200, 100, 50, 128], GraphicsMagick [255, 199, 99, 128], OpenCV [200, 100, 50, 128]
SEEN
echo 'as seen before'
