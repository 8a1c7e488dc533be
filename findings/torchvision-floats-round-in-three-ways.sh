#!/usr/bin/env bash
# torchvision turns floats into 8-bit samples in three ways: to_pil_image cuts off the fraction, convert_image_dtype and
# v2.ToDtype spread 256 levels evenly, and only save_image rounds. Past white the first two turn black.
#
# 100.9 of 255 is saved as 100 by one and as 101 by the other, 1.005 as 0. A perturbation of at most 8 levels, computed
# in floats as attacks do, is one of 9 levels in the file that to_pil_image or Matplotlib's imsave writes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 matplotlib==3.11.2 numpy==2.4.6 pillow==13.0.0
venv/bin/pip install -q --disable-pip-version-check --no-deps torchvision==0.28.0
echo 'torch==2.13.0 torchvision==0.28.0 matplotlib==3.11.2 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import warnings

import matplotlib.image
import numpy
import PIL.Image
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; conversions need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import torchvision.utils
from torchvision.transforms import functional
from torchvision.transforms import v2


def saved(write):
    data = io.BytesIO()
    write(data)
    return numpy.asarray(PIL.Image.open(data).convert("RGB"))[0, :, 0]


ways = {
    "to_pil_image": lambda x: numpy.asarray(functional.to_pil_image(x))[0, :, 0],
    "convert_image_dtype": lambda x: functional.convert_image_dtype(x, torch.uint8)[0, 0].numpy(),
    "v2.ToDtype": lambda x: v2.ToDtype(torch.uint8, scale=True)(x)[0, 0].numpy(),
    "save_image": lambda x: saved(lambda data: torchvision.utils.save_image(x, data, format="png")),
    "matplotlib.imsave": lambda x: saved(lambda data: matplotlib.image.imsave(data, x.permute(1, 2, 0).numpy().clip(0, 1), format="png")),
}
levels = torch.arange(256) / 255
for name, way in ways.items():
    between = way((torch.tensor([100.1, 100.5, 100.9]) / 255).expand(3, 1, 3))
    outside = "clipped before" if name.startswith("matplotlib") else way(torch.tensor([1.005, -0.005]).expand(3, 1, 2)).tolist()
    budget = way((levels - 8 / 255).clamp(0, 1).expand(3, 1, 256)).astype(int)[8:] - numpy.arange(8, 256)
    print(f"{name}: 100.1, 100.5, 100.9 -> {between.tolist()}; 1.005, −0.005 of 1 -> {outside}; of 248 levels less 8/255, {(budget == -9).sum()} are 9 lower")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
to_pil_image: 100.1, 100.5, 100.9 -> [100, 100, 100]; 1.005, −0.005 of 1 -> [0, 255]; of 248 levels less 8/255, 15 are 9 lower
convert_image_dtype: 100.1, 100.5, 100.9 -> [100, 100, 101]; 1.005, −0.005 of 1 -> [1, 255]; of 248 levels less 8/255, 0 are 9 lower
v2.ToDtype: 100.1, 100.5, 100.9 -> [100, 100, 101]; 1.005, −0.005 of 1 -> [1, 255]; of 248 levels less 8/255, 0 are 9 lower
save_image: 100.1, 100.5, 100.9 -> [100, 101, 101]; 1.005, −0.005 of 1 -> [255, 0]; of 248 levels less 8/255, 0 are 9 lower
matplotlib.imsave: 100.1, 100.5, 100.9 -> [100, 100, 100]; 1.005, −0.005 of 1 -> clipped before; of 248 levels less 8/255, 15 are 9 lower
SEEN
echo 'as seen before'
