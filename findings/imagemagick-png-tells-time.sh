#!/usr/bin/env bash
# ImageMagick writes the time of the conversion and the dates of the source file into a PNG that had neither, so that
# two runs give different bytes.
#
# Hashes of converted files never agree, and a file that was stripped of metadata says again when it was made.
# GraphicsMagick and libvips write no time. The bytes are the same with -define png:exclude-chunks=date,time.
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
debian libvips-tools 8.14.1

python3 - <<'PYTHON' | tee seen
import pathlib
import subprocess
import time
import struct
import zlib


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


pathlib.Path("in.png").write_bytes(png())
for name, command in (("convert", ["convert-im6.q16", "in.png"]), ("with exclude-chunks", ["convert-im6.q16", "in.png", "-define", "png:exclude-chunks=date,time"]),
                      ("gm convert", ["gm", "convert", "in.png"]), ("vips copy", ["vips", "copy", "in.png"])):
    run(*command, "a.png")
    time.sleep(1.1)
    run(*command, "b.png")
    a, b = (pathlib.Path(f).read_bytes() for f in ("a.png", "b.png"))
    texts = [data.split(b"\0")[0].decode() for kind, data in chunks(a) if kind == "tEXt"]
    print(f"{name}: {'the same bytes' if a == b else 'other bytes a second later'}; {' '.join([*texts, *(kind for kind, _ in chunks(a) if kind == 'tIME')]) or 'no time'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
convert: other bytes a second later; date:create date:modify tIME
with exclude-chunks: the same bytes; no time
gm convert: the same bytes; no time
vips copy: the same bytes; no time
SEEN
echo 'as seen before'
