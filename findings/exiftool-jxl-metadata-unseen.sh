#!/usr/bin/env bash
# ExifTool shows neither EXIF nor XMP of a JPEG XL file as cjxl writes it, and does not warn.
#
# cjxl compresses the metadata boxes with Brotli, for which ExifTool needs a Perl module that Debian 12 does not have.
# jxlinfo lists them, and djxl gives the JPEG with its metadata back byte for byte.
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
debian libjxl-tools 0.7.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import struct
import subprocess

import PIL.Image


def exif(order, words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes of 16-bit words."""
    ifd0 = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack(order + "HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"{order}{len(words)}H", *words)
    sub = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x9000, 7, 4, b"0232") + struct.pack(order + "HHIII", 0x9287, 7, len(value), 68, 0)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + ifd0 + sub + value


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


PIL.Image.new("RGB", (64, 64), "teal").save("in.jpg", exif=b"Exif\0\0" + exif("<", (1, 0, 0)), xmp=XMP)
run("cjxl", "--quiet", "in.jpg", "out.jxl")
for file in ("in.jpg", "out.jxl"):
    shown = [bool(run("exiftool", "-s3", tag, file)) for tag in ("-EXIF:Artist", "-XMP:DataMining", "-Warning")]
    print(f"{file}: EXIF {'read' if shown[0] else 'not read'}, XMP {'read' if shown[1] else 'not read'}, {'a' if shown[2] else 'no'} warning")
print("jxlinfo:", *sorted(line.split(":")[0] for line in run("jxlinfo", "out.jxl").splitlines() if "metadata" in line), sep="\n  ")
run("djxl", "--quiet", "out.jxl", "back.jpg")
print("djxl gives the same bytes:", open("in.jpg", "rb").read() == open("back.jpg", "rb").read())
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.jpg: EXIF read, XMP read, no warning
out.jxl: EXIF not read, XMP not read, no warning
jxlinfo:
  Brotli-compressed Exif metadata
  Brotli-compressed xml  metadata
djxl gives the same bytes: True
SEEN
echo 'as seen before'
