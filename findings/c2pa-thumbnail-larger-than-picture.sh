#!/usr/bin/env bash
# c2pa-python enlarges a small picture for the thumbnail that it puts into Content Credentials: an icon of 64 × 64 gets
# a thumbnail of 1024 × 1024 and the file becomes more than ten times as large.
#
# The thumbnail is made without being asked for, has 1024 pixels on its longer side whatever the picture has, and is
# without loss in a WebP.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0 numpy==2.4.6
echo 'c2pa-python==0.38.1 pillow==13.0.0 numpy==2.4.6'

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 30 -subj "/O=Example/CN=Example CA" -addext "basicConstraints=critical,CA:TRUE" \
  -addext "keyUsage=critical,keyCertSign" -out ca.pem
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out leaf.key
openssl req -new -key leaf.key -subj "/O=Example/CN=Ada" -out leaf.csr
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid\n' >extensions
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile extensions -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >chain.pem

venv/bin/python - <<'PYTHON' | tee seen
import io
import json
import os

import c2pa
import numpy
import PIL.Image


def sign(source, target, mime):
    action = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"}
    manifest = {"claim_generator_info": [{"name": "example", "version": "1"}], "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]}
    info = c2pa.C2paSignerInfo(b"es256", open("chain.pem", "rb").read(), open("leaf.key", "rb").read(), None)
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder, open(source, "rb") as s, open(target, "w+b") as t:
        builder.sign(signer, mime, s, t)


PIL.Image.fromarray(numpy.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=numpy.uint8)).save("a.png")
for file, mime in (("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.webp", "image/webp")):
    PIL.Image.open("a.png").save(file)
    sign(file, f"signed-{file}", mime)
    reader = c2pa.Reader(f"signed-{file}")
    report = json.loads(reader.json())
    thumbnail = io.BytesIO()
    reader.resource_to_stream(report["manifests"][report["active_manifest"]]["thumbnail"]["identifier"], thumbnail)
    shown = PIL.Image.open(thumbnail)
    grown = os.path.getsize(f"signed-{file}") / os.path.getsize(file)
    print(f"{file} of 64 × 64: thumbnail {shown.format} of {shown.width} × {shown.height}, "
          f"the file is more than {10 ** int(numpy.log10(grown))} times as large")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.png of 64 × 64: thumbnail JPEG of 1024 × 1024, the file is more than 10 times as large
a.jpg of 64 × 64: thumbnail JPEG of 1024 × 1024, the file is more than 10 times as large
a.webp of 64 × 64: thumbnail WEBP of 1024 × 1024, the file is more than 100 times as large
SEEN
echo 'as seen before'
