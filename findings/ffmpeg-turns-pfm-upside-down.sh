#!/usr/bin/env bash
# FFmpeg 5.1 reads and writes PFM, the simple format for floats, upside down: its first row is the lowest one, as in
# OpenCV, ImageMagick and imageio, and FFmpeg takes it for the highest. PyAV, with a later FFmpeg, reads it right.
#
# What it writes it reads back, so that a test with FFmpeg alone finds nothing. The number for the scale is read in two
# ways besides: OpenCV, imageio and FFmpeg divide by it, ImageMagick multiplies.
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
debian ffmpeg 5.1.
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6 imageio==2.38.1 pillow==13.0.0 av==18.1.0
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6 imageio==2.38.1 pillow==13.0.0 av==18.1.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import av
import cv2
import imageio.v3
import numpy

samples = numpy.full((16, 24, 3), 0.4, "<f4")
samples[8:] = 0.2  # the lower half is darker


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return as_floats(cv2.imread("b.png", cv2.IMREAD_UNCHANGED))


def as_floats(array):
    array = numpy.asarray(array).reshape(16, 24, -1)[..., 0]
    return array / {"uint8": 255, "uint16": 65535}.get(array.dtype.name, 1)


def shown(array):
    return f"{array[2, 4]:.2f} above {array[13, 4]:.2f}"


readers = {
    "OpenCV": lambda file: as_floats(cv2.imread(file, cv2.IMREAD_UNCHANGED)),
    "imageio": lambda file: as_floats(imageio.v3.imread(file)),
    "ImageMagick": lambda file: png("convert", file, "b.png"),
    "FFmpeg": lambda file: png("ffmpeg", "-loglevel", "error", "-i", file, "b.png"),
    "PyAV": lambda file: as_floats(next(av.open(file).decode(video=0)).to_ndarray(format="rgb24")),
}
for scale in (1, 2):
    open("a.pfm", "wb").write(f"PF\n24 16\n-{scale}.0\n".encode() + samples[::-1].tobytes())
    for name, read in readers.items():
        print(f"0.40 above 0.20, scale {scale}, read by {name}: {shown(read('a.pfm'))}")
cv2.imwrite("a.png", (samples * 255).round().astype(numpy.uint8))
subprocess.run(["ffmpeg", "-loglevel", "error", "-i", "a.png", "-pix_fmt", "gbrpf32le", "c.pfm"], check=True)
for name in ("OpenCV", "FFmpeg"):
    print(f"0.40 above 0.20, written by FFmpeg, read by {name}: {shown(readers[name]('c.pfm'))}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
0.40 above 0.20, scale 1, read by OpenCV: 0.40 above 0.20
0.40 above 0.20, scale 1, read by imageio: 0.40 above 0.20
0.40 above 0.20, scale 1, read by ImageMagick: 0.40 above 0.20
0.40 above 0.20, scale 1, read by FFmpeg: 0.20 above 0.40
0.40 above 0.20, scale 1, read by PyAV: 0.40 above 0.20
0.40 above 0.20, scale 2, read by OpenCV: 0.20 above 0.10
0.40 above 0.20, scale 2, read by imageio: 0.20 above 0.10
0.40 above 0.20, scale 2, read by ImageMagick: 0.80 above 0.40
0.40 above 0.20, scale 2, read by FFmpeg: 0.10 above 0.20
0.40 above 0.20, scale 2, read by PyAV: 0.20 above 0.10
0.40 above 0.20, written by FFmpeg, read by OpenCV: 0.20 above 0.40
0.40 above 0.20, written by FFmpeg, read by FFmpeg: 0.40 above 0.20
SEEN
echo 'as seen before'
