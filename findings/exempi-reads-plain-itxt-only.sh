#!/usr/bin/env bash
# Exempi, which is Adobe's XMP toolkit, finds XMP in a PNG only in an uncompressed iTXt chunk; ExifTool and exiv2 read
# it from a compressed one too.
#
# The PNG specification lets a writer compress iTXt, and some do. Programs that are built on Adobe's toolkit then show
# no rights and no opt-out.
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
debian exempi 2.6.3
debian libimage-exiftool-perl 12.57
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


def run(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
file = io.BytesIO()
PIL.Image.new("RGB", (64, 64)).save(file, "PNG")
plain = file.getvalue()
head = b"XML:com.adobe.xmp\0"
for name, packet in (("as it is", head + b"\0\0\0\0" + XMP), ("compressed", head + b"\1\0\0\0" + zlib.compress(XMP))):
    # IHDR ends at byte 33.
    pathlib.Path("a.png").write_bytes(plain[:33] + chunk(b"iTXt", packet) + plain[33:])
    found = {"Exempi": "Rating" in run("exempi", "-x", "a.png"), "ExifTool": run("exiftool", "-s3", "-XMP-xmp:Rating", "a.png").strip() == "4",
             "exiv2": "Rating" in run("exiv2", "-px", "a.png"), "Pillow": "Rating" in str(PIL.Image.open("a.png").info)}
    print(f"iTXt {name}:", ", ".join(f"{program} {'reads it' if read else 'finds nothing'}" for program, read in found.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
iTXt as it is: Exempi reads it, ExifTool reads it, exiv2 reads it, Pillow reads it
iTXt compressed: Exempi finds nothing, ExifTool reads it, exiv2 reads it, Pillow reads it
SEEN
echo 'as seen before'
