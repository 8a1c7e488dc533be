#!/usr/bin/env bash
# djxl writes the EXIF of a JPEG XL file into a PNG as a raw profile that begins with the four bytes of the box's
# offset, which neither ExifTool nor Pillow can read.
#
# A raw profile of EXIF begins with the letters Exif and two zero bytes. ExifTool warns of an unknown profile; Pillow
# raises in the line that asks for a tag. The JPEG that djxl gives back is right.
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
debian libjxl-tools 0.7.0
debian libimage-exiftool-perl 12.57

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


exif = PIL.Image.Exif()
exif[0x013B] = "Ada"
PIL.Image.linear_gradient("L").convert("RGB").save("in.jpg", exif=exif)
run("cjxl", "--quiet", "in.jpg", "a.jxl")
run("djxl", "--quiet", "a.jxl", "out.png")
run("djxl", "--quiet", "a.jxl", "out.jpg")
profile = next(data for kind, data in chunks(pathlib.Path("out.png").read_bytes()) if data.startswith(b"Raw profile type exif"))
text = zlib.decompress(profile[profile.index(b"\0") + 2:]).decode()
print("the profile begins with", bytes.fromhex("".join(text.split()[2:]))[:8].hex(" "))
for file in ("out.jpg", "out.png"):
    shown = run("exiftool", "-s3", "-EXIF:Artist", file) or run("exiftool", "-s3", "-Warning", file)
    try:
        print(f"{file}: ExifTool: {shown}; Pillow: {PIL.Image.open(file).getexif().get(0x013B)}")
    except SyntaxError as error:
        print(f"{file}: ExifTool: {shown}; Pillow: {error}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the profile begins with 00 00 00 00 4d 4d 00 2a
out.jpg: ExifTool: Ada; Pillow: Ada
out.png: ExifTool: Unknown raw profile 'exif'; Pillow: not a TIFF file (header b'\x00\x00\x00\x00MM\x00*' not valid)
SEEN
echo 'as seen before'
