#!/usr/bin/env bash
# datadiligence finds an opt-out in Content Credentials only under the older label c2pa.training-mining, not under
# cawg.training-mining, and noai in a header only in lower case.
#
# The current specification's label says no to nobody here. Signers who want to be heard write both; servers write the
# header's values in lower case.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check datadiligence==0.1.7 c2pa-python==0.38.1 pillow==13.0.0
echo 'datadiligence==0.1.7 c2pa-python==0.38.1 pillow==13.0.0'

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 30 -subj "/O=Example/CN=Example CA" -addext "basicConstraints=critical,CA:TRUE" \
  -addext "keyUsage=critical,keyCertSign" -out ca.pem
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out leaf.key
openssl req -new -key leaf.key -subj "/O=Example/CN=Ada" -out leaf.csr
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid\n' >extensions
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile extensions -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >chain.pem
export SPAWNING_OPTS_KEY=none # without any, the package prints a notice

venv/bin/python - <<'PYTHON' | tee seen
import json

import PIL.Image
import c2pa
from datadiligence.rules._c2pa import C2PAMetadataRule
from datadiligence.rules.http import XRobotsTagHeader


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


words = ("ai_training", "ai_generative_training", "ai_inference", "data_mining")
PIL.Image.radial_gradient("L").convert("RGB").save("plain.jpg")
for prefix in ("c2pa", "cawg"):
    entries = {f"{prefix}.{word}": {"use": "notAllowed"} for word in words}
    sign("plain.jpg", f"{prefix}.jpg", "image/jpeg", [{"label": f"{prefix}.training-mining", "data": {"entries": entries}}])
    print(f"{prefix}.training-mining:", "allowed" if C2PAMetadataRule().is_allowed(path=f"{prefix}.jpg") else "refused")
for value in ("noai", "NoAI"):
    print(f"X-Robots-Tag: {value}:", "allowed" if XRobotsTagHeader().is_allowed(headers={"X-Robots-Tag": value}) else "refused")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
c2pa.training-mining: refused
cawg.training-mining: allowed
X-Robots-Tag: noai: refused
X-Robots-Tag: NoAI: allowed
SEEN
echo 'as seen before'
