#!/usr/bin/env bash
# An AVIF whose crop box (clap) cuts a part out is shown whole, with what was cropped away, by Pillow, OpenCV, FFmpeg,
# imagecodecs and avifdec, and cropped by everything built on libheif: libvips, ImageMagick and heif-convert.
#
# The box crops without encoding anew, and is the only sign that the rest is not meant to be seen. libavif hands it to
# the caller, and these callers do not look at it, nor does Chromium 140, tried by hand. ExifTool gives the whole size.
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
debian libheif-examples 1.15.1
debian imagemagick 6.9.11.60
debian ffmpeg 5.1.
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
echo 'pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imagecodecs
import numpy
import PIL.Image
import pyvips

picture = PIL.Image.new("RGB", (96, 64), "green")
picture.paste("red", (0, 0, 96, 12))  # a name at the upper edge, to be cropped away
picture.save("a.png")
# width 60, height 32, both offsets of the centre 0
subprocess.run(["avifenc", "--clap", "60,1,32,1,0,1,0,1", "a.png", "a.avif"], check=True, capture_output=True)


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGB"))


for name, read in {
    "Pillow": lambda: numpy.asarray(PIL.Image.open("a.avif").convert("RGB")),
    "OpenCV": lambda: cv2.imread("a.avif")[..., ::-1],
    "imagecodecs": lambda: imagecodecs.imread("a.avif"),
    "avifdec": lambda: png("avifdec", "a.avif", "b.png"),
    "FFmpeg": lambda: png("ffmpeg", "-loglevel", "error", "-i", "a.avif", "b.png"),
    "pyvips": lambda: pyvips.Image.new_from_file("a.avif").numpy(),
    "ImageMagick": lambda: png("convert", "a.avif", "b.png"),
    "heif-convert": lambda: png("heif-convert", "a.avif", "b.png"),
}.items():
    samples = read().astype(int)
    red = ((samples[..., 0] > 150) & (samples[..., 1] < 100)).sum()
    print(f"{name}: {samples.shape[1]} × {samples.shape[0]}, {red} pixels of what was cropped away")
print("ExifTool:", subprocess.run(["exiftool", "-s3", "-ImageSize", "a.avif"], check=True, capture_output=True, text=True).stdout.strip())
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow: 96 × 64, 1152 pixels of what was cropped away
OpenCV: 96 × 64, 1152 pixels of what was cropped away
imagecodecs: 96 × 64, 1152 pixels of what was cropped away
avifdec: 96 × 64, 1152 pixels of what was cropped away
FFmpeg: 96 × 64, 1152 pixels of what was cropped away
pyvips: 60 × 32, 0 pixels of what was cropped away
ImageMagick: 60 × 32, 0 pixels of what was cropped away
heif-convert: 60 × 32, 0 pixels of what was cropped away
ExifTool: 96x64
SEEN
echo 'as seen before'
