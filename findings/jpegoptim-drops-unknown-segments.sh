#!/usr/bin/env bash
# jpegoptim without any --strip option drops the APPn segments that it has no name for, such as MPF (APP2) and JUMBF
# (APP11); --strip-none keeps them.
#
# Its help says that markers are stripped by --strip-…, and a plain run keeps Exif, XMP, ICC and comments, so that
# nobody expects Content Credentials or the index of a gain map to be gone.
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
debian jpegoptim 1.4.7

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import struct
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def segments(data):
    place, names = 2, []
    while data[place + 1] != 0xDA:
        kind, size = data[place + 1], int.from_bytes(data[place + 2:place + 4], "big")
        if kind >> 4 == 0xE or kind == 0xFE:
            names.append("COM" if kind == 0xFE else f"APP{kind & 15}")
        place += 2 + size
    return " ".join(names)


box = lambda kind, data: struct.pack(">I", len(data) + 8) + kind + data  # noqa: E731
jumbf = box(b"jumb", box(b"jumd", b"json\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\0") + box(b"json", b"{}"))
PIL.Image.radial_gradient("L").convert("RGB").save("plain.jpg", quality=90, exif=b"Exif\0\0" + b"II*\0\x08\0\0\0\0\0\0\0\0\0", comment=b"a comment")
data = open("plain.jpg", "rb").read()
extra = b"".join(bytes([255, kind]) + struct.pack(">H", len(text) + 2) + text for kind, text in (
    (0xE2, b"MPF\0" + b"II*\0\x08\0\0\0\0\0\0\0\0\0"), (0xEB, b"JP\0\1\0\0\0\1" + jumbf)))
end = 4 + int.from_bytes(data[4:6], "big")
for name, options in (("jpegoptim", []), ("jpegoptim --strip-none", ["--strip-none"])):
    pathlib.Path("a.jpg").write_bytes(data[:end] + extra + data[end:])
    before = segments(pathlib.Path("a.jpg").read_bytes())
    run("jpegoptim", "-q", "-f", *options, "a.jpg")
    print(f"{name}: {before} -> {segments(pathlib.Path('a.jpg').read_bytes())}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpegoptim: APP0 APP2 APP11 APP1 COM -> APP0 APP1 COM
jpegoptim --strip-none: APP0 APP2 APP11 APP1 COM -> APP0 APP2 APP11 APP1 COM
SEEN
echo 'as seen before'
