#!/usr/bin/env bash
# torchmetrics' visual information fidelity (VIF) calls eight levels of noise perfect, 1.00, if the samples go from 0 to
# 1, and 0.49 if the same samples go from 0 to 255. Its other metrics do not care.
#
# The noise of the eye that the formula assumes is a fixed number of 8-bit levels, and there is no data_range for it.
# Pictures in PyTorch go from 0 to 1, where the metric sees no noise.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scipy==1.17.1 sewar==0.4.10
venv/bin/pip install -q --disable-pip-version-check --no-deps piq==0.8.0 torchvision==0.28.0
echo 'torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scipy==1.17.1 sewar==0.4.10 piq==0.8.0 torchvision==0.28.0'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import numpy
import scipy.ndimage
import sewar
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; piq's metrics need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import piq
from torchmetrics.functional.image import spectral_angle_mapper, universal_image_quality_index, visual_information_fidelity

torch.set_num_threads(1)
random = numpy.random.default_rng(1)
smooth = scipy.ndimage.gaussian_filter(random.normal(size=(256, 256, 3)), (6, 6, 0))
picture = (128 + smooth / smooth.std() * 45).clip(0, 255).round().astype(numpy.uint8)
noisy = (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255).astype(numpy.uint8)
one, two = (torch.from_numpy(samples).permute(2, 0, 1)[None].float() for samples in (picture, noisy))
for name, metric in (("VIF", visual_information_fidelity), ("UQI", universal_image_quality_index), ("spectral angle", spectral_angle_mapper)):
    print(f"torchmetrics' {name}: 0 to 255 {metric(two, one).item():.2f}, exchanged {metric(one, two).item():.2f}; 0 to 1 {metric(two / 255, one / 255).item():.2f}, exchanged {metric(one / 255, two / 255).item():.2f}")
print(f"VIF elsewhere: sewar {sewar.vifp(picture, noisy):.2f}, piq, 0 to 255 {piq.vif_p(two, one, data_range=255.0).item():.2f}, piq, 0 to 1 {piq.vif_p(two / 255, one / 255).item():.2f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
torchmetrics' VIF: 0 to 255 0.49, exchanged 0.47; 0 to 1 1.00, exchanged 0.82
torchmetrics' UQI: 0 to 255 0.67, exchanged 0.67; 0 to 1 0.67, exchanged 0.67
torchmetrics' spectral angle: 0 to 255 0.05, exchanged 0.05; 0 to 1 0.05, exchanged 0.05
VIF elsewhere: sewar 0.49, piq, 0 to 255 0.54, piq, 0 to 1 0.54
SEEN
echo 'as seen before'
