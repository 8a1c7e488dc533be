#!/usr/bin/env bash
# The exif package's delete_all() leaves the maker note, the user comment, the author of Windows, the place's name and the
# thumbnail in the file: the entries that point to them are gone, the bytes are not.
#
# Only values of text and numbers are overwritten; the file keeps its size. ExifTool shows nothing any more, a look at
# the bytes shows serial number and name.
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
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check exif==1.6.1 piexif==1.1.3 pillow==13.0.0
echo 'exif==1.6.1 piexif==1.1.3 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import struct
import subprocess

import exif
import PIL.Image
import piexif

small = io.BytesIO()
PIL.Image.new("RGB", (32, 32), (200, 120, 40)).save(small, "JPEG", comment=b"a thumbnail")
place = ((12, 1), (34, 1), (5678, 100))
block = piexif.dump({
    "0th": {piexif.ImageIFD.Artist: b"Jane Roe", piexif.ImageIFD.XPAuthor: "J. Roe of Windows".encode("utf-16le")},
    "Exif": {piexif.ExifIFD.BodySerialNumber: b"SERIAL-1", piexif.ExifIFD.MakerNote: b"Maker\0SERIAL-2", piexif.ExifIFD.UserComment: b"ASCII\0\0\0sketch for Jane"},
    "GPS": {piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: place, piexif.GPSIFD.GPSAreaInformation: b"ASCII\0\0\0the studio"},
    "1st": {}, "thumbnail": small.getvalue(),
})
PIL.Image.new("RGB", (64, 64), (40, 120, 200)).save("a.jpg", exif=block)
picture = exif.Image("a.jpg")
picture.delete_all()
with open("deleted.jpg", "wb") as file:
    file.write(picture.get_file())

before, after = (open(name, "rb").read() for name in ("a.jpg", "deleted.jpg"))
values = {"Artist": b"Jane Roe", "XPAuthor": "J. Roe of Windows".encode("utf-16le"), "BodySerialNumber": b"SERIAL-1", "MakerNote": b"SERIAL-2", "UserComment": b"sketch for Jane",
          "GPSLatitude": struct.pack(">6L", *(n for pair in place for n in pair)), "GPSAreaInformation": b"the studio", "thumbnail": b"a thumbnail"}
shown = subprocess.run(["exiftool", "-a", "-G1", "-s3", "-IFD0:all", "-ExifIFD:all", "-GPS:all", "-IFD1:all", "deleted.jpg"], check=True, capture_output=True, text=True).stdout
print(f"bytes before {len(before)}, after {len(after)}; tags that ExifTool shows: {len(shown.splitlines())}")
for name, value in values.items():
    print(f"{name}: in the file before {value in before}, after {value in after}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
bytes before 1643, after 1643; tags that ExifTool shows: 0
Artist: in the file before True, after False
XPAuthor: in the file before True, after True
BodySerialNumber: in the file before True, after False
MakerNote: in the file before True, after True
UserComment: in the file before True, after True
GPSLatitude: in the file before True, after False
GPSAreaInformation: in the file before True, after True
thumbnail: in the file before True, after True
SEEN
echo 'as seen before'
