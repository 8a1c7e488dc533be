#!/usr/bin/env bash
# c2pa-python calls a manifest Valid whose signer nobody trusts, and whose opt-out has a value that no specification
# knows.
#
# Valid means that the hashes fit. Whether the signer is known is an entry among the failures of a Valid file
# (signingCredential.untrusted); only Trusted says so. The values of "use" are not looked at when signing or reading.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0
echo 'c2pa-python==0.38.1 pillow==13.0.0'

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 30 -subj "/O=Example/CN=Example CA" -addext "basicConstraints=critical,CA:TRUE" \
  -addext "keyUsage=critical,keyCertSign" -out ca.pem
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out leaf.key
openssl req -new -key leaf.key -subj "/O=Example/CN=Ada" -out leaf.csr
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid\n' >extensions
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile extensions -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >chain.pem

venv/bin/python - <<'PYTHON' | tee seen
import json

import PIL.Image
import c2pa


def sign(source, target, mime, assertions=()):
    action = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"}
    manifest = {"claim_generator_info": [{"name": "example", "version": "1"}],
                "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}, *assertions]}
    info = c2pa.C2paSignerInfo(b"es256", open("chain.pem", "rb").read(), open("leaf.key", "rb").read(), None)
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder, open(source, "rb") as s, open(target, "w+b") as t:
        builder.sign(signer, mime, s, t)


def state(file, mime):
    report = json.loads(c2pa.Reader(mime, open(file, "rb")).json())
    return report["validation_state"], [f["code"] for f in report["validation_results"]["activeManifest"]["failure"]]


PIL.Image.radial_gradient("L").convert("RGB").save("plain.jpg")
for use in ("notAllowed", "banana"):
    entries = {"cawg.ai_training": {"use": use}}
    sign("plain.jpg", "signed.jpg", "image/jpeg", [{"label": "cawg.training-mining", "data": {"entries": entries}}])
    print(f"use {use}:", *state("signed.jpg", "image/jpeg"))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
use notAllowed: Valid ['signingCredential.untrusted']
use banana: Valid ['signingCredential.untrusted']
SEEN
echo 'as seen before'
