#!/usr/bin/env bash
# piexif and libvips drop EXIF tags that they do not know from a block that they otherwise keep; Pillow keeps them.
#
# A new opt-out tag (0x9287 of Exif 3.1) disappears in silence while Artist stays, so that looking at one well-known tag
# does not show that EXIF was kept.
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
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 piexif==1.1.3
echo 'pillow==13.0.0 piexif==1.1.3'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import struct
import subprocess

import PIL.Image
import piexif


def exif(order, words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes of 16-bit words."""
    ifd0 = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack(order + "HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"{order}{len(words)}H", *words)
    sub = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x9000, 7, 4, b"0232") + struct.pack(order + "HHIII", 0x9287, 7, len(value), 68, 0)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + ifd0 + sub + value


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


tiff = b"Exif\0\0" + exif("<", (1, 0, 0))
PIL.Image.new("RGB", (16, 16)).save("in.jpg", exif=tiff)
pathlib.Path("piexif.jpg").write_bytes(pathlib.Path("in.jpg").read_bytes())
piexif.insert(piexif.dump(piexif.load("in.jpg")), "piexif.jpg")
picture = PIL.Image.open("in.jpg")
picture.save("pillow.jpg", exif=picture.getexif())
run("vips", "copy", "in.jpg", "vips.jpg")
for file in ("in.jpg", "pillow.jpg", "piexif.jpg", "vips.jpg"):
    found = PIL.Image.open(file).getexif()
    print(f"{file}: Artist {found.get(0x013B)}, 0x9287", "kept" if 0x9287 in found.get_ifd(0x8769) else "gone")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.jpg: Artist Ada, 0x9287 kept
pillow.jpg: Artist Ada, 0x9287 kept
piexif.jpg: Artist Ada, 0x9287 gone
vips.jpg: Artist Ada, 0x9287 gone
SEEN
echo 'as seen before'
