#!/usr/bin/env bash
# SciPy's ndimage filters cut off the fraction of 8-bit samples after every axis: gaussian_filter makes a picture darker
# by a whole level each time, uniform_filter by two thirds of one, and a sum beyond 255 wraps around.
#
# Even a picture of one single value changes: with sigma 0.5 a quarter of the 256 values come out one lower. Nothing is
# clipped, so that a sharpening kernel turns white into dark and dark into white. OpenCV rounds and clips, Pillow's
# GaussianBlur loses half a level; floats are right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check scipy==1.17.1 numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93
echo 'scipy==1.17.1 numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import numpy
import PIL.Image
import PIL.ImageFilter
import scipy.ndimage

picture = numpy.random.default_rng(1).integers(0, 256, (256, 256)).astype(numpy.uint8)


def shift(result, exact=None):
    return f"{float(result.mean()) - float((picture if exact is None else exact).mean()):+.2f}"


exact = scipy.ndimage.gaussian_filter(picture.astype(float), 1)
print("Gaussian of sigma 1, mean less that of the exact result: SciPy", shift(scipy.ndimage.gaussian_filter(picture, 1), exact), "OpenCV", shift(cv2.GaussianBlur(picture, (9, 9), 1), exact), "Pillow", shift(numpy.asarray(PIL.Image.fromarray(picture).filter(PIL.ImageFilter.GaussianBlur(1))), exact))
again = picture
for _ in range(10):
    again = scipy.ndimage.gaussian_filter(again, 1)
print("ten times: SciPy", shift(again))
print("mean of 3 × 3: SciPy", shift(scipy.ndimage.uniform_filter(picture, 3)), "OpenCV", shift(cv2.blur(picture, (3, 3))))
changed = [value for value in range(256) if (scipy.ndimage.gaussian_filter(numpy.full((20, 20), value, numpy.uint8), 0.5) != value).any()]
flat = scipy.ndimage.gaussian_filter(numpy.full((20, 20), changed[-1], numpy.uint8), 0.5)
print(f"flat pictures that sigma 0.5 changes: {len(changed)} of 256, such as {changed[-1]} to {flat.min()}; OpenCV", sum((cv2.GaussianBlur(numpy.full((20, 20), value, numpy.uint8), (5, 5), 0.5) != value).any() for value in range(256)))
sharpen = numpy.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
dot = numpy.full((5, 5), 20, numpy.uint8)
dot[2, 2] = 240
print("a light dot, sharpened: SciPy", scipy.ndimage.convolve(dot, sharpen)[2].tolist(), "OpenCV", cv2.filter2D(dot, -1, sharpen)[2].tolist())
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Gaussian of sigma 1, mean less that of the exact result: SciPy -1.00 OpenCV -0.01 Pillow -0.49
ten times: SciPy -9.97
mean of 3 × 3: SciPy -0.67 OpenCV -0.01
flat pictures that sigma 0.5 changes: 61 of 256, such as 253 to 252; OpenCV 0
a light dot, sharpened: SciPy [20, 56, 96, 56, 20] OpenCV [20, 0, 255, 0, 20]
SEEN
echo 'as seen before'
