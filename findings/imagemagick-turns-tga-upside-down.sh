#!/usr/bin/env bash
# ImageMagick 6 makes an upside-down PNG, JPEG or WebP of an ordinary TGA, whose first row is the lowest one, as Pillow,
# imageio and GraphicsMagick write it; and the TGA that it writes is upside down for all others.
#
# It leaves the rows as they come and keeps the direction as an orientation, which only a TIFF takes along; -auto-orient
# turns the picture. A TGA whose first row is the highest one, as FFmpeg writes it, comes out right.
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
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 imageio==2.38.1 numpy==2.4.6
echo 'pillow==13.0.0 imageio==2.38.1 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import imageio.v3
import numpy
import PIL.Image

picture = PIL.Image.new("RGB", (32, 32), "red")
picture.paste("blue", (0, 16, 32, 32))
picture.save("a.png")


def run(*command):
    subprocess.run(["rm", "-f", command[-1]], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open(command[-1])


def upper(image):
    red, _, blue = image.convert("RGB").getpixel((16, 4))
    return "right" if red > 200 > blue + 100 else "upside down" if blue > 200 > red + 100 else "another picture"


writers = {
    "Pillow": lambda: picture.save("a.tga"),
    "imageio": lambda: imageio.v3.imwrite("a.tga", numpy.asarray(picture)),
    "GraphicsMagick": lambda: run("gm", "convert", "a.png", "a.tga"),
    "FFmpeg": lambda: run("ffmpeg", "-loglevel", "error", "-i", "a.png", "a.tga"),
    "ImageMagick": lambda: run("convert", "a.png", "a.tga"),
}
readers = {
    "Pillow": lambda: PIL.Image.open("a.tga"),
    "imageio": lambda: PIL.Image.fromarray(imageio.v3.imread("a.tga")),
    "GraphicsMagick": lambda: run("gm", "convert", "a.tga", "b.png"),
    "FFmpeg": lambda: run("ffmpeg", "-loglevel", "error", "-i", "a.tga", "b.png"),
    "ImageMagick to PNG": lambda: run("convert", "a.tga", "b.png"),
    "to JPEG": lambda: run("convert", "a.tga", "b.jpg"),
    "to WebP": lambda: run("convert", "a.tga", "b.webp"),
    "to PNG with -auto-orient": lambda: run("convert", "a.tga", "-auto-orient", "b.png"),
}
for writer, write in writers.items():
    write()
    first = "highest" if open("a.tga", "rb").read()[17] & 0x20 else "lowest"
    print(f"{writer}'s TGA says that its first row is the {first}:", ", ".join(f"{reader} {upper(read())}" for reader, read in readers.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow's TGA says that its first row is the lowest: Pillow right, imageio right, GraphicsMagick right, FFmpeg right, ImageMagick to PNG upside down, to JPEG upside down, to WebP upside down, to PNG with -auto-orient right
imageio's TGA says that its first row is the lowest: Pillow right, imageio right, GraphicsMagick right, FFmpeg right, ImageMagick to PNG upside down, to JPEG upside down, to WebP upside down, to PNG with -auto-orient right
GraphicsMagick's TGA says that its first row is the lowest: Pillow right, imageio right, GraphicsMagick right, FFmpeg right, ImageMagick to PNG upside down, to JPEG upside down, to WebP upside down, to PNG with -auto-orient right
FFmpeg's TGA says that its first row is the highest: Pillow right, imageio right, GraphicsMagick right, FFmpeg right, ImageMagick to PNG right, to JPEG right, to WebP right, to PNG with -auto-orient right
ImageMagick's TGA says that its first row is the lowest: Pillow upside down, imageio upside down, GraphicsMagick upside down, FFmpeg upside down, ImageMagick to PNG right, to JPEG right, to WebP right, to PNG with -auto-orient upside down
SEEN
echo 'as seen before'
