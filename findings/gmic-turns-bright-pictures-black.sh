#!/usr/bin/env bash
# G'MIC writes a PNG of 16 bits as soon as one sample is above 255, without scaling it: the whole picture is black for
# every viewer. In a JPEG or BMP the same sample goes round to black, and what is below 0 turns bright in all three.
#
# Sharpening or brightening gets above white in almost every picture. Nothing is said, and the exit status is 0;
# -cut 0,255 before the output helps.
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
debian gmic 2.9.4

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image

y, x = numpy.mgrid[0:64, 0:64]
picture = numpy.stack([40 + x * 3, 40 + y * 3, 200 - x * 2], -1).astype(numpy.uint8)
picture[30:34, 30:34] = 250
PIL.Image.fromarray(picture).save("a.png")
print(f"the file: mean {picture.mean():.0f}, highest {picture.max()}")
for steps in (["-add", "5"], ["-add", "6"], ["-add", "6", "-cut", "0,255"], ["-unsharp", "1,1"], ["-sub", "60"]):
    for kind in ("png", "jpg", "bmp"):
        done = subprocess.run(["gmic", "-v", "-", "a.png", *steps, "-o", f"b.{kind}"], check=True, capture_output=True, text=True)
        stored = cv2.imread(f"b.{kind}", cv2.IMREAD_UNCHANGED)
        shown = numpy.asarray(PIL.Image.open(f"b.{kind}").convert("RGB"))
        print(f"{' '.join(steps)} to {kind}: {stored.dtype}, shown with a mean of {shown.mean():.0f}, 40 as {shown[0, 0, 0]}, 250 as {shown[32, 32, 0]}; it says {(done.stdout + done.stderr).strip() or 'nothing'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the file: mean 136, highest 250
-add 5 to png: uint8, shown with a mean of 141, 40 as 45, 250 as 255; it says nothing
-add 5 to jpg: uint8, shown with a mean of 141, 40 as 45, 250 as 255; it says nothing
-add 5 to bmp: uint8, shown with a mean of 141, 40 as 45, 250 as 255; it says nothing
-add 6 to png: uint16, shown with a mean of 0, 40 as 0, 250 as 1; it says nothing
-add 6 to jpg: uint8, shown with a mean of 141, 40 as 46, 250 as 0; it says nothing
-add 6 to bmp: uint8, shown with a mean of 141, 40 as 46, 250 as 0; it says nothing
-add 6 -cut 0,255 to png: uint8, shown with a mean of 142, 40 as 46, 250 as 255; it says nothing
-add 6 -cut 0,255 to jpg: uint8, shown with a mean of 142, 40 as 46, 250 as 255; it says nothing
-add 6 -cut 0,255 to bmp: uint8, shown with a mean of 142, 40 as 46, 250 as 255; it says nothing
-unsharp 1,1 to png: uint16, shown with a mean of 0, 40 as 0, 250 as 1; it says nothing
-unsharp 1,1 to jpg: uint8, shown with a mean of 135, 40 as 38, 250 as 15; it says nothing
-unsharp 1,1 to bmp: uint8, shown with a mean of 135, 40 as 38, 250 as 15; it says nothing
-sub 60 to png: uint8, shown with a mean of 94, 40 as 236, 250 as 190; it says nothing
-sub 60 to jpg: uint8, shown with a mean of 95, 40 as 238, 250 as 190; it says nothing
-sub 60 to bmp: uint8, shown with a mean of 94, 40 as 236, 250 as 190; it says nothing
SEEN
echo 'as seen before'
