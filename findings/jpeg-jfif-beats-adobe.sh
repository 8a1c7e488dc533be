#!/usr/bin/env bash
# A JPEG with both a JFIF header and Adobe's marker "no colour transform" is YCbCr for everything built on libjpeg and
# RGB for FFmpeg.
#
# JFIF only knows YCbCr; Adobe's marker says RGB. Each alone is read alike by all. A tool that adds a missing JFIF
# header to an RGB JPEG turns its colours for most viewers without touching a coefficient.
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
debian libjpeg-turbo-progs 2.1.5
debian ffmpeg 5.1.
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import PIL.Image
import numpy


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


y, x = numpy.mgrid[0:64, 0:64]
source = numpy.stack([4 * x, 4 * y, 2 * (x + y)], -1).clip(0, 255).astype(numpy.uint8)
PIL.Image.fromarray(source).save("a.ppm")
run("cjpeg", "-rgb", "-quality", "95", "-outfile", "rgb.jpg", "a.ppm")
data = bytearray(pathlib.Path("rgb.jpg").read_bytes())
frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
for k in range(3):  # component ids 1, 2, 3 instead of R, G, B, which decide by themselves
    data[frame + 10 + 3 * k] = data[scan + 5 + 2 * k] = k + 1
jfif = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
for name, file in (("Adobe alone", bytes(data)), ("JFIF and Adobe", bytes(data[:2]) + jfif + bytes(data[2:]))):
    pathlib.Path("a.jpg").write_bytes(file)
    run("djpeg", "-outfile", "djpeg.ppm", "a.jpg")
    run("ffmpeg", "-v", "error", "-y", "-i", "a.jpg", "-pix_fmt", "rgb24", "ffmpeg.ppm")
    run("vips", "copy", "a.jpg", "vips.ppm")
    PIL.Image.open("a.jpg").convert("RGB").save("pillow.ppm")
    shown = {n: numpy.abs(numpy.asarray(PIL.Image.open(n + ".ppm")).astype(int) - source).mean() < 4 for n in ("djpeg", "pillow", "vips", "ffmpeg")}
    print(f"{name}:", ", ".join(f"{n} {'RGB' if right else 'YCbCr'}" for n, right in shown.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Adobe alone: djpeg RGB, pillow RGB, vips RGB, ffmpeg RGB
JFIF and Adobe: djpeg YCbCr, pillow YCbCr, vips YCbCr, ffmpeg RGB
SEEN
echo 'as seen before'
