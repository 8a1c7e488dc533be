#!/usr/bin/env bash
# "Nearest" takes other samples by the library: OpenCV's INTER_NEAREST and GraphicsMagick's -sample take the upper left
# one of each block, Pillow, ImageMagick, FFmpeg and libvips the middle one, and SciPy's zoom stretches the corners to
# the corners.
#
# OpenCV has the middle one under another name, INTER_NEAREST_EXACT. Masks and pixel art move by a third of a block or
# more, and a pattern in every third sample is all there or all gone.
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
venv/bin/pip install -q --disable-pip-version-check numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 scikit-image==0.26.0
echo 'numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7 scikit-image==0.26.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import pyvips
import scipy.ndimage
import skimage.transform

samples = numpy.tile(numpy.arange(12, dtype=numpy.uint8) * 10, (12, 1))
picture = PIL.Image.fromarray(samples)
picture.save("in.png")


def by_program(*command):
    subprocess.run([*command, "out.png"], check=True)
    return numpy.asarray(PIL.Image.open("out.png").convert("L"))


results = {
    "Pillow": numpy.asarray(picture.resize((4, 4), PIL.Image.Resampling.NEAREST)),
    "OpenCV, INTER_NEAREST": cv2.resize(samples, (4, 4), interpolation=cv2.INTER_NEAREST),
    "OpenCV, INTER_NEAREST_EXACT": cv2.resize(samples, (4, 4), interpolation=cv2.INTER_NEAREST_EXACT),
    "scikit-image, order=0": skimage.transform.resize(samples, (4, 4), order=0, preserve_range=True, anti_aliasing=False).round(),
    "SciPy's zoom, order=0": scipy.ndimage.zoom(samples, 1 / 3, order=0),
    "libvips": pyvips.Image.new_from_array(samples).resize(1 / 3, kernel="nearest").numpy(),
    "ImageMagick, -sample": by_program("convert", "in.png", "-sample", "4x4"),
    "GraphicsMagick, -sample": by_program("gm", "convert", "in.png", "-sample", "4x4"),
    "FFmpeg, neighbor": by_program("ffmpeg", "-v", "error", "-y", "-i", "in.png", "-vf", "scale=4:4:flags=neighbor"),
}
for name, result in results.items():
    print(f"{name}: samples", *(int(value) // 10 for value in result[0]), "of 0 to 11")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow: samples 1 4 7 10 of 0 to 11
OpenCV, INTER_NEAREST: samples 0 3 6 9 of 0 to 11
OpenCV, INTER_NEAREST_EXACT: samples 1 4 7 10 of 0 to 11
scikit-image, order=0: samples 1 4 7 10 of 0 to 11
SciPy's zoom, order=0: samples 0 4 7 11 of 0 to 11
libvips: samples 1 4 7 10 of 0 to 11
ImageMagick, -sample: samples 1 4 7 10 of 0 to 11
GraphicsMagick, -sample: samples 0 3 6 9 of 0 to 11
FFmpeg, neighbor: samples 1 4 7 10 of 0 to 11
SEEN
echo 'as seen before'
