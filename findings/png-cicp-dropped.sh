#!/usr/bin/env bash
# Programs that leave a PNG's samples alone drop its cICP chunk, which says what the samples mean; ImageMagick puts
# sRGB's gAMA and cHRM there instead.
#
# A BT.2100 PQ picture is shown as if it were sRGB afterwards. Comparing the pixels of both files finds no difference.
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
debian optipng 0.7.7
debian pngcrush 1.8.13
debian zopfli 1.0.3
debian ffmpeg 5.1.
debian libvips-tools 8.14.1
debian imagemagick 6.9.11.60

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


pathlib.Path("in.png").write_bytes(png(chunk(b"cICP", bytes([9, 16, 0, 1]))))
before = PIL.Image.open("in.png").tobytes()
for name, command in (
    ("optipng", "optipng -quiet in.png -out optipng.png"), ("pngcrush", "pngcrush -q in.png pngcrush.png"), ("zopflipng", "zopflipng in.png zopflipng.png"),
    ("ffmpeg", "ffmpeg -v error -i in.png ffmpeg.png"), ("vips", "vips copy in.png vips.png"), ("ImageMagick", "convert-im6.q16 in.png im.png"), ("Pillow", None),
):
    if command:
        run(*command.split())
        file = command.split()[-1]
    else:
        file = "pillow.png"
        PIL.Image.open("in.png").save(file)
    same = PIL.Image.open(file).convert("RGB").tobytes() == before
    colour = [kind for kind, _ in chunks(pathlib.Path(file).read_bytes()) if kind in ("cICP", "gAMA", "cHRM", "sRGB", "iCCP")]
    print(f"{name}: {'same' if same else 'other'} samples, colour said by {', '.join(colour) or 'nothing'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
optipng: same samples, colour said by cICP
pngcrush: same samples, colour said by nothing
zopflipng: same samples, colour said by nothing
ffmpeg: same samples, colour said by nothing
vips: same samples, colour said by nothing
ImageMagick: same samples, colour said by gAMA, cHRM
Pillow: same samples, colour said by nothing
SEEN
echo 'as seen before'
