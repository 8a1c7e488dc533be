#!/usr/bin/env bash
# pillow-heif's quality=-1, its lossless mode, changes samples by up to 12 levels unless chroma=444 and
# matrix_coefficients=0 are given too.
#
# -1 makes the encoder lossless behind a colour conversion and a halving of chroma that are not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 pillow-heif==1.8.1 numpy==2.4.6
echo 'pillow==13.0.0 pillow-heif==1.8.1 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image
import numpy
import pillow_heif

pillow_heif.register_heif_opener()
y, x = numpy.mgrid[0:256, 0:256]
waves = [128 + 100 * numpy.sin(x / 15), 128 + 100 * numpy.sin(x / 27 + y / 9), 128 + 100 * numpy.cos((x + y) / 16)]
source = numpy.stack(waves, -1).astype(numpy.uint8)
for options in ({"quality": -1}, {"quality": -1, "chroma": 444}, {"quality": -1, "chroma": 444, "matrix_coefficients": 0}):
    PIL.Image.fromarray(source).save("a.heic", **options)
    copy = numpy.asarray(PIL.Image.open("a.heic").convert("RGB")).astype(int)
    print(options, "largest difference", abs(copy - source).max())
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
{'quality': -1} largest difference 12
{'quality': -1, 'chroma': 444} largest difference 1
{'quality': -1, 'chroma': 444, 'matrix_coefficients': 0} largest difference 0
SEEN
echo 'as seen before'
