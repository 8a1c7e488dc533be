#!/usr/bin/env bash
# OpenCV turns a picture by its EXIF orientation unless IMREAD_UNCHANGED is given, FFmpeg only if it is a JPEG, and
# Pillow, scikit-image, imageio and libvips do not.
#
# The same file is upright in one array and on its side in the other; OpenCV's flag that is meant for alpha and depth
# also changes the geometry. OpenCV also obeys the eXIf chunk of a PNG, which FFmpeg does not.
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
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 numpy==2.4.6
echo 'pillow==13.0.0 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image
import cv2
import imageio.v3
import skimage.io


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


exif = PIL.Image.Exif()
exif[0x0112] = 6
for file in ("a.jpg", "a.png"):
    PIL.Image.linear_gradient("L").convert("RGB").resize((128, 64)).save(file, exif=exif)
    run("vips", "copy", file, "vips.ppm")
    run("ffmpeg", "-v", "error", "-y", "-i", file, "ffmpeg.ppm")
    sizes = {
        "Pillow": PIL.Image.open(file).size[::-1], "scikit-image": skimage.io.imread(file).shape[:2], "imageio": imageio.v3.imread(file).shape[:2],
        "libvips": PIL.Image.open("vips.ppm").size[::-1], "FFmpeg": PIL.Image.open("ffmpeg.ppm").size[::-1],
        "OpenCV": cv2.imread(file).shape[:2], "OpenCV unchanged": cv2.imread(file, cv2.IMREAD_UNCHANGED).shape[:2],
    }
    print(f"{file}:", ", ".join(f"{name} {'upright' if size[0] == 128 else 'as stored'}" for name, size in sizes.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.jpg: Pillow as stored, scikit-image as stored, imageio as stored, libvips as stored, FFmpeg upright, OpenCV upright, OpenCV unchanged as stored
a.png: Pillow as stored, scikit-image as stored, imageio as stored, libvips as stored, FFmpeg as stored, OpenCV upright, OpenCV unchanged as stored
SEEN
echo 'as seen before'
