#!/usr/bin/env bash
# A JPEG 2000 file in sYCC, one of the colour spaces that its header can name, has four pictures: Pillow, imageio and
# ImageMagick show an orange of 200, 100, 50, libvips a purple, and OpenCV and FFmpeg oranges that are off by 14 levels.
#
# libvips takes the samples for RGB, OpenCV multiplies with other numbers than the standard's, and FFmpeg takes the
# range for that of video, so that light colours become white. None of them says so.
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
debian ffmpeg 5.1.
debian libopenjp2-7 2.5.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 imageio==2.38.1 imagecodecs==2026.3.6
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 imageio==2.38.1 imagecodecs==2026.3.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imagecodecs
import imageio.v3
import numpy
import PIL.Image

colours = ((200, 100, 50), (30, 160, 60), (250, 250, 250))
picture = PIL.Image.new("RGB", (96, 64))
for part, colour in enumerate(colours):
    picture.paste(colour, (32 * part, 0, 32 * part + 32, 64))
open("a.jp2", "wb").write(imagecodecs.jpeg2k_encode(numpy.asarray(picture.convert("YCbCr")), level=0, codecformat="JP2", colorspace="SYCC"))
header = open("a.jp2", "rb").read()
place = header.index(b"colr")
print("the header names colour space", int.from_bytes(header[place + 7 : place + 11], "big"), "which is sYCC; the picture has", "; ".join(" ".join(map(str, colour)) for colour in colours))


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGB"))


for name, read in {
    "Pillow": lambda: numpy.asarray(PIL.Image.open("a.jp2")),
    "imageio": lambda: imageio.v3.imread("a.jp2"),
    "ImageMagick": lambda: png("convert", "a.jp2", "b.png"),
    "libvips": lambda: png("vips", "copy", "a.jp2", "b.png"),
    "OpenCV": lambda: cv2.imread("a.jp2")[..., ::-1],
    "FFmpeg": lambda: png("ffmpeg", "-nostdin", "-loglevel", "error", "-i", "a.jp2", "b.png"),
}.items():
    samples = read()
    print(f"{name}:", "; ".join(" ".join(map(str, samples[32, 32 * part + 16].tolist())) for part in range(3)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the header names colour space 18 which is sYCC; the picture has 200 100 50; 30 160 60; 250 250 250
Pillow: 199 99 49; 29 159 57; 250 250 250
imageio: 199 99 49; 29 159 57; 250 250 250
ImageMagick: 200 99 50; 29 159 58; 250 249 250
libvips: 124 86 182; 109 99 71; 250 128 128
OpenCV: 186 109 39; 44 154 50; 250 250 250
FFmpeg: 212 98 41; 17 166 50; 255 255 255
SEEN
echo 'as seen before'
