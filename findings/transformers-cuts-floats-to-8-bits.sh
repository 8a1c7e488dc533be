#!/usr/bin/env bash
# Transformers' image processors cut floats to 8 bits before they resize: of a picture in floats everything after the whole
# level is gone, so that a perturbation of up to nine tenths of a level leaves no trace and a flat 200.9 becomes 200.
#
# It happens in the processors that work with Pillow, which are taken where torchvision is not installed, and in
# image_transforms.resize(); what comes back is float32 as before. do_rescale=False, the setting for pictures from 0 to 1,
# changes nothing, nor does a size that the picture has already. Without do_resize the floats stay as they are.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check transformers==5.24.0 pillow==13.0.0 numpy==2.4.6
echo 'transformers==5.24.0 pillow==13.0.0 numpy==2.4.6'

HOME=$work HF_HUB_OFFLINE=1 venv/bin/python - <<'PYTHON' | tee seen
import logging

import numpy
from transformers import CLIPImageProcessorPil, ViTImageProcessorPil
from transformers.image_transforms import resize

logging.disable()
random = numpy.random.default_rng(1)
picture = (random.integers(20, 236, (3, 64, 64)) / 255).astype(numpy.float32)
perturbation = (random.uniform(0.1, 0.9, (3, 64, 64)) / 255).astype(numpy.float32)
flat = numpy.full((3, 64, 64), 200.9 / 255, numpy.float32)


def processor(kind, **options):
    made = kind(do_rescale=False, do_normalize=False, **options)
    return lambda samples: numpy.asarray(made(samples, return_tensors="np", input_data_format="channels_first")["pixel_values"])[0]


size = {"height": 32, "width": 32}
ways = {
    "image_transforms.resize to 32 × 32": lambda samples: resize(samples, (32, 32), input_data_format="channels_first"),
    "ViT to 32 × 32": processor(ViTImageProcessorPil, size=size),
    "ViT to 64 × 64": processor(ViTImageProcessorPil, size={"height": 64, "width": 64}),
    "ViT, do_resize=False": processor(ViTImageProcessorPil, do_resize=False),
    "CLIP to 32 × 32": processor(CLIPImageProcessorPil, size={"shortest_edge": 32}, crop_size=size),
}
for name, way in ways.items():
    got, moved, level = way(picture), way(picture + perturbation), way(flat)[0, 16, 16] * 255
    print(f"{name}: {got.dtype}, a flat 200.9 becomes {level:.1f}, a perturbation of 0.1 to 0.9 levels moves samples by up to {numpy.abs(moved - got).max() * 255:.1f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
image_transforms.resize to 32 × 32: float32, a flat 200.9 becomes 200.0, a perturbation of 0.1 to 0.9 levels moves samples by up to 0.0
ViT to 32 × 32: float32, a flat 200.9 becomes 200.0, a perturbation of 0.1 to 0.9 levels moves samples by up to 0.0
ViT to 64 × 64: float32, a flat 200.9 becomes 200.0, a perturbation of 0.1 to 0.9 levels moves samples by up to 0.0
ViT, do_resize=False: float32, a flat 200.9 becomes 200.9, a perturbation of 0.1 to 0.9 levels moves samples by up to 0.9
CLIP to 32 × 32: float32, a flat 200.9 becomes 200.0, a perturbation of 0.1 to 0.9 levels moves samples by up to 0.0
SEEN
echo 'as seen before'
