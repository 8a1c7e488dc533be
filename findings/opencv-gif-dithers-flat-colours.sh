#!/usr/bin/env bash
# OpenCV turns a GIF of one flat colour into a pattern of eight colours: it does not choose a palette for the picture
# but spreads every picture over the same coarse one, up to 65 levels away.
#
# Line art and pixel art, for which GIF is used, get grain all over, and a hash of them another value. Pillow and FFmpeg
# keep a picture that has no more than 256 colours as it is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import numpy
import PIL.Image

flat = numpy.full((64, 64, 3), (200, 30, 20), numpy.uint8)
line = flat.copy()
line[30:34] = (20, 60, 120)
ramp = numpy.tile(numpy.arange(256, dtype=numpy.uint8)[None, :, None], (64, 1, 3))
for name, samples in (("one colour", flat), ("two colours", line), ("256 greys", ramp)):
    cv2.imwrite("opencv.gif", samples[:, :, ::-1])
    PIL.Image.fromarray(samples).save("pillow.gif")
    for library in ("OpenCV", "Pillow"):
        got = numpy.asarray(PIL.Image.open(f"{library.lower()}.gif").convert("RGB"))
        print(f"{name}, {library}: {len(numpy.unique(got.reshape(-1, 3), axis=0))} colours, at most {numpy.abs(got.astype(int) - samples).max()} off, {100 * (got != samples).any(-1).mean():.0f} % of the pixels changed")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
one colour, OpenCV: 8 colours, at most 65 off, 100 % of the pixels changed
one colour, Pillow: 1 colours, at most 0 off, 0 % of the pixels changed
two colours, OpenCV: 16 colours, at most 65 off, 100 % of the pixels changed
two colours, Pillow: 2 colours, at most 0 off, 0 % of the pixels changed
256 greys, OpenCV: 20 colours, at most 83 off, 100 % of the pixels changed
256 greys, Pillow: 256 colours, at most 0 off, 0 % of the pixels changed
SEEN
echo 'as seen before'
