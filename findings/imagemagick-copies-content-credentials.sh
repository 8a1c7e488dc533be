#!/usr/bin/env bash
# ImageMagick and GraphicsMagick copy the Content Credentials of a JPEG into the newly encoded file, where they are
# Invalid; libvips, Pillow and FFmpeg drop them.
#
# A resized picture then looks tampered with to every viewer, instead of unsigned. For PNG both programs drop the chunk.
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
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

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


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


gradient = PIL.Image.radial_gradient("L").convert("RGB")
for suffix, mime in (("jpg", "image/jpeg"), ("png", "image/png")):
    gradient.save("plain." + suffix)
    sign("plain." + suffix, "signed." + suffix, mime)
    PIL.Image.open("signed." + suffix).resize((128, 128)).save("Pillow." + suffix)
    run("convert-im6.q16", "signed." + suffix, "-resize", "50%", "ImageMagick." + suffix)
    run("gm", "convert", "signed." + suffix, "-resize", "50%", "GraphicsMagick." + suffix)
    run("vips", "resize", "signed." + suffix, "libvips." + suffix, "0.5")
    run("ffmpeg", "-v", "error", "-i", "signed." + suffix, "-vf", "scale=128:128", "FFmpeg." + suffix)
    for name in ("signed", "ImageMagick", "GraphicsMagick", "libvips", "Pillow", "FFmpeg"):
        try:
            print(suffix, f"{name}:", state(f"{name}.{suffix}", mime)[0])
        except c2pa.C2paError:
            print(suffix, f"{name}: none")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg signed: Valid
jpg ImageMagick: Invalid
jpg GraphicsMagick: Invalid
jpg libvips: none
jpg Pillow: none
jpg FFmpeg: none
png signed: Valid
png ImageMagick: none
png GraphicsMagick: none
png libvips: none
png Pillow: none
png FFmpeg: none
SEEN
echo 'as seen before'
