#!/usr/bin/env bash
# pillow-jxl-plugin writes the JPEG that was opened, not the picture in memory: what was drawn on it, pasted into it or
# made smaller by thumbnail() is not in the JPEG XL file.
#
# A picture that came from a JPEG file is packed from that file by default, and changes in place do not take away its
# format. resize(), copy() and rotate() return new pictures and are safe; so is lossless_jpeg=False. The warning that
# comes with it speaks of lossless reconstruction only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow-jxl-plugin==1.3.8 pillow==13.0.0
echo 'pillow-jxl-plugin==1.3.8 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import warnings

import PIL.Image
import pillow_jxl  # noqa: F401
from PIL import ImageDraw

warnings.simplefilter("ignore")
PIL.Image.new("RGB", (512, 512), "white").save("a.jpg")


def draw(picture):
    ImageDraw.Draw(picture).rectangle((0, 0, 511, 511), fill="black")
    return picture


def paste(picture):
    picture.paste("black", (0, 0, 512, 512))
    return picture


def thumbnail(picture):
    picture.thumbnail((128, 128))
    return picture


def shown(file):
    picture = PIL.Image.open(file).convert("RGB")
    return f"{picture.width} pixels wide, {'white' if min(picture.getpixel((50, 50))) > 200 else 'black'}"


for name, change in (("drawn black", draw), ("pasted black", paste), ("thumbnail of 128", thumbnail), ("copied, drawn black", lambda p: draw(p.copy()))):
    for suffix, options in (("webp", {}), ("jxl", {}), ("jxl", {"lossless_jpeg": False})):
        change(PIL.Image.open("a.jpg")).save(f"out.{suffix}", **options)
        print(f"{name}, {suffix}{' with lossless_jpeg=False' if options else ''}: {shown(f'out.{suffix}')}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
drawn black, webp: 512 pixels wide, black
drawn black, jxl: 512 pixels wide, white
drawn black, jxl with lossless_jpeg=False: 512 pixels wide, black
pasted black, webp: 512 pixels wide, black
pasted black, jxl: 512 pixels wide, white
pasted black, jxl with lossless_jpeg=False: 512 pixels wide, black
thumbnail of 128, webp: 128 pixels wide, white
thumbnail of 128, jxl: 512 pixels wide, white
thumbnail of 128, jxl with lossless_jpeg=False: 128 pixels wide, white
copied, drawn black, webp: 512 pixels wide, black
copied, drawn black, jxl: 512 pixels wide, black
copied, drawn black, jxl with lossless_jpeg=False: 512 pixels wide, black
SEEN
echo 'as seen before'
