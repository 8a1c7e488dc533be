#!/usr/bin/env bash
# Making a picture with transparency smaller mixes the colours of invisible pixels into the visible edge in OpenCV,
# FFmpeg, scikit-image and libvips' resize; Pillow, ImageMagick and vipsthumbnail weigh by alpha.
#
# A white shape on transparent magenta gets a magenta rim although no magenta was ever seen. Pillow's resize weighs by
# alpha, its blur filters do not.
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
import numpy
import PIL.Image
import skimage.transform
from PIL import ImageFilter

# White to the left, transparent to the right; the colour under the transparent part is magenta. The border is in the middle of a pixel of the half size.
picture = numpy.full((64, 64, 4), (255, 0, 255, 0), dtype=numpy.uint8)
picture[:, :33] = 255
PIL.Image.fromarray(picture).save("a.png")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("out.png").convert("RGBA")


pillow = PIL.Image.open("a.png")
results = {
    "Pillow resize": pillow.resize((32, 32), PIL.Image.Resampling.BOX),
    "Pillow reduce": pillow.reduce(2),
    "Pillow BoxBlur": pillow.filter(ImageFilter.BoxBlur(1)),
    "OpenCV resize": cv2.cvtColor(cv2.resize(cv2.imread("a.png", cv2.IMREAD_UNCHANGED), (32, 32), interpolation=cv2.INTER_AREA), cv2.COLOR_BGRA2RGBA),
    "scikit-image resize": (skimage.transform.resize(picture, (32, 32), anti_aliasing=True) * 255).round(),
    "ImageMagick -resize": run("convert-im6.q16", "a.png", "-filter", "box", "-resize", "50%", "out.png"),
    "GraphicsMagick -resize": run("gm", "convert", "a.png", "-filter", "box", "-resize", "50%", "out.png"),
    "vips resize": run("vips", "resize", "a.png", "out.png", "0.5", "--kernel", "linear"),
    "vipsthumbnail": run("vipsthumbnail", "a.png", "--size", "32", "-o", "out.png"),
    "FFmpeg scale": run("ffmpeg", "-v", "error", "-y", "-i", "a.png", "-vf", "scale=32:32:flags=area", "out.png"),
}
for name, result in results.items():
    row = numpy.asarray(result, dtype=int)[16]
    edge = row[(row[:, 3] > 40) & (row[:, 3] < 215)]
    print(f"{name}: {'a magenta rim' if edge[:, 1].min() < 250 else 'white to the edge'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow resize: white to the edge
Pillow reduce: white to the edge
Pillow BoxBlur: a magenta rim
OpenCV resize: a magenta rim
scikit-image resize: a magenta rim
ImageMagick -resize: white to the edge
GraphicsMagick -resize: white to the edge
vips resize: a magenta rim
vipsthumbnail: white to the edge
FFmpeg scale: a magenta rim
SEEN
echo 'as seen before'
