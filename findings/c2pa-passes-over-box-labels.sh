#!/usr/bin/env bash
# c2pa-python 0.38.1 calls a file Valid in which the names of a manifest's own boxes were changed.
#
# The boxes of assertions, claim and signature are found by their place. Neither their labels, such as c2pa.signature, nor
# their types are compared, and no hash covers them; 0.38.0 refuses the same files. Whoever asks for the word Valid does not
# learn that bytes of the file were changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for version in 0.38.0 0.38.1; do
  python3 -m venv "$version"
  "$version/bin/pip" install -q --disable-pip-version-check "c2pa-python==$version" pillow==13.0.0
done
echo 'c2pa-python==0.38.0 c2pa-python==0.38.1 pillow==13.0.0'

openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 30 -subj "/O=Example/CN=Example CA" -addext "basicConstraints=critical,CA:TRUE" \
  -addext "keyUsage=critical,keyCertSign" -out ca.pem
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out leaf.key
openssl req -new -key leaf.key -subj "/O=Example/CN=Ada" -out leaf.csr
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nauthorityKeyIdentifier=keyid\n' >extensions
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -sha256 -extfile extensions -out leaf.pem 2>/dev/null
cat leaf.pem ca.pem >chain.pem

0.38.1/bin/python - <<'PYTHON'
import PIL.Image
import c2pa

PIL.Image.radial_gradient("L").convert("RGB").save("plain.jpg")
action = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"}
manifest = {"claim_generator_info": [{"name": "example", "version": "1"}],
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]}
info = c2pa.C2paSignerInfo(b"es256", open("chain.pem", "rb").read(), open("leaf.key", "rb").read(), None)
with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder, open("plain.jpg", "rb") as s, open("signed.jpg", "w+b") as t:
    builder.sign(signer, "image/jpeg", s, t)
PYTHON

cat >look.py <<'PYTHON'
import io
import json
import sys

import c2pa


def state(data):
    try:
        return json.loads(c2pa.Reader("image/jpeg", io.BytesIO(data)).json())["validation_state"]
    except Exception:
        return "refused"


signed = open("signed.jpg", "rb").read()
seen = [("as signed", state(signed))]
for label in (b"c2pa.assertions", b"c2pa.claim.v2", b"c2pa.signature"):
    # The label of the box itself follows the flags of its description and ends with a zero.
    at = signed.index(b"\x03" + label + b"\0") + 1 + 8
    changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1:]
    seen.append((changed[at - 8:at - 8 + len(label)].decode(), state(changed)))
for name, value in seen:
    print(f"{sys.argv[1]} {name}: {value}")
PYTHON
for version in 0.38.0 0.38.1; do "$version/bin/python" look.py "$version"; done | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
0.38.0 as signed: Valid
0.38.0 c2pa.assdrtions: Invalid
0.38.0 c2pa.clahm.v2: Invalid
0.38.0 c2pa.sigoature: Invalid
0.38.1 as signed: Valid
0.38.1 c2pa.assdrtions: Valid
0.38.1 c2pa.clahm.v2: Valid
0.38.1 c2pa.sigoature: Valid
SEEN
echo 'as seen before'
