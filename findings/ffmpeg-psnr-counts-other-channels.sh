#!/usr/bin/env bash
# FFmpeg's psnr filter averages over every plane that is there: an opaque alpha channel makes two pictures 1.25 dB more
# alike, and two JPEGs are compared in YCbCr, here 5 dB above RGB.
#
# GraphicsMagick's total counts alpha as well; ImageMagick's does not, nor does FFmpeg's own ssim filter. OpenCV and
# scikit-image compare the samples that they are given.
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
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import re
import subprocess

import cv2
import numpy
import PIL.Image

random = numpy.random.default_rng(1)
PIL.Image.fromarray(random.integers(0, 256, (32, 32, 3), dtype=numpy.uint8)).resize((512, 512)).save("a.png")
for name, quality in (("fine", 95), ("coarse", 40)):
    PIL.Image.open("a.png").save(f"{name}.jpg", quality=quality)
    opened = PIL.Image.open(f"{name}.jpg")
    opened.save(f"{name}.png")
    opened.convert("RGBA").save(f"{name}-alpha.png")


def found(pattern, *command):
    done = subprocess.run(command, capture_output=True, text=True)
    return float(re.search(pattern, done.stdout + done.stderr).group(1))


def ffmpeg(metric, pattern, a, b):
    return found(pattern, "ffmpeg", "-hide_banner", "-i", a, "-i", b, "-lavfi", metric, "-f", "null", "-")


for kind in ("{}.png", "{}-alpha.png", "{}.jpg"):
    a, b = kind.format("fine"), kind.format("coarse")
    print(f"{a}: OpenCV {cv2.PSNR(cv2.imread(a), cv2.imread(b)):.1f} dB, "
          f"ImageMagick {found('([0-9.]+)', 'compare-im6.q16', '-metric', 'PSNR', a, b, 'null:'):.1f}, "
          f"GraphicsMagick {found('Total: ([0-9.]+)', 'gm', 'compare', '-metric', 'PSNR', a, b):.1f}, "
          f"FFmpeg {ffmpeg('psnr', 'average:([0-9.]+)', a, b):.1f}, FFmpeg's ssim {ffmpeg('ssim', 'All:([0-9.]+)', a, b):.3f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
fine.png: OpenCV 34.0 dB, ImageMagick 34.0, GraphicsMagick 34.0, FFmpeg 34.0, FFmpeg's ssim 0.955
fine-alpha.png: OpenCV 34.0 dB, ImageMagick 34.0, GraphicsMagick 35.3, FFmpeg 35.3, FFmpeg's ssim 0.955
fine.jpg: OpenCV 34.0 dB, ImageMagick 34.0, GraphicsMagick 34.0, FFmpeg 39.0, FFmpeg's ssim 0.984
SEEN
echo 'as seen before'
