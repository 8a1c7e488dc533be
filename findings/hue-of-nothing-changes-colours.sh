#!/usr/bin/env bash
# torchvision's adjust_hue by 0 changes four fifths of all colours of a Pillow picture, by up to 7 levels; the same call
# on a tensor of floats changes none, and a shift of 0.2 differs between the two by up to 12 levels.
#
# Pillow turns hue into one byte, and so does ColorJitter(hue=...) for each picture that it gets as a Pillow image. A
# round trip through OpenCV's 8-bit HSV changes up to 6 levels, through its 8-bit Lab up to 23: an augmentation by
# nothing outweighs a perturbation.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93
venv/bin/pip install -q --disable-pip-version-check --no-deps torchvision==0.28.0
echo 'torch==2.13.0 numpy==2.4.6 pillow==13.0.0 opencv-python-headless==5.0.0.93 torchvision==0.28.0'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import cv2
import numpy
import PIL.Image
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; its colour functions need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import torchvision.transforms.v2.functional as functional

torch.set_num_threads(1)
samples = numpy.random.default_rng(1).integers(0, 256, (512, 512, 3)).astype(numpy.uint8)
picture, tensor = PIL.Image.fromarray(samples), torch.from_numpy(samples).permute(2, 0, 1)


def tell(name, got, wanted=samples):
    off = numpy.abs(numpy.asarray(got).astype(int) - wanted.astype(int))
    print(f"{name}: {100 * off.any(-1).mean():.0f} % of the colours differ, by at most {off.max()}")


def array(result):
    return (result * 255).round().permute(1, 2, 0).numpy()


tell("adjust_hue by 0, Pillow", functional.adjust_hue(picture, 0.0))
tell("adjust_hue by 0, tensor of floats", array(functional.adjust_hue(tensor.float() / 255, 0.0)))
tell("adjust_hue by 0.2, Pillow and tensor", functional.adjust_hue(picture, 0.2), array(functional.adjust_hue(tensor.float() / 255, 0.2)))
tell("Pillow, to HSV and back", picture.convert("HSV").convert("RGB"))
tell("OpenCV, to HSV and back", cv2.cvtColor(cv2.cvtColor(samples, cv2.COLOR_RGB2HSV), cv2.COLOR_HSV2RGB))
tell("OpenCV, to Lab and back", cv2.cvtColor(cv2.cvtColor(samples, cv2.COLOR_RGB2LAB), cv2.COLOR_LAB2RGB))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
adjust_hue by 0, Pillow: 82 % of the colours differ, by at most 7
adjust_hue by 0, tensor of floats: 0 % of the colours differ, by at most 0
adjust_hue by 0.2, Pillow and tensor: 87 % of the colours differ, by at most 12
Pillow, to HSV and back: 82 % of the colours differ, by at most 7
OpenCV, to HSV and back: 86 % of the colours differ, by at most 6
OpenCV, to Lab and back: 88 % of the colours differ, by at most 23
SEEN
echo 'as seen before'
