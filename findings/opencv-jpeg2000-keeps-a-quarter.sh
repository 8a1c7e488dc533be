#!/usr/bin/env bash
# OpenCV writes a JPEG 2000 file with a quarter of the picture's bytes, unless IMWRITE_JPEG2000_COMPRESSION_X1000=1000
# is given, the value that its documentation calls the default: samples of a texture are up to 37 levels off. A picture
# that fits into the quarter comes back whole.
#
# Flat drawings pass every test and textures are lossy, so that the loss is found late. Pillow, ImageMagick and
# GraphicsMagick are lossless if nothing is asked.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import cv2
import numpy
import PIL.Image
import scipy.ndimage

soft = scipy.ndimage.gaussian_filter(numpy.random.default_rng(1).normal(size=(256, 256, 3)), (1, 1, 0))
pictures = {"texture": (128 + soft / soft.std() * 45).clip(0, 255).round().astype(numpy.uint8), "drawing": numpy.kron(numpy.arange(64).reshape(8, 8) * 4 % 251, numpy.ones((32, 32)))[:, :, None].repeat(3, 2).astype(numpy.uint8)}
for name, samples in pictures.items():
    PIL.Image.fromarray(samples).save("in.png")
    writers = {
        "OpenCV": lambda: cv2.imwrite("out.jp2", samples[:, :, ::-1]),
        "OpenCV at 1000": lambda: cv2.imwrite("out.jp2", samples[:, :, ::-1], [cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, 1000]),
        "Pillow": lambda: PIL.Image.open("in.png").save("out.jp2"),
        "ImageMagick": lambda: subprocess.run(["convert", "in.png", "out.jp2"], check=True),
        "GraphicsMagick": lambda: subprocess.run(["gm", "convert", "in.png", "out.jp2"], check=True),
    }
    results = []
    for writer, write in writers.items():
        pathlib.Path("out.jp2").unlink(missing_ok=True)
        write()
        off = numpy.abs(numpy.asarray(PIL.Image.open("out.jp2").convert("RGB")).astype(int) - samples).max()
        results.append(f"{writer} {100 * pathlib.Path('out.jp2').stat().st_size / samples.size:.0f} % of the bytes, at most {off} off")
    print(f"{name}:", ", ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
texture: OpenCV 25 % of the bytes, at most 37 off, OpenCV at 1000 76 % of the bytes, at most 0 off, Pillow 76 % of the bytes, at most 0 off, ImageMagick 78 % of the bytes, at most 0 off, GraphicsMagick 81 % of the bytes, at most 0 off
drawing: OpenCV 1 % of the bytes, at most 0 off, OpenCV at 1000 1 % of the bytes, at most 0 off, Pillow 1 % of the bytes, at most 0 off, ImageMagick 0 % of the bytes, at most 0 off, GraphicsMagick 0 % of the bytes, at most 0 off
SEEN
echo 'as seen before'
