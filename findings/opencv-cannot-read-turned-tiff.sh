#!/usr/bin/env bash
# OpenCV cannot read a TIFF whose orientation tag turns it by a quarter, neither version 5 nor 4.14: imread reports an
# internal error and returns None, even with IMREAD_IGNORE_ORIENTATION.
#
# A scanner or raw developer writes such a tag for every portrait. Tags that only mirror or turn by half are read, and a
# JPEG with the same tag as well; a picture of equal sides hides it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess
import sys

import PIL.Image

READ = """
import cv2
print("OpenCV", cv2.__version__)
flags = {"colour": cv2.IMREAD_COLOR, "unchanged": cv2.IMREAD_UNCHANGED, "orientation ignored": cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION}
for file in ("1.tif", "3.tif", "4.tif", "5.tif", "6.tif", "8.tif", "square-6.tif", "6.jpg"):
    read = {name: cv2.imread(file, flag) for name, flag in flags.items()}
    print(file + ":", ", ".join(f"{name} {'None' if samples is None else ' × '.join(map(str, samples.shape[1::-1]))}" for name, samples in read.items()))
"""
for orientation in (1, 3, 4, 5, 6, 8):
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    PIL.Image.new("RGB", (60, 40), "red").save(f"{orientation}.tif", exif=exif)
    if orientation == 6:
        PIL.Image.new("RGB", (40, 40), "red").save("square-6.tif", exif=exif)
        PIL.Image.new("RGB", (60, 40), "red").save("6.jpg", exif=exif)
for version in ("4.14.0.94", "5.0.0.93"):
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"opencv-python-headless=={version}"], check=True)
    print(subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout, end="")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
OpenCV 4.14.0
1.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
3.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
4.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
5.tif: colour None, unchanged None, orientation ignored None
6.tif: colour None, unchanged None, orientation ignored None
8.tif: colour None, unchanged None, orientation ignored None
square-6.tif: colour 40 × 40, unchanged 40 × 40, orientation ignored 40 × 40
6.jpg: colour 40 × 60, unchanged 60 × 40, orientation ignored 60 × 40
OpenCV 5.0.0
1.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
3.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
4.tif: colour 60 × 40, unchanged 60 × 40, orientation ignored 60 × 40
5.tif: colour None, unchanged None, orientation ignored None
6.tif: colour None, unchanged None, orientation ignored None
8.tif: colour None, unchanged None, orientation ignored None
square-6.tif: colour 40 × 40, unchanged 40 × 40, orientation ignored 40 × 40
6.jpg: colour 40 × 60, unchanged 60 × 40, orientation ignored 60 × 40
SEEN
echo 'as seen before'
