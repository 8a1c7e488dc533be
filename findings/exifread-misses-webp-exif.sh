#!/usr/bin/env bash
# ExifRead finds no EXIF in a WebP as the format's specification, cwebp, Pillow, exiv2 and ExifTool write it; it skips
# six bytes for the letters that stand before a JPEG's EXIF and are not there in a WebP.
#
# It answers with an empty table, as for a picture without metadata, so that rights and places seem to be gone. With the
# six letters put in, against the specification, it reads the file.
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
debian webp 1.2.4
debian exiv2 0.27.6

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check exifread==3.5.1 pillow==13.0.0
echo 'exifread==3.5.1 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import struct
import subprocess

import exifread
import PIL.Image

exif = PIL.Image.Exif()
exif[0x013B] = "Ada"
picture = PIL.Image.linear_gradient("L").convert("RGB")
for kind in ("jpg", "png", "webp", "avif", "tif"):
    picture.save(f"pillow.{kind}", exif=exif)
subprocess.run(["cwebp", "-quiet", "-metadata", "all", "pillow.jpg", "-o", "cwebp.webp"], check=True)
subprocess.run(["cwebp", "-quiet", "-metadata", "none", "pillow.jpg", "-o", "exiv2.webp"], check=True)
subprocess.run(["exiv2", "-M", "set Exif.Image.Artist Ada", "exiv2.webp"], check=True)
data = pathlib.Path("cwebp.webp").read_bytes()
place = data.index(b"EXIF")
block = b"Exif\0\0" + data[place + 8:place + 8 + int.from_bytes(data[place + 4:place + 8], "little")]
body = data[8:place] + b"EXIF" + struct.pack("<I", len(block)) + block + b"\0" * (len(block) % 2)
pathlib.Path("with-letters.webp").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
for file in ("pillow.jpg", "pillow.png", "pillow.avif", "pillow.tif", "pillow.webp", "cwebp.webp", "exiv2.webp", "with-letters.webp"):
    with open(file, "rb") as opened:
        found = exifread.process_file(opened)
    print(f"{file}: ExifRead {found.get('Image Artist')}, Pillow {PIL.Image.open(file).getexif().get(0x013B)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
pillow.jpg: ExifRead Ada, Pillow Ada
pillow.png: ExifRead Ada, Pillow Ada
pillow.avif: ExifRead Ada, Pillow Ada
pillow.tif: ExifRead Ada, Pillow Ada
pillow.webp: ExifRead None, Pillow Ada
cwebp.webp: ExifRead None, Pillow Ada
exiv2.webp: ExifRead None, Pillow Ada
with-letters.webp: ExifRead Ada, Pillow Ada
SEEN
echo 'as seen before'
