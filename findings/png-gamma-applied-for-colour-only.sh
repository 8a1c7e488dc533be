#!/usr/bin/env bash
# ImageMagick 6 applies a PNG's gAMA when it writes a JPEG of a colour picture and ignores it for a grey one; Pillow,
# libvips and FFmpeg ignore it for both.
#
# The same linear PNG gives a light JPEG with one program and a dark one with the others, and a grey copy of a colour
# picture comes out darker than the colour picture.
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
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import struct
import subprocess
import zlib

import PIL.Image


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(extra=b"", size=64, channels=3):
    rows = b"".join(b"\0" + bytes((4 * x, 4 * y, 2 * x + 2 * y)[c] & 255 for x in range(size) for c in range(channels)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, {1: 0, 3: 2}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunks(data):
    place = 8
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        yield data[place + 4:place + 8].decode(), data[place + 8:place + 8 + size]
        place += 12 + size


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


for channels, kind in ((3, "colour"), (1, "grey")):
    file = kind + ".png"
    pathlib.Path(file).write_bytes(png(chunk(b"gAMA", struct.pack(">I", 100000)), channels=channels))
    run("convert-im6.q16", file, "-quality", "100", "-sampling-factor", "1x1", "im.jpg")
    run("vips", "copy", file, "vips.jpg[Q=100]")
    run("ffmpeg", "-v", "error", "-y", "-i", file, "-q:v", "1", "ffmpeg.jpg")
    PIL.Image.open(file).save("pillow.jpg", quality=100, subsampling=0)
    mean = lambda name: sum(PIL.Image.open(name).convert("L").tobytes()) / 4096  # noqa: E731
    source = mean(file)
    print(f"{kind}:", ", ".join(f"{name} {'as stored' if abs(mean(name + '.jpg') - source) < 2 else 'lighter'}" for name in ("im", "vips", "ffmpeg", "pillow")))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
colour: im lighter, vips as stored, ffmpeg as stored, pillow as stored
grey: im as stored, vips as stored, ffmpeg as stored, pillow as stored
SEEN
echo 'as seen before'
