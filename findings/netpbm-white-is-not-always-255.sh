#!/usr/bin/env bash
# OpenCV and libvips do not look at the number that a PGM or PPM file gives for white: a file whose white is 100 comes
# out as a dark grey of 100 of 255, and one of 12 bits as black, where all other readers scale to full white.
#
# The format allows every white from 1 to 65535, and scanners, cameras and pamdepth write 1023, 4095 or 100. cv2.imread
# of a file whose white is 1000 makes 0 to 3 of it.
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
debian netpbm 11.01.00
debian webp 1.2.4

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0
echo 'opencv-python-headless==5.0.0.93 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image


def converted(*command, to="b.png"):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return cv2.imread(to, cv2.IMREAD_UNCHANGED)


def of_one(samples):
    samples = numpy.asarray(samples)
    white = 65535 if samples.dtype in (numpy.uint16, numpy.int32) else 255  # Pillow's mode I has the range of 16 bits
    row = samples.reshape(*samples.shape[:2], -1)[0, :, 0] / white
    return f"{samples.dtype}, " + " ".join(f"{value:.3f}" for value in row)


for white in (100, 1000, 4095):
    for magic, channels in ((b"P5", 1), (b"P6", 3)):
        row = numpy.array([0, white // 2, white], numpy.uint8 if white < 256 else ">u2")
        samples = numpy.broadcast_to(row[None, :, None], (2, 3, channels))
        open("a.pnm", "wb").write(magic + f"\n3 2\n{white}\n".encode() + samples.tobytes())
        readers = {
            "OpenCV": lambda: cv2.imread("a.pnm"),
            "OpenCV, unchanged": lambda: cv2.imread("a.pnm", cv2.IMREAD_UNCHANGED),
            "vips copy": lambda: converted("vips", "copy", "a.pnm", "b.png"),
            "Pillow": lambda: PIL.Image.open("a.pnm"),
            "ImageMagick": lambda: converted("convert", "a.pnm", "-define", "png:color-type=2", "b.png"),
            "GraphicsMagick": lambda: converted("gm", "convert", "a.pnm", "-type", "TrueColor", "b.png"),
            "FFmpeg": lambda: converted("ffmpeg", "-loglevel", "error", "-i", "a.pnm", "b.png"),
            "pnmtopng": lambda: converted("sh", "-c", "pnmtopng -force a.pnm > b.png"),
            "cwebp": lambda: converted("sh", "-c", "cwebp -quiet -lossless a.pnm -o b.webp && dwebp -quiet b.webp -o b.png"),
        }
        for name, read in readers.items():
            print(f"white is {white}, {channels} {'channels' if channels > 1 else 'channel'}: {name} {of_one(read())}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
white is 100, 1 channel: OpenCV uint8, 0.000 0.196 0.392
white is 100, 1 channel: OpenCV, unchanged uint8, 0.000 0.196 0.392
white is 100, 1 channel: vips copy uint8, 0.000 0.196 0.392
white is 100, 1 channel: Pillow uint8, 0.000 0.502 1.000
white is 100, 1 channel: ImageMagick uint8, 0.000 0.498 1.000
white is 100, 1 channel: GraphicsMagick uint8, 0.000 0.498 1.000
white is 100, 1 channel: FFmpeg uint8, 0.000 0.498 1.000
white is 100, 1 channel: pnmtopng uint8, 0.000 0.502 1.000
white is 100, 1 channel: cwebp uint8, 0.000 0.502 1.000
white is 100, 3 channels: OpenCV uint8, 0.000 0.196 0.392
white is 100, 3 channels: OpenCV, unchanged uint8, 0.000 0.196 0.392
white is 100, 3 channels: vips copy uint8, 0.000 0.196 0.392
white is 100, 3 channels: Pillow uint8, 0.000 0.502 1.000
white is 100, 3 channels: ImageMagick uint8, 0.000 0.498 1.000
white is 100, 3 channels: GraphicsMagick uint8, 0.000 0.498 1.000
white is 100, 3 channels: FFmpeg uint8, 0.000 0.498 1.000
white is 100, 3 channels: pnmtopng uint8, 0.000 0.502 1.000
white is 100, 3 channels: cwebp uint8, 0.000 0.502 1.000
white is 1000, 1 channel: OpenCV uint8, 0.000 0.004 0.012
white is 1000, 1 channel: OpenCV, unchanged uint16, 0.000 0.008 0.015
white is 1000, 1 channel: vips copy uint16, 0.000 0.008 0.015
white is 1000, 1 channel: Pillow int32, 0.000 0.500 1.000
white is 1000, 1 channel: ImageMagick uint16, 0.000 0.500 1.000
white is 1000, 1 channel: GraphicsMagick uint16, 0.000 0.500 1.000
white is 1000, 1 channel: FFmpeg uint16, 0.000 0.500 1.000
white is 1000, 1 channel: pnmtopng uint16, 0.000 0.500 1.000
white is 1000, 1 channel: cwebp uint8, 0.000 0.502 1.000
white is 1000, 3 channels: OpenCV uint8, 0.000 0.004 0.012
white is 1000, 3 channels: OpenCV, unchanged uint16, 0.000 0.008 0.015
white is 1000, 3 channels: vips copy uint16, 0.000 0.008 0.015
white is 1000, 3 channels: Pillow uint8, 0.000 0.502 1.000
white is 1000, 3 channels: ImageMagick uint16, 0.000 0.500 1.000
white is 1000, 3 channels: GraphicsMagick uint16, 0.000 0.500 1.000
white is 1000, 3 channels: FFmpeg uint16, 0.000 0.500 1.000
white is 1000, 3 channels: pnmtopng uint16, 0.000 0.500 1.000
white is 1000, 3 channels: cwebp uint8, 0.000 0.502 1.000
white is 4095, 1 channel: OpenCV uint8, 0.000 0.027 0.059
white is 4095, 1 channel: OpenCV, unchanged uint16, 0.000 0.031 0.062
white is 4095, 1 channel: vips copy uint16, 0.000 0.031 0.062
white is 4095, 1 channel: Pillow int32, 0.000 0.500 1.000
white is 4095, 1 channel: ImageMagick uint16, 0.000 0.500 1.000
white is 4095, 1 channel: GraphicsMagick uint16, 0.000 0.500 1.000
white is 4095, 1 channel: FFmpeg uint16, 0.000 0.500 1.000
white is 4095, 1 channel: pnmtopng uint16, 0.000 0.500 1.000
white is 4095, 1 channel: cwebp uint8, 0.000 0.498 1.000
white is 4095, 3 channels: OpenCV uint8, 0.000 0.027 0.059
white is 4095, 3 channels: OpenCV, unchanged uint16, 0.000 0.031 0.062
white is 4095, 3 channels: vips copy uint16, 0.000 0.031 0.062
white is 4095, 3 channels: Pillow uint8, 0.000 0.498 1.000
white is 4095, 3 channels: ImageMagick uint16, 0.000 0.500 1.000
white is 4095, 3 channels: GraphicsMagick uint16, 0.000 0.500 1.000
white is 4095, 3 channels: FFmpeg uint16, 0.000 0.500 1.000
white is 4095, 3 channels: pnmtopng uint16, 0.000 0.500 1.000
white is 4095, 3 channels: cwebp uint8, 0.000 0.498 1.000
SEEN
echo 'as seen before'
