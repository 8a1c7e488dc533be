#!/usr/bin/env bash
# rawpy develops the same exposure to another brightness by what else is in the picture: a grey of 3000 of 16383 becomes
# 107 if a light window stands beside it and 255, white, if none does. With no_auto_bright=True it is still 105 or 107.
#
# LibRaw stretches every picture until one percent is white, and scales by the highest sample that it finds
# (adjust_maximum_thr). Two frames of one series, or a crop, are not comparable before both are switched off; and grey
# follows BT.709, not sRGB.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check rawpy==0.28.0 tifffile==2026.3.3 numpy==2.4.6
echo 'rawpy==0.28.0 tifffile==2026.3.3 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import numpy
import rawpy
import tifffile


def write(path, window):
    samples = numpy.full((256, 256), 3000, numpy.uint16)
    samples[:, 200:] = window
    matrix = [32405, -15371, -4985, -9693, 18760, 416, 556, -2040, 10572]
    tags = [
        (50706, 1, 4, bytes([1, 4, 0, 0]), True), (33421, 3, 2, (2, 2), True), (33422, 1, 4, bytes([0, 1, 1, 2]), True), (50717, 3, 1, 16383, True), (50714, 3, 1, 0, True),
        (50721, 10, 9, [part for value in matrix for part in (value, 10000)], True), (50728, 5, 3, (1, 1, 1, 1, 1, 1), True), (50778, 3, 1, 21, True), (50708, 2, 0, "Example", True),
        (271, 2, 0, "Example", True), (272, 2, 0, "Example", True), (274, 3, 1, 1, True),
    ]
    tifffile.imwrite(path, samples, photometric=32803, extratags=tags, metadata=None)


settings = {"as it comes": {}, "no_auto_bright": {"no_auto_bright": True}, "no_auto_bright, adjust_maximum_thr=0": {"no_auto_bright": True, "adjust_maximum_thr": 0.0}}
for name, window in (("nothing else", 3000), ("a dark corner", 300), ("a window of 10000", 10000), ("a window of 16000", 16000)):
    write("in.dng", window)
    results = []
    for setting, options in settings.items():
        with rawpy.imread("in.dng") as raw:
            results.append(f"{setting} {raw.postprocess(use_camera_wb=True, **options)[100, 100, 1]}")
    print(f"grey of 3000 beside {name}:", ", ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
grey of 3000 beside nothing else: as it comes 255, no_auto_bright 105, no_auto_bright, adjust_maximum_thr=0 105
grey of 3000 beside a dark corner: as it comes 255, no_auto_bright 105, no_auto_bright, adjust_maximum_thr=0 105
grey of 3000 beside a window of 10000: as it comes 138, no_auto_bright 105, no_auto_bright, adjust_maximum_thr=0 105
grey of 3000 beside a window of 16000: as it comes 107, no_auto_bright 107, no_auto_bright, adjust_maximum_thr=0 105
SEEN
echo 'as seen before'
