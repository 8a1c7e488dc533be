#!/usr/bin/env bash
# imagehash computes perceptual hashes from the colours under transparent pixels: two pictures that look exactly alike
# differ in more than half of the bits they could.
#
# Saving a sticker as lossless WebP or cleaning its transparent part makes it a stranger. Laid on white first, both have
# the same hash.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 imagehash==4.3.2 numpy==2.4.6
echo 'pillow==13.0.0 imagehash==4.3.2 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image
import imagehash
import numpy

y, x = numpy.mgrid[0:128, 0:128]
colours = numpy.stack([128 + 100 * numpy.sin(x / 15), 128 + 100 * numpy.sin(x / 27 + y / 9), 128 + 100 * numpy.cos((x + y) / 16)], -1).astype(numpy.uint8)
alpha = numpy.where((x - 64) ** 2 + (y - 64) ** 2 < 900, 255, 0).astype(numpy.uint8)
a = PIL.Image.fromarray(numpy.dstack([colours, alpha]))
b = PIL.Image.fromarray(numpy.dstack([numpy.where(alpha[..., None] > 0, colours, 0).astype(numpy.uint8), alpha]))
white = [PIL.Image.alpha_composite(PIL.Image.new("RGBA", a.size, "white"), p) for p in (a, b)]
print("look the same:", white[0] == white[1])
for name in ("phash", "average_hash", "dhash"):
    distance = getattr(imagehash, name)
    print(f"{name}: {distance(a) - distance(b)} of 64 bits differ; on white {distance(white[0]) - distance(white[1])}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
look the same: True
phash: 36 of 64 bits differ; on white 0
average_hash: 35 of 64 bits differ; on white 0
dhash: 37 of 64 bits differ; on white 0
SEEN
echo 'as seen before'
