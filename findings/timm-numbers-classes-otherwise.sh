#!/usr/bin/env bash
# timm numbers the folders of a data set in the order 1, 2, … 10, and torchvision and Hugging Face datasets in the
# order 1, 10, 2: from ten numbered folders on, most pictures get another label from the same folder.
#
# A model trained with one library and tested with another is wrong in most cases, and nothing says so. Names with
# leading zeros get the same labels everywhere; names such as s1 … s12 do not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 pillow==13.0.0 numpy==2.4.6 safetensors==0.8.0 datasets==5.2.0
venv/bin/pip install -q --disable-pip-version-check --no-deps timm==1.0.31 torchvision==0.28.0
echo 'torch==2.13.0 pillow==13.0.0 numpy==2.4.6 datasets==5.2.0 timm==1.0.31 torchvision==0.28.0'

HF_HOME=$work HF_HUB_OFFLINE=1 CUDA_VISIBLE_DEVICES='' venv/bin/python - <<'PYTHON' | tee seen
import os

import PIL.Image
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; folders need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
import datasets
import timm.data
import torchvision

datasets.disable_progress_bars()
for styles in ([str(number) for number in range(1, 13)], [f"s{number}" for number in range(1, 13)], [f"{number:02}" for number in range(1, 13)]):
    folder = f"folder-{styles[0]}"
    for style in styles:
        os.makedirs(f"{folder}/{style}")
        PIL.Image.new("RGB", (32, 32)).save(f"{folder}/{style}/lily.png")
    orders = {
        "timm": sorted(labels := timm.data.create_dataset("", folder).reader.class_to_idx, key=labels.get),
        "torchvision": torchvision.datasets.ImageFolder(folder).classes,
        "datasets": datasets.load_dataset("imagefolder", data_dir=folder, split="train").features["label"].names,
    }
    for name, order in orders.items():
        print(f"{name}: {' '.join(order)}; numbered as in timm: {sum(one == two for one, two in zip(order, orders['timm']))} of {len(order)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
timm: 1 2 3 4 5 6 7 8 9 10 11 12; numbered as in timm: 12 of 12
torchvision: 1 10 11 12 2 3 4 5 6 7 8 9; numbered as in timm: 1 of 12
datasets: 1 10 11 12 2 3 4 5 6 7 8 9; numbered as in timm: 1 of 12
timm: s1 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 s12; numbered as in timm: 12 of 12
torchvision: s1 s10 s11 s12 s2 s3 s4 s5 s6 s7 s8 s9; numbered as in timm: 1 of 12
datasets: s1 s10 s11 s12 s2 s3 s4 s5 s6 s7 s8 s9; numbered as in timm: 1 of 12
timm: 01 02 03 04 05 06 07 08 09 10 11 12; numbered as in timm: 12 of 12
torchvision: 01 02 03 04 05 06 07 08 09 10 11 12; numbered as in timm: 12 of 12
datasets: 01 02 03 04 05 06 07 08 09 10 11 12; numbered as in timm: 12 of 12
SEEN
echo 'as seen before'
