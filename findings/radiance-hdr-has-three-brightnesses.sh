#!/usr/bin/env bash
# A render in Radiance HDR becomes an 8-bit picture of three brightnesses: 18 percent grey is 46 in OpenCV, ImageMagick
# and OpenImageIO, 118 in vipsthumbnail, and 0, black as nearly everything, with vips copy.
#
# The samples are linear light. Three programs multiply them by 255 as if they were encoded for a display, with no curve;
# vipsthumbnail applies sRGB's; vips copy, as every pyvips pipeline without colourspace("srgb"), cuts off the fraction, so
# that 1.0, white, is 1. None of them says anything.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 openimageio==3.2.2.0 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 openimageio==3.2.2.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy

levels = (0.01, 0.18, 0.5, 1.0, 2.0)
cv2.imwrite("a.hdr", numpy.repeat(numpy.array(levels, numpy.float32), 10)[None, :, None].repeat(10, 0).repeat(3, 2))
programs = {
    "OpenCV": None,
    "ImageMagick": ("convert-im6.q16", "a.hdr", "a.png"),
    "OpenImageIO": ("venv/bin/oiiotool", "a.hdr", "-o", "a.png"),
    "vips copy": ("vips", "copy", "a.hdr", "a.png"),
    "vipsthumbnail": ("vipsthumbnail", "a.hdr", "-s", "50", "-o", "a.png"),
}
print("linear light", *levels)
for name, command in programs.items():
    said = ""
    if command:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        said = (done.stdout + done.stderr).strip()
    picture = cv2.imread("a.png" if command else "a.hdr", cv2.IMREAD_COLOR)
    print(f"{name}: {picture.dtype}", *(int(picture[5, 10 * n + 5, 0]) for n in range(len(levels))), f"; it says {said or 'nothing'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
linear light 0.01 0.18 0.5 1.0 2.0
OpenCV: uint8 3 46 128 255 255 ; it says nothing
ImageMagick: uint8 2 46 128 255 255 ; it says nothing
OpenImageIO: uint8 3 46 128 255 255 ; it says nothing
vips copy: uint8 0 0 0 1 2 ; it says nothing
vipsthumbnail: uint8 25 118 188 255 255 ; it says nothing
SEEN
echo 'as seen before'
