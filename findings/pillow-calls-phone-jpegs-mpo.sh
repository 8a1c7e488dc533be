#!/usr/bin/env bash
# Pillow calls a JPEG with an MPF index MPO, even if it is opened with formats=["JPEG"], and saving it in its own format
# keeps one picture.
#
# Code that accepts a file by format == "JPEG" refuses what phones write, and a copy by save(format=picture.format) is a
# plain JPEG without gain map.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image

gradient = PIL.Image.linear_gradient("L").convert("RGB")
gradient.save("phone.jpg", format="MPO", save_all=True, append_images=[gradient.resize((64, 64))])
picture = PIL.Image.open("phone.jpg", formats=["JPEG"])
print("first bytes:", open("phone.jpg", "rb").read(3).hex(), "format:", picture.format, "pictures:", picture.n_frames)
picture.save("copy.jpg", format=picture.format)
copy = PIL.Image.open("copy.jpg")
print("copy:", copy.format, "pictures:", getattr(copy, "n_frames", 1))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
first bytes: ffd8ff format: MPO pictures: 2
copy: JPEG pictures: 1
SEEN
echo 'as seen before'
