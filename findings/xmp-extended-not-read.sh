#!/usr/bin/env bash
# exiv2 and Pillow read only the first XMP segment of a JPEG; ExifTool and Exempi also the extended ones, where Adobe's
# rules put what does not fit.
#
# An opt-out in a file with a long edit history is there for one half of the readers and absent for the other.
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
debian exempi 2.6.3
debian exiv2 0.27.6

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import hashlib
import pathlib
import struct
import subprocess

import PIL.Image


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


extended = XMP[XMP.index(b"<x:"):XMP.index(b"<?xpacket end")]
digest = hashlib.md5(extended).hexdigest().upper().encode()
main = XMP.replace(b'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"',
                   b'xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="' + digest + b'"')
PIL.Image.new("RGB", (32, 32), "teal").save("a.jpg", xmp=main)
data = pathlib.Path("a.jpg").read_bytes()
payload = b"http://ns.adobe.com/xmp/extension/\0" + digest + struct.pack(">II", len(extended), 0) + extended
end = data.index(b"\xff\xdb")
pathlib.Path("a.jpg").write_bytes(data[:end] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + data[end:])
print("ExifTool:", bool(run("exiftool", "-s3", "-XMP:DataMining", "a.jpg")))
print("Exempi:", "DMI-PROHIBITED" in run("exempi", "-x", "a.jpg"))
print("exiv2:", "DMI-PROHIBITED" in run("exiv2", "-px", "a.jpg"))
print("Pillow:", b"DMI-PROHIBITED" in PIL.Image.open("a.jpg").info["xmp"])
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ExifTool: True
Exempi: True
exiv2: False
Pillow: False
SEEN
echo 'as seen before'
