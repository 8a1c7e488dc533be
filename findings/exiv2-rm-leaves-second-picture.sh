#!/usr/bin/env bash
# exiv2 rm, which deletes all metadata, leaves a JPEG's second picture, its MPF index, JUMBF and every segment that it
# has no name for; in a PNG the text chunks.
#
# Exif, IPTC, XMP and the comment go. Whoever deletes metadata so that nothing else is in the file still hands out the
# gain map, or an earlier picture.
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
debian exiv2 0.27.6

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
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


box = lambda kind, data: struct.pack(">I", len(data) + 8) + kind + data  # noqa: E731
jumbf = box(b"jumb", box(b"jumd", b"json\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\0") + box(b"json", b"{}"))
gradient = PIL.Image.linear_gradient("L").convert("RGB")
gradient.save("a.jpg", format="MPO", save_all=True, append_images=[gradient.resize((64, 64))], comment=b"a comment")
data = pathlib.Path("a.jpg").read_bytes()
segment = b"JP\0\1\0\0\0\1" + jumbf
index = data.index(b"MPF\0") - 4
data = data[:index] + b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + data[index:]
pathlib.Path("a.jpg").write_bytes(data)
run("exiv2", "rm", "a.jpg")
left = pathlib.Path("a.jpg").read_bytes()
second = PIL.Image.open(io.BytesIO(left[left.index(b"\xff\xd9") + 2:]))
head = left[:left.index(b"\xff\xd9")]
print(f"jpg: comment {'kept' if b'a comment' in head else 'gone'}, JUMBF {'kept' if b'jumb' in left else 'gone'},",
      f"behind the picture another of {second.width}×{second.height}")
pathlib.Path("a.png").write_bytes(png(chunk(b"tEXt", b"Author\0Ada")))
run("exiv2", "rm", "a.png")
print("png: Author", "kept" if b"Ada" in pathlib.Path("a.png").read_bytes() else "gone")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg: comment gone, JUMBF kept, behind the picture another of 64×64
png: Author kept
SEEN
echo 'as seen before'
