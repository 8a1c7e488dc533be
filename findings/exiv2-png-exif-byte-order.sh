#!/usr/bin/env bash
# exiv2 moves a PNG's EXIF from eXIf into a compressed text chunk and turns big-endian blocks into little-endian ones,
# without the words inside UNDEFINED values.
#
# A tag such as Exif 3.1's LearningOptOutIn (0x9287), UNDEFINED bytes that hold 16-bit words in the block's byte order,
# says something else afterwards. Little-endian blocks come through whole, and so do both kinds in a JPEG.
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


def exif(order, words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes of 16-bit words."""
    ifd0 = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack(order + "HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"{order}{len(words)}H", *words)
    sub = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x9000, 7, 4, b"0232") + struct.pack(order + "HHIII", 0x9287, 7, len(value), 68, 0)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + ifd0 + sub + value


def block(data):
    """The EXIF block of a PNG or JPEG, and where it stood."""
    if data[:2] == b"\xff\xd8":
        return data[data.index(b"Exif\0\0") + 6:], "APP1"
    for kind, payload in chunks(data):
        if kind == "eXIf":
            return payload, kind
        if kind == "zTXt" and payload.startswith(b"Raw profile type exif\0"):
            text = zlib.decompress(payload[payload.index(b"\0") + 2:]).decode()
            return bytes.fromhex("".join(text.split("\n")[3:]))[6:], "zTXt"
    raise SystemExit("no EXIF")


def words(data):
    order = "<" if data[:2] == b"II" else ">"
    place = data.index(struct.pack(order + "HH", 0x9287, 7))
    size, offset = struct.unpack_from(order + "II", data, place + 4)
    return struct.unpack_from(f"{order}{size // 2}H", data, offset)


for order in "<>":
    tiff = exif(order, (2, 0, 2))
    pathlib.Path("a.png").write_bytes(png(chunk(b"eXIf", tiff)))
    PIL.Image.new("RGB", (16, 16)).save("a.jpg", exif=b"Exif\0\0" + tiff)
    for file in ("a.png", "a.jpg"):
        subprocess.run(["exiv2", "-M", "set Exif.Image.Artist Bob", file], check=True)
        data, place = block(pathlib.Path(file).read_bytes())
        print(file[2:], tiff[:2].decode(), words(tiff), "->", place, data[:2].decode(), words(data))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
png II (2, 0, 2) -> zTXt II (2, 0, 2)
jpg II (2, 0, 2) -> APP1 II (2, 0, 2)
png MM (2, 0, 2) -> zTXt II (512, 0, 512)
jpg MM (2, 0, 2) -> APP1 MM (2, 0, 2)
SEEN
echo 'as seen before'
