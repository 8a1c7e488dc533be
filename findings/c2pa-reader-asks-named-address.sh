#!/usr/bin/env bash
# c2pa-python's Reader sends a request to the address that a picture's XMP names as the place of its credentials: who opens
# a file to check it tells a server, and without an answer gets an error of the network instead of ManifestNotFound.
#
# Builder asks as well, for the credentials of an ingredient. load_settings(), which once switched it off, still takes
# verify.remote_manifest_fetch, but only a Context given to the Reader has an effect.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check c2pa-python==0.38.1 pillow==13.0.0
echo 'c2pa-python==0.38.1 pillow==13.0.0'

venv/bin/python - 2>/dev/null <<'PYTHON' | tee seen
import http.server
import threading

import c2pa
import PIL.Image

asked = []


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
packet = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
          'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{}"/></rdf:RDF></x:xmpmeta>')
for kind in ("jpg", "webp"):
    address = f"http://127.0.0.1:{server.server_port}/{kind}"
    PIL.Image.new("RGB", (64, 64), (200, 120, 40)).save(f"named.{kind}", xmp=packet.format(address).encode())
PIL.Image.new("RGB", (64, 64), (200, 120, 40)).save("plain.jpg")


def report(name, action):
    asked.clear()
    try:
        action()
        result = "no error"
    except Exception as error:
        result = str(error).split(":")[0]
    print(f"{name}: {result}; asked for {', '.join(asked) or 'nothing'}")


def add(file):
    with c2pa.Builder({"claim_generator_info": [{"name": "a"}], "assertions": []}) as builder, open(file, "rb") as stream:
        builder.add_ingredient({"title": "a", "relationship": "componentOf"}, "image/jpeg", stream)


report("Reader, picture without an address", lambda: c2pa.Reader("plain.jpg"))
report("Reader, JPEG with an address", lambda: c2pa.Reader("named.jpg"))
report("Reader, WebP with an address", lambda: c2pa.Reader("named.webp"))
report("Builder, ingredient with an address", lambda: add("named.jpg"))
off = {"verify": {"remote_manifest_fetch": False}}
c2pa.load_settings(off)
report("Reader, after load_settings has switched fetching off", lambda: c2pa.Reader("named.jpg"))
context = c2pa.Context(settings=c2pa.Settings.from_dict(off))
report("Reader, in a context with fetching switched off", lambda: c2pa.Reader("named.jpg", context=context))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Reader, picture without an address: ManifestNotFound; asked for nothing
Reader, JPEG with an address: Remote; asked for /jpg
Reader, WebP with an address: Remote; asked for /webp
Builder, ingredient with an address: no error; asked for /jpg
Reader, after load_settings has switched fetching off: Remote; asked for /jpg
Reader, in a context with fetching switched off: Remote; asked for nothing
SEEN
echo 'as seen before'
