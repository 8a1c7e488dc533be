#!/usr/bin/env bash
# OpenCV exchanges red and blue when it reads a PAM file in colour, and when it writes one: it takes the samples for its
# own order, blue first, where PAM has red first. One with alpha it reads right, and exchanged as IMREAD_UNCHANGED.
#
# What it writes it reads back, so that a test with OpenCV alone finds nothing; for ImageMagick and FFmpeg faces are
# blue. PPM files with the same samples are read and written right.
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
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy

orange = numpy.full((16, 24, 3), (200, 100, 50), numpy.uint8)  # red, green, blue


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return cv2.imread("b.png", cv2.IMREAD_UNCHANGED)


for kind, samples in {"RGB": orange, "RGB_ALPHA": numpy.dstack([orange, numpy.full((16, 24), 128, numpy.uint8)])}.items():
    open("a.pam", "wb").write(f"P7\nWIDTH 24\nHEIGHT 16\nDEPTH {samples.shape[2]}\nMAXVAL 255\nTUPLTYPE {kind}\nENDHDR\n".encode() + samples.tobytes())
    for name, read in {
        "OpenCV": lambda: cv2.imread("a.pam"),
        "OpenCV, IMREAD_UNCHANGED": lambda: cv2.imread("a.pam", cv2.IMREAD_UNCHANGED),
        "ImageMagick": lambda: png("convert", "a.pam", "b.png"),
        "GraphicsMagick": lambda: png("gm", "convert", "a.pam", "b.png"),
        "FFmpeg": lambda: png("ffmpeg", "-loglevel", "error", "-i", "a.pam", "b.png"),
    }.items():
        blue, green, red = read()[4, 4, :3].tolist()
        print(f"PAM, {kind}, of 200 100 50, read by {name}: {red} {green} {blue}")
for kind in ("ppm", "pam"):
    cv2.imwrite(f"c.{kind}", orange[..., ::-1])
    for name, read in {"OpenCV": lambda: cv2.imread(f"c.{kind}"), "ImageMagick": lambda: png("convert", f"c.{kind}", "b.png")}.items():
        blue, green, red = read()[4, 4, :3].tolist()
        print(f"{kind} of 200 100 50, written by OpenCV, read by {name}: {red} {green} {blue}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
PAM, RGB, of 200 100 50, read by OpenCV: 50 100 200
PAM, RGB, of 200 100 50, read by OpenCV, IMREAD_UNCHANGED: 50 100 200
PAM, RGB, of 200 100 50, read by ImageMagick: 200 100 50
PAM, RGB, of 200 100 50, read by GraphicsMagick: 200 100 50
PAM, RGB, of 200 100 50, read by FFmpeg: 200 100 50
PAM, RGB_ALPHA, of 200 100 50, read by OpenCV: 200 100 50
PAM, RGB_ALPHA, of 200 100 50, read by OpenCV, IMREAD_UNCHANGED: 50 100 200
PAM, RGB_ALPHA, of 200 100 50, read by ImageMagick: 200 100 50
PAM, RGB_ALPHA, of 200 100 50, read by GraphicsMagick: 200 100 50
PAM, RGB_ALPHA, of 200 100 50, read by FFmpeg: 200 100 50
ppm of 200 100 50, written by OpenCV, read by OpenCV: 200 100 50
ppm of 200 100 50, written by OpenCV, read by ImageMagick: 200 100 50
pam of 200 100 50, written by OpenCV, read by OpenCV: 200 100 50
pam of 200 100 50, written by OpenCV, read by ImageMagick: 50 100 200
SEEN
echo 'as seen before'
