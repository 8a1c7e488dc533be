#!/usr/bin/env bash
# GIMP turns an EXIF value of a tag that it has no name for into text: the six bytes of an opt-out (0x9287) become
# digits and spaces, in JPEG and PNG.
#
# Tag and place are kept, so that the value seems to be there. A program that knows the tag finds the type ASCII and
# other bytes.
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
debian gimp 2.10.34

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import struct
import subprocess

import PIL.Image


def exif(words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes."""
    ifd0 = struct.pack("<H", 2) + struct.pack("<HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack("<HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"<{len(words)}H", *words)
    sub = struct.pack("<H", 2) + struct.pack("<HHI4s", 0x9000, 7, 4, b"0232") + struct.pack("<HHIII", 0x9287, 7, len(value), 68, 0)
    return b"II*\0" + struct.pack("<I", 8) + ifd0 + sub + value


SCRIPT = """(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "FILE" "FILE"))) (layer (car (gimp-image-flatten image))))
(gimp-file-save RUN-NONINTERACTIVE image layer "out-FILE" "out-FILE") (gimp-quit 0))"""


def value(file):
    return PIL.Image.open(file).getexif().get_ifd(0x8769)[0x9287]


for file in ("a.jpg", "a.png"):
    PIL.Image.radial_gradient("L").convert("RGB").save(file, exif=b"Exif\0\0" + exif((256, 0, 0)))
    subprocess.run(["gimp", "-i", "-d", "-f", "-b", SCRIPT.replace("FILE", file)], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    print(f"{file}: before {value(file)!r}, after {value(f'out-{file}')!r}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.jpg: before b'\x00\x01\x00\x00\x00\x00', after '0 1 0 0 0 0'
a.png: before b'\x00\x01\x00\x00\x00\x00', after '0 1 0 0 0 0'
SEEN
echo 'as seen before'
