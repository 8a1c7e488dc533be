#!/usr/bin/env bash
# piexif writes the Exif IFD without the four bytes that point to the next IFD; exiv2 reports an error, Pillow warns of
# corrupt data, ExifTool says nothing.
#
# Every IFD of a TIFF block ends with that offset, zero for none. Files by piexif are common, so a reader that demands
# the bytes calls sound pictures damaged, and one that does not look reads past the block.
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
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 piexif==1.1.3
echo 'pillow==13.0.0 piexif==1.1.3'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess
import warnings

import PIL.Image
import piexif


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


block = piexif.dump({"0th": {piexif.ImageIFD.Artist: b"Ada"}, "Exif": {piexif.ExifIFD.ExifVersion: b"0232"}})
tiff = block[6:]
start = int.from_bytes(tiff[30:34], "big")
entries = int.from_bytes(tiff[start:start + 2], "big")
print(f"Exif IFD of {entries} entry at {start} needs {start + 2 + 12 * entries + 4} bytes, the block has {len(tiff)}")
PIL.Image.new("RGB", (16, 16)).save("a.jpg", exif=block)
exiv2 = subprocess.run(["exiv2", "-pa", "a.jpg"], capture_output=True, text=True)
print("exiv2:", exiv2.stderr.strip())
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    PIL.Image.open("a.jpg").getexif().get_ifd(0x8769)
print("Pillow:", *[str(w.message).strip() for w in told if w.category is UserWarning])
print("ExifTool:", run("exiftool", "-s3", "-Warning", "-Error", "a.jpg") or "nothing")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Exif IFD of 1 entry at 38 needs 56 bytes, the block has 52
exiv2: Error: Directory Photo: IFD exceeds data buffer, cannot read next pointer.
Pillow: Corrupt EXIF data.  Expecting to read 4 bytes but only got 0.
ExifTool: nothing
SEEN
echo 'as seen before'
