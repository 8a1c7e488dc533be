#!/usr/bin/env bash
# OpenCV with IMREAD_UNCHANGED or IMREAD_ANYDEPTH, and imagecodecs, return a 10-bit AVIF as 16-bit samples of 0 to 1023:
# written to a PNG the picture is black. libvips, PyAV and FFmpeg return 0 to 65472.
#
# Nothing in the array says that white is 1023, or 4095 for 12 bits. Read without a flag the picture has 8 bits and is
# right. Phones and cameras write 10 bits.
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
debian libavif-bin 0.11.1
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7 av==18.1.0 numpy==2.4.6
echo 'pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7 av==18.1.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import av
import cv2
import imagecodecs
import numpy
import PIL.Image
import pyvips

ramp = numpy.zeros((64, 64, 3), numpy.uint16)
ramp[...] = numpy.linspace(0, 65535, 64)[None, :, None]
cv2.imwrite("a.png", ramp)


def ffmpeg(file):
    subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", file, "b.png"], check=True)
    return cv2.imread("b.png", cv2.IMREAD_UNCHANGED)


for bits in (8, 10, 12):
    file = f"{bits}.avif"
    subprocess.run(["avifenc", "-d", str(bits), "-y", "444", "--min", "0", "--max", "0", "a.png", file], check=True, capture_output=True)
    for name, samples in {
        "OpenCV": cv2.imread(file),
        "OpenCV, IMREAD_UNCHANGED": cv2.imread(file, cv2.IMREAD_UNCHANGED),
        "OpenCV, IMREAD_ANYDEPTH": cv2.imread(file, cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR),
        "imagecodecs": imagecodecs.imread(file),
        "libvips": pyvips.Image.new_from_file(file).numpy(),
        "PyAV, rgb48le": next(av.open(file).decode(video=0)).to_ndarray(format="rgb48le"),
        "FFmpeg to PNG": ffmpeg(file),
        "Pillow": numpy.asarray(PIL.Image.open(file)),
    }.items():
        cv2.imwrite("c.png", samples)
        shown = numpy.asarray(PIL.Image.open("c.png"))
        print(f"{bits} bits, {name}: {samples.dtype}, white is {samples[32].max()}; as PNG a viewer shows white as {shown[32].max()}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
8 bits, OpenCV: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, OpenCV, IMREAD_UNCHANGED: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, OpenCV, IMREAD_ANYDEPTH: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, imagecodecs: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, libvips: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, PyAV, rgb48le: uint16, white is 65280; as PNG a viewer shows white as 255
8 bits, FFmpeg to PNG: uint8, white is 255; as PNG a viewer shows white as 255
8 bits, Pillow: uint8, white is 255; as PNG a viewer shows white as 255
10 bits, OpenCV: uint8, white is 255; as PNG a viewer shows white as 255
10 bits, OpenCV, IMREAD_UNCHANGED: uint16, white is 1023; as PNG a viewer shows white as 3
10 bits, OpenCV, IMREAD_ANYDEPTH: uint16, white is 1023; as PNG a viewer shows white as 3
10 bits, imagecodecs: uint16, white is 1023; as PNG a viewer shows white as 3
10 bits, libvips: uint16, white is 65472; as PNG a viewer shows white as 255
10 bits, PyAV, rgb48le: uint16, white is 65472; as PNG a viewer shows white as 255
10 bits, FFmpeg to PNG: uint16, white is 65472; as PNG a viewer shows white as 255
10 bits, Pillow: uint8, white is 255; as PNG a viewer shows white as 255
12 bits, OpenCV: uint8, white is 255; as PNG a viewer shows white as 255
12 bits, OpenCV, IMREAD_UNCHANGED: uint16, white is 4095; as PNG a viewer shows white as 15
12 bits, OpenCV, IMREAD_ANYDEPTH: uint16, white is 4095; as PNG a viewer shows white as 15
12 bits, imagecodecs: uint16, white is 4095; as PNG a viewer shows white as 15
12 bits, libvips: uint16, white is 65520; as PNG a viewer shows white as 255
12 bits, PyAV, rgb48le: uint16, white is 65520; as PNG a viewer shows white as 255
12 bits, FFmpeg to PNG: uint16, white is 65520; as PNG a viewer shows white as 255
12 bits, Pillow: uint8, white is 255; as PNG a viewer shows white as 255
SEEN
echo 'as seen before'
