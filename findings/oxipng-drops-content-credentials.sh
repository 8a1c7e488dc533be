#!/usr/bin/env bash
# OxiPNG removes Content Credentials from a PNG although nothing is to be stripped, and keeps a caBX chunk whose JUMBF
# box is of another kind.
#
# It looks into the box. With StripChunks.none() everything else stays, so that a signed file becomes an unsigned one
# rather than an invalid one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0 pyoxipng==9.1.1
echo 'c2pa-python==0.38.1 pillow==13.0.0 pyoxipng==9.1.1'

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
import struct
import zlib

import PIL.Image
import c2pa
import oxipng


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(extra=b"", size=64, channels=3):
    rows = b"".join(b"\0" + bytes((4 * x, 4 * y, 2 * x + 2 * y)[c] & 255 for x in range(size) for c in range(channels)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, {1: 0, 3: 2}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunks(data):
    place = 8
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        yield data[place + 4:place + 8].decode(), data[place + 8:place + 8 + size]
        place += 12 + size


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


PIL.Image.radial_gradient("L").convert("RGB").save("plain.png")
sign("plain.png", "signed.png", "image/png")
box = lambda kind, data: struct.pack(">I", len(data) + 8) + kind + data  # noqa: E731
jumbf = box(b"jumb", box(b"jumd", b"json\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\0") + box(b"json", b"{}"))
text = chunk(b"tEXt", b"Author\0Ada")
data = open("signed.png", "rb").read()
place = data.index(b"IDAT") - 4
pathlib.Path("c2pa.png").write_bytes(data[:place] + text + data[place:])
pathlib.Path("json.png").write_bytes(png(chunk(b"caBX", jumbf) + text))
for file in ("c2pa.png", "json.png"):
    before = [kind for kind, _ in chunks(pathlib.Path(file).read_bytes()) if kind in ("caBX", "tEXt")]
    oxipng.optimize(file, "out.png", strip=oxipng.StripChunks.none(), force=True)
    print(f"{file}:", *before, "->", *[kind for kind, _ in chunks(pathlib.Path("out.png").read_bytes()) if kind in ("caBX", "tEXt")])
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
c2pa.png: caBX tEXt -> tEXt
json.png: caBX tEXt -> caBX tEXt
SEEN
echo 'as seen before'
