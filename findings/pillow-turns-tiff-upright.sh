#!/usr/bin/env bash
# Pillow turns a TIFF upright by its orientation tag when it is opened, without being asked, and drops the tag; a JPEG,
# PNG, WebP or AVIF with the same tag stays on its side until exif_transpose() is called.
#
# A loop that handles formats alike gets portraits from TIFF and landscapes from everything else, and tifffile, libvips
# and imageio's tifffile reader have the other width and height for the same file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 tifffile==2026.3.3 pyvips==3.2.0 pyvips-binary==8.18.7 imageio==2.38.1
echo 'pillow==13.0.0 numpy==2.4.6 tifffile==2026.3.3 pyvips==3.2.0 pyvips-binary==8.18.7 imageio==2.38.1'

venv/bin/python - <<'PYTHON' | tee seen
import imageio.v3
import numpy
import PIL.Image
import pyvips
import tifffile

exif = PIL.Image.Exif()
exif[0x0112] = 6
picture = PIL.Image.new("RGB", (60, 40), "red")
for kind in ("tif", "jpg", "png", "webp", "avif"):
    picture.save(f"in.{kind}", exif=exif)
    with PIL.Image.open(f"in.{kind}") as opened:
        print(f"{kind}: Pillow {opened.width} × {opened.height}, orientation {opened.getexif().get(0x0112)}, array {numpy.asarray(opened).shape}, thumbnail", end=" ")
        opened.thumbnail((30, 30))
        print(*opened.size)
read = pyvips.Image.new_from_file("in.tif")
print(f"the TIFF elsewhere: libvips {read.width} × {read.height}, orientation {read.get('orientation')}; tifffile {tifffile.imread('in.tif').shape}; imageio {imageio.v3.imread('in.tif').shape}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
tif: Pillow 40 × 60, orientation 6, array (60, 40, 3), thumbnail 20 30
jpg: Pillow 60 × 40, orientation 6, array (40, 60, 3), thumbnail 30 20
png: Pillow 60 × 40, orientation 6, array (40, 60, 3), thumbnail 30 20
webp: Pillow 60 × 40, orientation 6, array (40, 60, 3), thumbnail 30 20
avif: Pillow 60 × 40, orientation 6, array (40, 60, 3), thumbnail 30 20
the TIFF elsewhere: libvips 60 × 40, orientation 6; tifffile (40, 60, 3); imageio (40, 60, 3)
SEEN
echo 'as seen before'
