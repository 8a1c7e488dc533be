#!/usr/bin/env bash
# Opening a picture with Pillow and saving it again, the usual way to shed metadata, drops EXIF and IPTC and keeps the
# comment: of a JPEG and a GIF, and of a PNG's text named comment, which becomes one in the JPEG.
#
# TIFF to TIFF keeps XMP and drops the EXIF tags. A text named Comment, with a capital as the PNG standard writes it, is
# dropped; ImageMagick writes it in small letters when it converts a JPEG.
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
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import subprocess
import warnings

import PIL.Image
from PIL import PngImagePlugin

warnings.simplefilter("ignore")  # of the type of the IPTC tag that ExifTool writes into a TIFF
picture = PIL.Image.new("RGB", (32, 32), (200, 120, 40))
picture.save("a.jpg", comment="comment of Jane Roe")
picture.save("a.gif", comment="comment of Jane Roe")
picture.save("a.tif")
for key in ("comment", "Comment"):
    text = PngImagePlugin.PngInfo()
    text.add_text(key, "comment of Jane Roe")
    picture.save(f"text {key}.png", pnginfo=text)
subprocess.run(["convert-im6.q16", "a.jpg", "from a.jpg.png"], check=True)
for file in ("a.jpg", "a.tif"):
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-EXIF:Artist=Exif of Jane Roe", "-XMP-dc:Creator=XMP of Jane Roe", "-IPTC:By-line=IPTC of Jane Roe", file], check=True)

for file in ("a.jpg", "a.gif", "text comment.png", "text Comment.png", "from a.jpg.png", "a.tif"):
    kept = []
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF"):
        data = io.BytesIO()
        opened = PIL.Image.open(file)
        (opened.convert("RGB") if opened.mode == "P" else opened).save(data, kind)
        found = [name for name in ("comment", "Exif", "XMP", "IPTC") if f"{name} of Jane Roe".encode() in data.getvalue()]
        if found:
            kept.append(f"{kind} keeps the {', '.join(found)}")
    print(f"{file}: {'; '.join(kept) or 'nothing is kept'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.jpg: JPEG keeps the comment; GIF keeps the comment
a.gif: JPEG keeps the comment; GIF keeps the comment
text comment.png: JPEG keeps the comment; GIF keeps the comment
text Comment.png: nothing is kept
from a.jpg.png: JPEG keeps the comment; GIF keeps the comment
a.tif: TIFF keeps the XMP
SEEN
echo 'as seen before'
