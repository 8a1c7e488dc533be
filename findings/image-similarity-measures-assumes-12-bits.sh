#!/usr/bin/env bash
# image-similarity-measures takes 8-bit pictures for 12-bit ones unless max_p=255 is given: eight levels of noise have a
# PSNR of 54 dB instead of 30 and an SSIM of 0.996, and pure noise still has 34 dB and 0.68.
#
# Its SAM says that a picture is 90 degrees away from itself, since the products of 8-bit samples overflow, and its ISSM
# is 0 for every pair, the same picture included.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check image-similarity-measures==0.3.6 numpy==1.26.4 opencv-python==4.11.0.86 scikit-image==0.20.0 phasepack==1.5 scipy==1.17.1
echo 'image-similarity-measures==0.3.6 numpy==1.26.4 opencv-python==4.11.0.86 scikit-image==0.20.0 phasepack==1.5 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import numpy
import scipy.ndimage

warnings.simplefilter("ignore")
from image_similarity_measures import quality_metrics

random = numpy.random.default_rng(1)
soft = scipy.ndimage.gaussian_filter(random.normal(size=(128, 128, 3)), (4, 4, 0))
picture = (128 + soft / soft.std() * 45).clip(0, 255).round().astype(numpy.uint8)
others = {"itself": picture, "8 levels of noise": (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255).astype(numpy.uint8), "nothing but noise": random.integers(0, 256, picture.shape).astype(numpy.uint8)}
for name, other in others.items():
    print(f"{name}: PSNR {quality_metrics.psnr(picture, other):.0f} (max_p=255: {quality_metrics.psnr(picture, other, max_p=255):.0f})", f"SSIM {quality_metrics.ssim(picture, other):.3f} (max_p=255: {quality_metrics.ssim(picture, other, max_p=255):.3f})",
          f"SAM {quality_metrics.sam(picture, other):.0f} degrees (floats: {quality_metrics.sam(picture.astype(float), other.astype(float)):.0f})", f"ISSM {quality_metrics.issm(picture, other):.0f}", sep=", ")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
itself: PSNR inf (max_p=255: inf), SSIM 1.000 (max_p=255: 1.000), SAM 90 degrees (floats: 0), ISSM 0
8 levels of noise: PSNR 54 (max_p=255: 30), SSIM 0.996 (max_p=255: 0.888), SAM 90 degrees (floats: 3), ISSM 0
nothing but noise: PSNR 34 (max_p=255: 9), SSIM 0.684 (max_p=255: 0.009), SAM 90 degrees (floats: 29), ISSM 0
SEEN
echo 'as seen before'
