#!/usr/bin/env bash
# Keras' save_img stretches the contrast of every picture that it saves: samples of 100 to 150 fill the file from 0 to
# 255, and a flat picture of 200 becomes black.
#
# scale=True, which is the default, does not mean a factor of 255, and 8-bit arrays are not left alone: the lowest sample
# of each picture becomes 0 and its highest 255. Where a perturbation moves either of them, all other samples of the two
# files differ too. Nothing is said.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 keras==3.15.1 pillow==13.0.0 numpy==2.4.6
echo 'torch==2.13.0 keras==3.15.1 pillow==13.0.0 numpy==2.4.6'

KERAS_BACKEND=torch HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import keras
import numpy
import PIL.Image

random = numpy.random.default_rng(1)
picture = random.integers(100, 151, (64, 64, 3), dtype=numpy.uint8)
perturbed = picture.copy()
perturbed[0, 0] = 200


def saved(samples, **options):
    keras.utils.save_img("a.png", samples, **options)
    return numpy.asarray(PIL.Image.open("a.png"), dtype=int)


def span(samples):
    return f"{samples.min()} to {samples.max()}" if samples.min() < samples.max() else f"{samples.max()}"


for name, samples in (("8 bits, 100 to 150", picture), ("8 bits, 200", numpy.full((64, 64, 3), 200, numpy.uint8)),
                      ("floats, 0.4 to 0.6", numpy.linspace(0.4, 0.6, 64 * 64 * 3).reshape(64, 64, 3))):
    print(f"{name}: {span(saved(samples))} in the file, with scale=False {span(saved(samples, scale=False))}")
difference = numpy.abs(saved(perturbed) - saved(picture))
print(f"one pixel changed: {(difference > 0).any(-1).mean() * 100:.0f} percent of the pixels differ between the two files, by up to {difference[1:].max()} levels")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
8 bits, 100 to 150: 0 to 255 in the file, with scale=False 100 to 150
8 bits, 200: 0 in the file, with scale=False 200
floats, 0.4 to 0.6: 0 to 255 in the file, with scale=False 0
one pixel changed: 100 percent of the pixels differ between the two files, by up to 128 levels
SEEN
echo 'as seen before'
