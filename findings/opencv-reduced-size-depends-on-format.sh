#!/usr/bin/env bash
# OpenCV's IMREAD_REDUCED_… averages when it reads a JPEG at a quarter or an eighth of its size, and leaves out most
# pixels of the same picture as PNG, TIFF or WebP: a line in every eighth column is there as grey, or not at all.
#
# A JPEG's decoder makes the picture smaller; for all other formats OpenCV resizes afterwards and weighs four of the 16
# or 64 samples. A perturbation or a raster becomes another one. INTER_AREA after an ordinary imread averages.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import numpy

lines = numpy.zeros((64, 64), numpy.uint8)
lines[:, ::8] = 240
noise = numpy.where(numpy.random.default_rng(1).random((512, 512)) < 0.5, 64, 192).astype(numpy.uint8)
for kind, how in {"jpg": [cv2.IMWRITE_JPEG_QUALITY, 100], "png": [], "tif": [], "webp": [cv2.IMWRITE_WEBP_QUALITY, 101], "jp2": [cv2.IMWRITE_JPEG2000_COMPRESSION_X1000, 1000]}.items():
    for picture, name in ((lines, "lines"), (noise, "noise")):
        cv2.imwrite(f"{name}.{kind}", picture, how)
    for part in (2, 4, 8):
        flag = getattr(cv2, f"IMREAD_REDUCED_GRAYSCALE_{part}")
        print(f"{kind}, {({2: 'a half', 4: 'a quarter', 8: 'an eighth'})[part]}: lines {cv2.imread(f'lines.{kind}', flag)[2].tolist()[:8]}, deviation of noise {cv2.imread(f'noise.{kind}', flag).std():.0f}")
for part in (2, 4, 8):
    averaged = [cv2.resize(picture, None, fx=1 / part, fy=1 / part, interpolation=cv2.INTER_AREA) for picture in (lines, noise)]
    print(f"averaged, 1/{part}: lines {averaged[0][2].tolist()[:8]}, deviation of noise {averaged[1].std():.0f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg, a half: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
jpg, a quarter: lines [60, 0, 60, 0, 60, 0, 60, 0], deviation of noise 16
jpg, an eighth: lines [30, 30, 30, 30, 30, 30, 30, 30], deviation of noise 8
png, a half: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
png, a quarter: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
png, an eighth: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
tif, a half: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
tif, a quarter: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
tif, an eighth: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
webp, a half: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
webp, a quarter: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
webp, an eighth: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
jp2, a half: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
jp2, a quarter: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
jp2, an eighth: lines [0, 0, 0, 0, 0, 0, 0, 0], deviation of noise 32
averaged, 1/2: lines [120, 0, 0, 0, 120, 0, 0, 0], deviation of noise 32
averaged, 1/4: lines [60, 0, 60, 0, 60, 0, 60, 0], deviation of noise 16
averaged, 1/8: lines [30, 30, 30, 30, 30, 30, 30, 30], deviation of noise 8
SEEN
echo 'as seen before'
