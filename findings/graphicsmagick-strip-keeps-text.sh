#!/usr/bin/env bash
# GraphicsMagick's -strip leaves the text chunks of a PNG, the author's name among them; it takes them out of a JPEG,
# and ImageMagick takes them out of both.
#
# The same option of two programs with the same parent, on the same file.
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
debian graphicsmagick 1.3.40
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


pathlib.Path("in.png").write_bytes(png(chunk(b"tEXt", b"Author\0Ada Example")))
PIL.Image.new("RGB", (32, 32), "teal").save("in.jpg", comment=b"by Ada Example")
for name, command in (("GraphicsMagick", ["gm", "convert"]), ("ImageMagick", ["convert-im6.q16"])):
    for suffix in ("jpg", "png"):
        run(*command, "in." + suffix, "-strip", "out." + suffix)
        print(f"{name} -strip, {suffix}: the name is", "still there" if b"Ada Example" in pathlib.Path("out." + suffix).read_bytes() else "gone")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
GraphicsMagick -strip, jpg: the name is gone
GraphicsMagick -strip, png: the name is still there
ImageMagick -strip, jpg: the name is gone
ImageMagick -strip, png: the name is gone
SEEN
echo 'as seen before'
