#!/usr/bin/env bash
# kornia's adjust_contrast multiplies the samples: with half the contrast a picture gets half as bright, and white turns
# grey. Its adjust_brightness adds, so that brightness 0.5 is half of white more.
#
# In torchvision and Pillow the same names with the same numbers leave a grey picture as bright as it was, and multiply
# for brightness. RandomContrast and ColorJiggle of kornia do as adjust_contrast does; what they call ColorJitter keeps
# to torchvision.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 numpy==2.4.6 pillow==13.0.0
venv/bin/pip install -q --disable-pip-version-check --no-deps kornia==0.9.0 kornia_rs==0.2.0 torchvision==0.28.0 packaging==26.4
echo 'torch==2.13.0 numpy==2.4.6 pillow==13.0.0 kornia==0.9.0 kornia_rs==0.2.0 torchvision==0.28.0 packaging==26.4'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import numpy
import PIL.Image
import PIL.ImageEnhance
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; its colour functions need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import kornia
import torchvision.transforms.v2.functional

torch.set_num_threads(1)
samples = numpy.tile(numpy.linspace(100, 220, 64).round().astype(numpy.uint8)[:, None], (64, 1, 3))
picture = PIL.Image.fromarray(samples)
tensor = torch.from_numpy(samples).permute(2, 0, 1)[None].float() / 255
print(f"mean of the picture {samples.mean():.0f}, lightest sample {samples.max()}")
for what, factor in (("contrast", 0.5), ("contrast", 1.5), ("brightness", 0.5), ("brightness", 1.0)):
    enhance = {"contrast": PIL.ImageEnhance.Contrast, "brightness": PIL.ImageEnhance.Brightness}[what]
    results = {
        "kornia": getattr(kornia.enhance, f"adjust_{what}")(tensor, factor).numpy() * 255,
        "torchvision": getattr(torchvision.transforms.v2.functional, f"adjust_{what}")(tensor, factor).numpy() * 255,
        "Pillow": numpy.asarray(enhance(picture).enhance(factor)),
    }
    print(f"adjust_{what} {factor}:", ", ".join(f"{name} mean {result.mean():.0f}, lightest {result.max():.0f}" for name, result in results.items()))
for name in ("RandomContrast", "ColorJiggle", "ColorJitter"):
    augmentation = kornia.augmentation.RandomContrast((0.5, 0.5), p=1.0) if name == "RandomContrast" else getattr(kornia.augmentation, name)(contrast=(0.5, 0.5), p=1.0)
    print(f"{name} 0.5: mean {augmentation(tensor).mean().item() * 255:.0f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
mean of the picture 160, lightest sample 220
adjust_contrast 0.5: kornia mean 80, lightest 110, torchvision mean 160, lightest 190, Pillow mean 160, lightest 190
adjust_contrast 1.5: kornia mean 224, lightest 255, torchvision mean 160, lightest 250, Pillow mean 160, lightest 250
adjust_brightness 0.5: kornia mean 252, lightest 255, torchvision mean 80, lightest 110, Pillow mean 80, lightest 110
adjust_brightness 1.0: kornia mean 255, lightest 255, torchvision mean 160, lightest 220, Pillow mean 160, lightest 220
RandomContrast 0.5: mean 80
ColorJiggle 0.5: mean 80
ColorJitter 0.5: mean 160
SEEN
echo 'as seen before'
