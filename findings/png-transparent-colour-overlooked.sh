#!/usr/bin/env bash
# Pillow overlooks the transparent colour (tRNS) of a PNG with 16 bits a sample, and OpenCV that of a grey PNG: what is
# erased there is an opaque colour for them.
#
# Pillow compares 8-bit samples with the 16-bit number of the colour, which it even puts into the info of the picture.
# libvips, ImageMagick and FFmpeg get all four kinds right. Captions, hashes and thumbnails show the ground that nobody
# should see.
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
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import struct
import subprocess
import zlib

import cv2
import PIL.Image
import pyvips


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write(file, depth, channels):
    unit = ">H" if depth == 16 else ">B"
    erased, kept = ([value * (257 if depth == 16 else 1) + (3 if depth == 16 else 0) for value in values[:channels]] for values in ((200, 80, 30), (60, 120, 180)))
    pack = b"".join
    row = b"\0" + pack(struct.pack(unit, value) for value in erased * 4 + kept * 4)
    head = struct.pack(">IIBBBBB", 8, 8, depth, 2 if channels == 3 else 0, 0, 0, 0)
    key = chunk(b"tRNS", pack(struct.pack(">H", value) for value in erased))
    pathlib.Path(file).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + key + chunk(b"IDAT", zlib.compress(row * 8)) + chunk(b"IEND", b""))


def by_program(*command):
    subprocess.run(command, check=True)
    return PIL.Image.open("out.png").convert("RGBA").getchannel("A")


def word(erased, kept):
    return {(True, False): "erased", (False, False): "opaque"}[(erased == 0, kept == 0)]


for depth, channels in ((8, 3), (8, 1), (16, 3), (16, 1)):
    write("in.png", depth, channels)
    alphas = {"Pillow": PIL.Image.open("in.png").convert("RGBA").getchannel("A")}
    alphas["ImageMagick"] = by_program("convert", "in.png", "-depth", "8", "PNG32:out.png")
    alphas["FFmpeg"] = by_program("ffmpeg", "-v", "error", "-y", "-i", "in.png", "-pix_fmt", "rgba", "out.png")
    words = {name: word(alpha.getpixel((1, 1)), alpha.getpixel((6, 1))) for name, alpha in alphas.items()}
    vips = pyvips.Image.new_from_file("in.png")
    words["libvips"] = word(vips(1, 1)[-1], vips(6, 1)[-1])
    samples = cv2.imread("in.png", cv2.IMREAD_UNCHANGED)
    words["OpenCV"] = word(samples[1, 1, 3], samples[1, 6, 3]) if samples.ndim == 3 and samples.shape[2] == 4 else "opaque"
    print(f"{depth} bits, {'colour' if channels == 3 else 'grey'}:", ", ".join(f"{name} {said}" for name, said in words.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
8 bits, colour: Pillow erased, ImageMagick erased, FFmpeg erased, libvips erased, OpenCV erased
8 bits, grey: Pillow erased, ImageMagick erased, FFmpeg erased, libvips erased, OpenCV opaque
16 bits, colour: Pillow opaque, ImageMagick erased, FFmpeg erased, libvips erased, OpenCV erased
16 bits, grey: Pillow opaque, ImageMagick erased, FFmpeg erased, libvips erased, OpenCV opaque
SEEN
echo 'as seen before'
