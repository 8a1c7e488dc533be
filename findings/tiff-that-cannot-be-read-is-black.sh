#!/usr/bin/env bash
# pyvips returns a black picture, and no error, of a TIFF whose compression the libvips of its wheel was built without:
# Zstandard, LZMA, JPEG 2000 and JPEG XL. OpenCV does so for the last two; for the others it returns None.
#
# Such a picture goes on into a data set or a thumbnail. tifffile writes and reads all four, and Pillow raises an error
# where it cannot. With fail_on="error" pyvips raises one too; its default only logs a warning.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - 2>log <<'PYTHON' | tee seen
import cv2
import numpy
import PIL.Image
import pyvips
import tifffile

samples = numpy.full((96, 128, 3), (200, 100, 50), numpy.uint8)


def to_png(file):
    pyvips.Image.new_from_file(file).write_to_file(f"{file}.png")
    return numpy.asarray(PIL.Image.open(f"{file}.png"))


for compression in ("deflate", "webp", "zstd", "lzma", "jpeg2000", "jpegxl"):
    file = f"{compression}.tif"
    tifffile.imwrite(file, samples, photometric="rgb", compression=compression)
    answers = []
    for name, read in {
        "pyvips": lambda: pyvips.Image.new_from_file(file).numpy(),
        "pyvips to PNG": lambda: to_png(file),
        "pyvips, fail_on='error'": lambda: pyvips.Image.new_from_file(file, fail_on="error").numpy(),
        "OpenCV": lambda: cv2.imread(file),
        "Pillow": lambda: numpy.asarray(PIL.Image.open(file)),
        "tifffile": lambda: tifffile.imread(file),
    }.items():
        try:
            seen = read()
        except (pyvips.error.Error, OSError):
            answers.append(f"{name} an error")
            continue
        answers.append(f"{name} {'None' if seen is None else 'black' if seen.max() == 0 else 'the picture' if abs(sorted(seen[4, 4].tolist())[2] - 200) < 6 else 'another picture'}")
    print(f"{compression}: {', '.join(answers)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
deflate: pyvips the picture, pyvips to PNG the picture, pyvips, fail_on='error' the picture, OpenCV the picture, Pillow the picture, tifffile the picture
webp: pyvips the picture, pyvips to PNG the picture, pyvips, fail_on='error' the picture, OpenCV None, Pillow an error, tifffile the picture
zstd: pyvips black, pyvips to PNG black, pyvips, fail_on='error' an error, OpenCV None, Pillow the picture, tifffile the picture
lzma: pyvips black, pyvips to PNG black, pyvips, fail_on='error' an error, OpenCV None, Pillow the picture, tifffile the picture
jpeg2000: pyvips black, pyvips to PNG black, pyvips, fail_on='error' an error, OpenCV black, Pillow an error, tifffile the picture
jpegxl: pyvips black, pyvips to PNG black, pyvips, fail_on='error' an error, OpenCV black, Pillow an error, tifffile the picture
SEEN
echo 'as seen before'
