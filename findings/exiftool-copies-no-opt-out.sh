#!/usr/bin/env bash
# exiftool -TagsFromFile -all:all, the usual way to give a converted picture its metadata back, leaves out the opt-outs
# and the colour profile, and does not warn.
#
# ExifTool 12.57 shows plus:DataMining in XMP and EXIF tag 0x9287, but copies tag by tag, and only tags that it knows;
# -unsafe adds the profile alone if it is named. Whole blocks (-exif -xmp -icc_profile) carry everything.
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
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import shutil
import struct
import subprocess

import PIL.Image
from PIL import ImageCms


def exif(words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes."""
    ifd0 = struct.pack("<H", 2) + struct.pack("<HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack("<HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"<{len(words)}H", *words)
    sub = struct.pack("<H", 2) + struct.pack("<HHI4s", 0x9000, 7, 4, b"0232") + struct.pack("<HHIII", 0x9287, 7, len(value), 68, 0)
    return b"II*\0" + struct.pack("<I", 8) + ifd0 + sub + value


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmp:Rating="4" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
picture = PIL.Image.radial_gradient("L").convert("RGB")
picture.save("bare.jpg")
picture.save("full.jpg", xmp=XMP, exif=b"Exif\0\0" + exif((1, 0, 0)), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
for options in (None, "-all:all", "-all:all -unsafe", "-all:all -unsafe -icc_profile", "-exif -xmp -icc_profile"):
    file = "full.jpg"
    said = ""
    if options:
        file = shutil.copy("bare.jpg", "out.jpg")
        done = subprocess.run(["exiftool", "-q", "-overwrite_original", "-TagsFromFile", "full.jpg", *options.split(), file], capture_output=True, text=True)
        said = done.stdout + done.stderr
    found = PIL.Image.open(file)
    here = {
        "Artist": 0x013B in found.getexif(), "Rating": b"Rating" in found.info.get("xmp", b""), "DataMining": b"DMI-PROHIBITED" in found.info.get("xmp", b""),
        "0x9287": 0x9287 in found.getexif().get_ifd(0x8769), "profile": "icc_profile" in found.info,
    }
    print(f"{options or 'source'}: {', '.join(name for name, present in here.items() if present)}{'; warns' if said else ''}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
source: Artist, Rating, DataMining, 0x9287, profile
-all:all: Artist, Rating
-all:all -unsafe: Artist, Rating
-all:all -unsafe -icc_profile: Artist, Rating, profile
-exif -xmp -icc_profile: Artist, Rating, DataMining, 0x9287, profile
SEEN
echo 'as seen before'
