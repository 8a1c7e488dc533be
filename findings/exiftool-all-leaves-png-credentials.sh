#!/usr/bin/env bash
# exiftool -all= removes the Content Credentials of a JPEG and leaves those of a PNG, with the signer's name in them.
#
# -all= is what people run before they publish. The picture is unchanged, and in the PNG the certificate still says who
# signed. -JUMBF:all= changes nothing either.
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
import pathlib
import subprocess

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


for suffix, mime in (("jpg", "image/jpeg"), ("png", "image/png")):
    PIL.Image.radial_gradient("L").convert("RGB").save("plain." + suffix)
    sign("plain." + suffix, "a." + suffix, mime)
    for option in ("-all=", "-JUMBF:all="):
        subprocess.run(["exiftool", "-q", "-q", "-overwrite_original", option, "a." + suffix], check=False)
    left = pathlib.Path("a." + suffix).read_bytes()
    print(f"{suffix}: {'the name Ada is still there' if b'Ada' in left else 'no name is left'}, JUMBF {'kept' if b'jumb' in left else 'gone'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg: no name is left, JUMBF gone
png: the name Ada is still there, JUMBF kept
SEEN
echo 'as seen before'
