#!/usr/bin/env bash
# img2dataset stores a 16-bit PNG as a white picture, and a phone's portrait on its side with nothing that says so;
# 8-bit PNGs and upright JPEGs come out right.
#
# It decodes with OpenCV as the file is (IMREAD_UNCHANGED, so without the orientation) and encodes JPEG, for which
# OpenCV cuts 16-bit values off at 255. No error is counted, and the sizes recorded are those of the turned picture.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check --no-deps img2dataset==1.47.0
venv/bin/pip install -q --disable-pip-version-check albumentations==1.4.24 opencv-python-headless==4.14.0.94 pillow==13.0.0 numpy==2.4.6
echo 'img2dataset==1.47.0 albumentations==1.4.24 opencv-python-headless==4.14.0.94 pillow==13.0.0 numpy==2.4.6'

NO_ALBUMENTATIONS_UPDATE=1 venv/bin/python - <<'PYTHON' | tee seen
import importlib.util
import io
import pathlib
import sys

import cv2
import numpy
import PIL.Image

# The package's other modules need much more, so that this one is loaded alone.
place = next(pathlib.Path(p) for p in sys.path if (pathlib.Path(p) / "img2dataset").is_dir()) / "img2dataset/resizer.py"
spec = importlib.util.spec_from_file_location("resizer", place)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)


def stored(data, mode="no"):
    result, width, height, _, _, error = module.Resizer(256, mode, False)(io.BytesIO(data))
    picture = PIL.Image.open(io.BytesIO(result))
    colour = picture.convert("RGB").getpixel((width // 2, height // 2))
    return f"{picture.format} of {width} × {height}, colour {colour}, orientation {picture.getexif().get(0x0112)}, error {error}"


colour = numpy.array((200, 120, 40))
for name, levels in (("8 bits", colour.astype(numpy.uint8)), ("16 bits", (colour * 257).astype(numpy.uint16))):
    for channels in (3, 4):
        alpha = [numpy.iinfo(levels.dtype).max] * (channels - 3)
        pixels = numpy.tile(numpy.array([*levels[::-1], *alpha], dtype=levels.dtype), (256, 256, 1))
        print(f"PNG of {name}, {channels} channels: {stored(cv2.imencode('.png', pixels)[1].tobytes())}")
exif = PIL.Image.Exif()
exif[0x0112] = 6
portrait = io.BytesIO()
PIL.Image.new("RGB", (512, 256), (200, 120, 40)).save(portrait, "JPEG", exif=exif, subsampling=0, quality=100)
for mode in ("no", "keep_ratio"):
    print(f"portrait of 256 × 512, {mode}: {stored(portrait.getvalue(), mode)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
PNG of 8 bits, 3 channels: JPEG of 256 × 256, colour (201, 120, 41), orientation None, error None
PNG of 8 bits, 4 channels: JPEG of 256 × 256, colour (201, 120, 41), orientation None, error None
PNG of 16 bits, 3 channels: JPEG of 256 × 256, colour (255, 255, 255), orientation None, error None
PNG of 16 bits, 4 channels: JPEG of 256 × 256, colour (255, 255, 255), orientation None, error None
portrait of 256 × 512, no: JPEG of 512 × 256, colour (201, 120, 41), orientation None, error None
portrait of 256 × 512, keep_ratio: JPEG of 512 × 256, colour (201, 120, 41), orientation None, error None
SEEN
echo 'as seen before'
