#!/usr/bin/env bash
# libvips shows a CMYK JPEG without a profile through a press profile of its own; Pillow, ImageMagick and FFmpeg
# multiply the inks.
#
# The same file is some twenty levels darker and duller in one thumbnailer than in the other, and neither says which
# profile it took.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


PIL.Image.new("CMYK", (32, 32), (40, 0, 0, 20)).save("a.jpg", quality=95)
run("vips", "colourspace", "a.jpg", "libvips.ppm", "srgb")
run("convert-im6.q16", "a.jpg", "-colorspace", "sRGB", "-depth", "8", "ImageMagick.ppm")
run("ffmpeg", "-v", "error", "-y", "-i", "a.jpg", "-pix_fmt", "rgb24", "FFmpeg.ppm")
PIL.Image.open("a.jpg").convert("RGB").save("Pillow.ppm")
for name in ("Pillow", "ImageMagick", "FFmpeg", "libvips"):
    print(name, PIL.Image.open(name + ".ppm").getpixel((16, 16)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow (198, 235, 235)
ImageMagick (198, 235, 235)
FFmpeg (198, 234, 234)
libvips (186, 214, 229)
SEEN
echo 'as seen before'
