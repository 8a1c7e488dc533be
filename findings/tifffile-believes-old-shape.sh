#!/usr/bin/env bash
# tifffile cannot read the first picture of its own TIFF of several pages once ImageMagick has saved it alone: it wants
# the shape that it had written into the description, which ImageMagick, GraphicsMagick and libvips copy as they copy
# any caption.
#
# tifffile.imwrite puts {"shape": [...]} into ImageDescription. A crop is read with a warning, a page taken out of the
# file is an error: too few bytes. Pillow, OpenCV and libvips read both. metadata=None keeps the shape out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

debian() { # PACKAGE VERSION: the version that the observation is of, else the script says so and ends with 69
  local here
  here=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null) || here=none
  [[ $here == *"$2"* ]] || { echo "not tried: needs $1 $2 of Debian 12, here is $here" >&2; exit 69; }
  echo "$1 $here"
}
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tifffile==2026.3.3 numpy==2.4.6 pillow==13.0.0
echo 'tifffile==2026.3.3 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import logging
import subprocess

import numpy
import PIL.Image
import tifffile

logging.disable()
samples = numpy.random.default_rng(1).integers(0, 256, (4, 64, 64, 3)).astype(numpy.uint8)


def tell(name, file):
    with tifffile.TiffFile(file) as opened:
        description = opened.pages[0].description
    try:
        read = " × ".join(map(str, tifffile.imread(file).shape))
    except ValueError as error:
        read = str(error)
    width, height = PIL.Image.open(file).size
    print(f"{name}: description {description or 'none'}; tifffile: {read}; Pillow: {width} × {height}")


for described in (True, False):
    tifffile.imwrite("in.tif", samples, photometric="rgb", **({} if described else {"metadata": None}))
    tell("four pages" if described else "four pages, metadata=None", "in.tif")
    subprocess.run(["convert", "in.tif[0]", "out.tif"], check=True)
    tell("first page by ImageMagick", "out.tif")
    if described:
        subprocess.run(["gm", "convert", "in.tif[0]", "out.tif"], check=True)
        tell("first page by GraphicsMagick", "out.tif")
        subprocess.run(["vips", "copy", "in.tif", "out.tif"], check=True)
        tell("first page by libvips", "out.tif")
        subprocess.run(["convert", "in.tif[0]", "-crop", "40x30+0+0", "+repage", "out.tif"], check=True)
        tell("cropped by ImageMagick", "out.tif")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
four pages: description {"shape": [4, 64, 64, 3]}; tifffile: 4 × 64 × 64 × 3; Pillow: 64 × 64
first page by ImageMagick: description {"shape": [4, 64, 64, 3]}; tifffile: failed to read 49152 bytes, got 12634; Pillow: 64 × 64
first page by GraphicsMagick: description {"shape": [4, 64, 64, 3]}; tifffile: failed to read 49152 bytes, got 12584; Pillow: 64 × 64
first page by libvips: description {"shape": [4, 64, 64, 3]}; tifffile: failed to read 49152 bytes, got 12540; Pillow: 64 × 64
cropped by ImageMagick: description {"shape": [4, 64, 64, 3]}; tifffile: 30 × 40 × 3; Pillow: 40 × 30
four pages, metadata=None: description none; tifffile: 4 × 64 × 64 × 3; Pillow: 64 × 64
first page by ImageMagick: description none; tifffile: 64 × 64 × 3; Pillow: 64 × 64
SEEN
echo 'as seen before'
