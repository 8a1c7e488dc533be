#!/usr/bin/env bash
# Grey is three different pictures: Pillow, OpenCV, GraphicsMagick and FFmpeg weigh red, green and blue as Rec. 601,
# scikit-image and ImageMagick 6 as Rec. 709, and libvips adds light, not values, so that pure blue is 29, 18 or 89.
#
# Metrics that are computed on grey, such as structural similarity, compare different pictures although the file and the
# formula are the same.
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
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import PIL.Image
import skimage.color
import skimage.io


def run(*command):
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("out.png").convert("RGB").getpixel((0, 0))[0]


for name, colour in (("red", (255, 0, 0)), ("green", (0, 255, 0)), ("blue", (0, 0, 255))):
    PIL.Image.new("RGB", (16, 16), colour).save("a.png")
    grey = {
        "Pillow": PIL.Image.open("a.png").convert("L").getpixel((0, 0)),
        "OpenCV": cv2.imread("a.png", cv2.IMREAD_GRAYSCALE)[0, 0],
        "GraphicsMagick": run("gm", "convert", "a.png", "-colorspace", "Gray", "out.png"),
        "FFmpeg": run("ffmpeg", "-v", "error", "-y", "-i", "a.png", "-pix_fmt", "gray", "out.png"),
        "scikit-image": round(skimage.color.rgb2gray(skimage.io.imread("a.png"))[0, 0] * 255),
        "ImageMagick": run("convert-im6.q16", "a.png", "-colorspace", "Gray", "out.png"),
        "libvips": run("vips", "colourspace", "a.png", "out.png", "b-w"),
    }
    print(f"{name}:", ", ".join(f"{program} {value}" for program, value in grey.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
red: Pillow 76, OpenCV 76, GraphicsMagick 76, FFmpeg 76, scikit-image 54, ImageMagick 54, libvips 124
green: Pillow 150, OpenCV 149, GraphicsMagick 149, FFmpeg 150, scikit-image 182, ImageMagick 182, libvips 218
blue: Pillow 29, OpenCV 29, GraphicsMagick 29, FFmpeg 29, scikit-image 18, ImageMagick 18, libvips 89
SEEN
echo 'as seen before'
