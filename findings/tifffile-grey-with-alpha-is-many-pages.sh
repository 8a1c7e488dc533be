#!/usr/bin/env bash
# tifffile writes an array of height × width × 2, grey with alpha, as one page a row: 256 pictures of 2 × 256 pixels for
# one of 256 × 256.
#
# With three or four samples the same call writes one picture. planarconfig="contig" has to be said for two.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tifffile==2026.3.3 numpy==2.4.6 pillow==13.0.0
echo 'tifffile==2026.3.3 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image
import numpy
import tifffile

for shape, options in (((256, 256), {}), ((256, 256, 3), {}), ((256, 256, 2), {}), ((256, 256, 2), {"planarconfig": "contig"})):
    tifffile.imwrite("a.tif", numpy.zeros(shape, numpy.uint8), **options)
    picture = PIL.Image.open("a.tif")
    print(shape, options, "->", getattr(picture, "n_frames", 1), "page(s) of", *picture.size, picture.mode)
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
(256, 256) {} -> 1 page(s) of 256 256 L
(256, 256, 3) {} -> 1 page(s) of 256 256 RGB
(256, 256, 2) {} -> 256 page(s) of 2 256 L
(256, 256, 2) {'planarconfig': 'contig'} -> 1 page(s) of 256 256 L
SEEN
echo 'as seen before'
