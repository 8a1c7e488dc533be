#!/usr/bin/env bash
# A 16-bit grey PNG turns white when Pillow converts it to L or RGB, and every 16-bit PNG when libvips saves it with
# bitdepth=8: values are cut off at 255, not scaled.
#
# The same programs scale where one does not ask: Pillow opens a 16-bit colour PNG as 8 bits by taking the high bytes,
# and libvips does so for JPEG and WebP. OpenCV scales both.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image

# A ramp over all 16-bit values: scaled to 8 bits its mean is 127.5, cut off it is 254.5.
ramp = numpy.arange(65536, dtype=numpy.uint16).reshape(256, 256)
cv2.imwrite("grey.png", ramp)
cv2.imwrite("colour.png", numpy.stack([ramp] * 3, -1))


def vips(*command):
    subprocess.run(["vips", *command], check=True)
    return cv2.imread(command[2].split("[")[0], cv2.IMREAD_UNCHANGED)


for name in ("grey", "colour"):
    file = f"{name}.png"
    opened = PIL.Image.open(file)
    print(f"{name}, opened by Pillow as {opened.mode}:", ", ".join(f"{way} {numpy.asarray(result).mean():.1f}" for way, result in (
        ('Pillow convert("L")', opened.convert("L")), ('Pillow convert("RGB")', opened.convert("RGB")), ("OpenCV", cv2.imread(file, cv2.IMREAD_GRAYSCALE)),
        ("libvips PNG of 8 bits", vips("copy", file, "out.png[bitdepth=8]")), ("libvips JPEG", vips("copy", file, "out.jpg")),
    )))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
grey, opened by Pillow as I;16: Pillow convert("L") 254.5, Pillow convert("RGB") 254.5, OpenCV 127.5, libvips PNG of 8 bits 254.5, libvips JPEG 127.5
colour, opened by Pillow as RGB: Pillow convert("L") 127.5, Pillow convert("RGB") 127.5, OpenCV 127.5, libvips PNG of 8 bits 254.5, libvips JPEG 127.5
SEEN
echo 'as seen before'
