#!/usr/bin/env bash
# Pillow's save(xmp=...) writes the packet to JPEG, WebP and AVIF and ignores it in silence for PNG and TIFF, although
# it reads XMP from both.
#
# The argument is accepted everywhere and the file is written without an error, so that an opt-out is believed to be
# there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


for suffix in ("jpg", "webp", "avif", "png", "tiff"):
    PIL.Image.new("RGB", (32, 32), "teal").save("out." + suffix, xmp=XMP)
    print(suffix, "XMP written" if b"DMI-PROHIBITED" in open("out." + suffix, "rb").read() else "XMP ignored")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg XMP written
webp XMP written
avif XMP written
png XMP ignored
tiff XMP ignored
SEEN
echo 'as seen before'
