#!/usr/bin/env bash
# Pillow's ImageFilter.Kernel applies a kernel upside down: what is written in its first row weighs the row below. It is
# neither the correlation of OpenCV nor the convolution of SciPy, in which both axes are turned.
#
# A relief is lit from the wrong side, and a kernel that was fitted elsewhere sees another picture. The outermost rows
# and columns are not filtered at all, so that FIND_EDGES draws a frame of the picture's own colours around it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scipy==1.17.1
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import numpy
import PIL.Image
import PIL.ImageFilter
import scipy.ndimage

point = numpy.zeros((7, 7), numpy.uint8)
point[3, 3] = 1
kernel = numpy.arange(1.0, 10.0).reshape(3, 3)
for name, answer in {
    "kernel as written": kernel,
    "Pillow's answer to a point": numpy.asarray(PIL.Image.fromarray(point).filter(PIL.ImageFilter.Kernel((3, 3), kernel.ravel().tolist(), scale=1)))[2:5, 2:5],
    "OpenCV's filter2D, SciPy's correlate": cv2.filter2D(point, -1, kernel)[2:5, 2:5],
    "SciPy's convolve": scipy.ndimage.convolve(point, kernel)[2:5, 2:5],
}.items():
    print(f"{name}:", " | ".join(" ".join(f"{value:.0f}" for value in row) for row in answer))
    if "OpenCV" in name:
        assert (answer == scipy.ndimage.correlate(point, kernel)[2:5, 2:5]).all()

step = numpy.zeros((6, 6), numpy.uint8)
step[3:] = 100
below = [[0, 0, 0], [0, -1, 0], [0, 1, 0]]  # the row below less this one
print("row below less this one:", "Pillow", numpy.asarray(PIL.Image.fromarray(step).filter(PIL.ImageFilter.Kernel((3, 3), sum(below, []), scale=1, offset=128)))[1:5, 2].tolist(),
      "OpenCV", (cv2.filter2D(step, cv2.CV_16S, numpy.array(below)) + 128)[1:5, 2].tolist())
edges = numpy.asarray(PIL.Image.new("L", (64, 48), 200).filter(PIL.ImageFilter.FIND_EDGES))
print(f"edges of a picture of nothing but 200: {edges[1:-1, 1:-1].max()} inside, {edges[0].min()} on the frame of {(edges == 200).sum()} pixels")
wide = numpy.asarray(PIL.Image.new("L", (64, 48), 200).filter(PIL.ImageFilter.Kernel((5, 5), [-1] * 12 + [24] + [-1] * 12, scale=1)))
print("with a kernel of 5 × 5 the frame has", (wide == 200).sum(), "pixels")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
kernel as written: 1 2 3 | 4 5 6 | 7 8 9
Pillow's answer to a point: 3 2 1 | 6 5 4 | 9 8 7
OpenCV's filter2D, SciPy's correlate: 9 8 7 | 6 5 4 | 3 2 1
SciPy's convolve: 1 2 3 | 4 5 6 | 7 8 9
row below less this one: Pillow [128, 128, 28, 128] OpenCV [128, 228, 128, 128]
edges of a picture of nothing but 200: 0 inside, 200 on the frame of 220 pixels
with a kernel of 5 × 5 the frame has 432 pixels
SEEN
echo 'as seen before'
