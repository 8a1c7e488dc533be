#!/usr/bin/env bash
# c2pa-python signs a TIFF of several pages by adding a page that is no picture: Pillow cannot count the pages any more,
# ImageMagick reports an error, and C2PA says Valid.
#
# A TIFF of one page gets the manifest into a tag (0xCD41) of that page. With several, the tag gets an IFD of its own at
# the end, without width, height or samples.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6
echo 'c2pa-python==0.38.1 pillow==13.0.0 tifffile==2026.3.3 numpy==2.4.6'

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
import logging
import subprocess

import c2pa
import PIL.Image
import tifffile

logging.disable()


def sign(source, target, mime):
    action = {"action": "c2pa.created", "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"}
    manifest = {"claim_generator_info": [{"name": "example", "version": "1"}], "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}]}
    info = c2pa.C2paSignerInfo(b"es256", open("chain.pem", "rb").read(), open("leaf.key", "rb").read(), None)
    with c2pa.Signer.from_info(info) as signer, c2pa.Builder(manifest) as builder, open(source, "rb") as s, open(target, "w+b") as t:
        builder.sign(signer, mime, s, t)


def pillow(file):
    try:
        return f"{PIL.Image.open(file).n_frames} pages"
    except TypeError as error:
        return f"{error}"


page = PIL.Image.radial_gradient("L").convert("RGB")
page.save("one.tif")
page.save("three.tif", save_all=True, append_images=[page.rotate(90), page.rotate(180)])
for file in ("one.tif", "three.tif"):
    signed = f"signed-{file}"
    sign(file, signed, "image/tiff")
    with tifffile.TiffFile(signed) as tiff:
        tags = [len(p.tags) for p in tiff.pages]
    identify = subprocess.run(["identify-im6.q16", signed], capture_output=True, text=True)
    print(f"{file}: {json.loads(c2pa.Reader(signed).json())['validation_state']}; tags a page {tags}; Pillow {pillow(file)}, then {pillow(signed)}; "
          f"ImageMagick {'reports an error' if '@ error' in identify.stderr else 'reports no error'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
one.tif: Valid; tags a page [11]; Pillow 1 pages, then 1 pages; ImageMagick reports no error
three.tif: Valid; tags a page [10, 10, 10, 1]; Pillow 3 pages, then Missing dimensions; ImageMagick reports an error
SEEN
echo 'as seen before'
