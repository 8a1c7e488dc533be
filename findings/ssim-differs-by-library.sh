#!/usr/bin/env bash
# The structural similarity of the same two pictures is 0.76, 0.81, 0.89 or 0.97 by the library, and with piq it jumps
# from 0.76 to 0.97 when the picture gets one row and one column larger.
#
# scikit-image and sewar weigh a square window evenly unless asked for Gaussian weights, torchmetrics and pytorch-msssim
# take the Gaussian one of the paper, and piq halves pictures from 384 pixels on before it looks, which takes out most of
# a perturbation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 torchmetrics==1.9.0 pytorch-msssim==1.0.0 scikit-image==0.26.0 sewar==0.4.10 numpy==2.4.6
venv/bin/pip install -q --disable-pip-version-check --no-deps piq==0.8.0 torchvision==0.28.0
echo 'torch==2.13.0 torchmetrics==1.9.0 pytorch-msssim==1.0.0 scikit-image==0.26.0 sewar==0.4.10 piq==0.8.0 torchvision==0.28.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import numpy
import scipy.ndimage
import sewar
import skimage.metrics
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; piq's SSIM needs none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import piq
import pytorch_msssim
from torchmetrics.functional.image import structural_similarity_index_measure

torch.set_num_threads(1)
random = numpy.random.default_rng(1)
smooth = scipy.ndimage.gaussian_filter(random.normal(size=(384, 384, 3)), (6, 6, 0))
picture = (128 + smooth / smooth.std() * 45).clip(0, 255).round().astype(numpy.uint8)
changed = (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255).astype(numpy.uint8)


def tensor(samples):
    return torch.from_numpy(samples).permute(2, 0, 1)[None].float() / 255


for size in (383, 384):
    a, b = picture[:size, :size], changed[:size, :size]
    results = {
        "scikit-image": skimage.metrics.structural_similarity(a, b, channel_axis=2),
        "scikit-image, Gaussian": skimage.metrics.structural_similarity(a, b, channel_axis=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False),
        "sewar": sewar.ssim(a, b)[0],
        "torchmetrics": structural_similarity_index_measure(tensor(a), tensor(b), data_range=1.0).item(),
        "pytorch-msssim": pytorch_msssim.ssim(tensor(a), tensor(b), data_range=1.0).item(),
        "piq": piq.ssim(tensor(a), tensor(b)).item(),
        "piq, downsample=False": piq.ssim(tensor(a), tensor(b), downsample=False).item(),
    }
    print(f"{size} × {size}, 8 levels of noise:", ", ".join(f"{name} {value:.2f}" for name, value in results.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
383 × 383, 8 levels of noise: scikit-image 0.81, scikit-image, Gaussian 0.76, sewar 0.89, torchmetrics 0.76, pytorch-msssim 0.76, piq 0.76, piq, downsample=False 0.76
384 × 384, 8 levels of noise: scikit-image 0.81, scikit-image, Gaussian 0.76, sewar 0.89, torchmetrics 0.76, pytorch-msssim 0.76, piq 0.97, piq, downsample=False 0.76
SEEN
echo 'as seen before'
