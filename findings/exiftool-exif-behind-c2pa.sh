#!/usr/bin/env bash
# ExifTool does not see a PNG's EXIF any more when the file is signed: a caBX chunk, the place of Content Credentials,
# stands before it. XMP behind the same chunk is read.
#
# C2PA signers put caBX right behind IHDR, so rights that are written as EXIF alone vanish for this reader as soon as a
# file is signed. The chunk is sound, and Pillow reads it; the warning takes its IFD for a box of the JUMBF that was
# read before.
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
import struct
import subprocess
import zlib

import PIL.Image
import c2pa


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


def exif(order, words):
    """A TIFF block with Artist "Ada", and in the Exif IFD tag 0x9287 (LearningOptOutIn of Exif 3.1) as UNDEFINED bytes of 16-bit words."""
    ifd0 = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x013B, 2, 4, b"Ada\0") + struct.pack(order + "HHIII", 0x8769, 4, 1, 38, 0)
    value = struct.pack(f"{order}{len(words)}H", *words)
    sub = struct.pack(order + "H", 2) + struct.pack(order + "HHI4s", 0x9000, 7, 4, b"0232") + struct.pack(order + "HHIII", 0x9287, 7, len(value), 68, 0)
    return (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8) + ifd0 + sub + value


XMP = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


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


pathlib.Path("plain.png").write_bytes(png(chunk(b"eXIf", exif("<", (1, 0, 0))) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)))
sign("plain.png", "signed.png", "image/png")
for file in ("plain.png", "signed.png"):
    order = [kind for kind, _ in chunks(pathlib.Path(file).read_bytes()) if kind in ("caBX", "eXIf", "iTXt")]
    read = {tag: "read" if run("exiftool", "-s3", tag, file) else "not read" for tag in ("-EXIF:Artist", "-XMP:DataMining")}
    warning = run("exiftool", "-s3", "-Warning", file)
    pillow = "read" if PIL.Image.open(file).getexif().get(0x013B) == "Ada" else "not read"
    print(f"{' '.join(order)}: EXIF {read['-EXIF:Artist']}, XMP {read['-XMP:DataMining']}; by Pillow EXIF {pillow}; warning: {warning or 'none'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
eXIf iTXt: EXIF read, XMP read; by Pillow EXIF read; warning: none
caBX eXIf iTXt: EXIF not read, XMP read; by Pillow EXIF read; warning: IFD0 pointer references previous JUMBFBox directory
SEEN
echo 'as seen before'
