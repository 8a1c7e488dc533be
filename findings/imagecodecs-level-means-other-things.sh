#!/usr/bin/env bash
# imagecodecs' level means another thing in each codec: 80 is a quality for JPEG, AVIF and JPEG XL, leaves WebP
# lossless, is 80 levels of error for JPEG-LS, and a number of decibels for JPEG 2000; 100 is lossless for AVIF and JPEG
# XR, lossy for JPEG XL and the worst of all for JPEG-LS.
#
# The functions have the same names and arguments, and every number is accepted. tifffile hands its compressionargs on
# to them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check imagecodecs==2026.3.6 numpy==2.4.6 scipy==1.17.1
echo 'imagecodecs==2026.3.6 numpy==2.4.6 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import math

import imagecodecs
import numpy
import scipy.ndimage

soft = scipy.ndimage.gaussian_filter(numpy.random.default_rng(1).normal(size=(256, 256, 3)), (4, 4, 0))
picture = (128 + soft / soft.std() * 45).clip(0, 255).round().astype(numpy.uint8)
for codec in ("jpeg8", "avif", "jpegxl", "webp", "jpeg2k", "jpegxr", "jpegls"):
    results = []
    for level in (None, 20, 40, 80, 100):
        data = getattr(imagecodecs, f"{codec}_encode")(picture, level=level)
        error = ((getattr(imagecodecs, f"{codec}_decode")(data)[..., :3].astype(float) - picture) ** 2).mean()
        results.append(f"{'none' if level is None else level} {f'{10 * math.log10(255 ** 2 / error):.0f} dB' if error else 'lossless'}")
    print(f"{codec}, level:", ", ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpeg8, level: none 41 dB, 20 28 dB, 40 31 dB, 80 36 dB, 100 43 dB
avif, level: none lossless, 20 30 dB, 40 34 dB, 80 43 dB, 100 lossless
jpegxl, level: none lossless, 20 28 dB, 40 30 dB, 80 36 dB, 100 55 dB
webp, level: none lossless, 20 lossless, 40 lossless, 80 lossless, 100 lossless
jpeg2k, level: none lossless, 20 20 dB, 40 40 dB, 80 55 dB, 100 55 dB
jpegxr, level: none lossless, 20 33 dB, 40 35 dB, 80 42 dB, 100 lossless
jpegls, level: none lossless, 20 28 dB, 40 22 dB, 80 16 dB, 100 14 dB
SEEN
echo 'as seen before'
