#!/usr/bin/env bash
# CleanVision calls pictures exact duplicates whose colours, or whose width and height, differ: it hashes the bytes of the
# samples without the palette, the size and the mode.
#
# Two palette pictures with the same drawing in other colours are one for it, a wide and a tall red card as well. Files
# of a name that it does not list, .tif, .avif and .jfif, are not looked at and not counted.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check cleanvision==0.3.7 numpy==2.4.6
venv/bin/pip install -q --disable-pip-version-check --no-deps pillow==13.0.0
echo 'cleanvision==0.3.7 pillow==13.0.0 numpy==2.4.6'

HOME=$work venv/bin/python - 2>/dev/null <<'PYTHON' | tee seen
import contextlib
import io
import os

import cleanvision
import numpy
import PIL.Image

os.mkdir("pictures")
noise = numpy.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=numpy.uint8)
drawing = PIL.Image.fromarray(noise).quantize(256)
drawing.save("pictures/palette.png")
recoloured = drawing.copy()
recoloured.putpalette(drawing.getpalette()[::-1])
recoloured.save("pictures/palette in other colours.png")
PIL.Image.new("RGB", (40, 90), (200, 20, 20)).save("pictures/red and tall.png")
PIL.Image.new("RGB", (90, 40), (200, 20, 20)).save("pictures/red and wide.png")
grey = noise.reshape(64, 192)
PIL.Image.fromarray(noise).save("pictures/colour.png")
PIL.Image.fromarray(grey).save("pictures/grey.png")
for name, form in (("copy.jpeg", "JPEG"), ("copy.tif", "TIFF"), ("copy.avif", "AVIF"), ("copy.jfif", "JPEG")):
    PIL.Image.fromarray(noise).save(f"pictures/{name}", form)

with contextlib.redirect_stdout(io.StringIO()):
    lab = cleanvision.Imagelab(data_path="pictures")
    lab.find_issues({"exact_duplicates": {}}, n_jobs=1)
for group in sorted(sorted(os.path.basename(path) for path in group) for group in lab.info["exact_duplicates"]["sets"]):
    print("exact duplicates:", ", ".join(group))
looked = {os.path.basename(path) for path in lab.issues.index}
print("not looked at:", ", ".join(sorted(set(os.listdir("pictures")) - looked)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
exact duplicates: colour.png, grey.png
exact duplicates: palette in other colours.png, palette.png
exact duplicates: red and tall.png, red and wide.png
not looked at: copy.avif, copy.jfif, copy.tif
SEEN
echo 'as seen before'
