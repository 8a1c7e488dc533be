#!/usr/bin/env bash
# OpenCV's INTER_AREA stops to average when one side grows: a panorama of 1600 × 100 made 224 × 224 takes two of every
# seven columns and leaves out the others, so that fine lines vanish or stay whole.
#
# INTER_AREA is what is advised for making pictures smaller, and at 200 × 100 it averages. As soon as one of the two sides
# gets longer it becomes linear interpolation on both, without a word. Pillow's BOX and PyTorch's antialias=True filter
# each side by its own factor.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import numpy
import PIL.Image

panorama = numpy.zeros((100, 1600), dtype=numpy.uint8)
panorama[:, ::8] = 255
noise = numpy.random.default_rng(1).integers(0, 256, (100, 1600), dtype=numpy.uint8)
print(f"1600 × 100, every eighth column white, mean {panorama.mean():.0f}; noise with a deviation of {noise.std():.0f}")
for size in ((200, 100), (224, 100), (224, 101), (224, 224)):
    results = []
    for name, resize in (("INTER_AREA", lambda a: cv2.resize(a, size, interpolation=cv2.INTER_AREA)),
                         ("INTER_LINEAR", lambda a: cv2.resize(a, size, interpolation=cv2.INTER_LINEAR)),
                         ("Pillow BOX", lambda a: numpy.asarray(PIL.Image.fromarray(a).resize(size, PIL.Image.Resampling.BOX)))):
        lines = resize(panorama)
        results.append(f"{name} levels {lines.min()} to {lines.max()}, noise {resize(noise).std():.0f}")
    print(f"to {size[0]} × {size[1]}:", "; ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
1600 × 100, every eighth column white, mean 32; noise with a deviation of 74
to 200 × 100: INTER_AREA levels 32 to 32, noise 26; INTER_LINEAR levels 0 to 0, noise 52; Pillow BOX levels 32 to 32, noise 26
to 224 × 100: INTER_AREA levels 5 to 36, noise 27; INTER_LINEAR levels 0 to 237, noise 60; Pillow BOX levels 0 to 36, noise 28
to 224 × 101: INTER_AREA levels 0 to 245, noise 56; INTER_LINEAR levels 0 to 237, noise 49; Pillow BOX levels 0 to 36, noise 28
to 224 × 224: INTER_AREA levels 0 to 245, noise 63; INTER_LINEAR levels 0 to 237, noise 49; Pillow BOX levels 0 to 36, noise 28
SEEN
echo 'as seen before'
