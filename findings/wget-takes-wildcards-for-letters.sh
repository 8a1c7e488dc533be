#!/usr/bin/env bash
# wget and HTTrack fetch every picture that robots.txt forbids with a wildcard, such as /*.jpg$ or /*/originals/: they
# obey robots.txt and take * and $ for letters of the path.
#
# RFC 9309 has both signs, and it is the usual way to keep pictures out of collections. The same pictures stay unfetched
# if their folder is named from the start of the path. HTTrack does not know Allow either.
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
debian wget 1.21.3
debian httrack 3.49.4

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check protego==0.7.0
echo 'protego==0.7.0'

env -u http_proxy -u HTTP_PROXY venv/bin/python - <<'PYTHON' | tee seen
import http.server
import shutil
import subprocess
import threading

import protego

LILY = "/art/originals/lily.jpg"
PAGES = {"/": ("text/html", f'<html><body><img src="{LILY}"></body></html>'.encode()), LILY: ("image/jpeg", b"picture")}
site = {"robots": "", "asked": []}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = ("text/plain", site["robots"].encode()) if self.path == "/robots.txt" else PAGES.get(self.path, ("text/html", b""))
        site["asked"].append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
start = f"http://127.0.0.1:{server.server_port}"
crawlers = {"wget": ["wget", "-q", "-r", "-P", "copy", f"{start}/"], "HTTrack": ["httrack", f"{start}/", "-O", "copy", "-q", "-n"]}
for rules in (["Disallow:"], ["Disallow: /art/"], ["Disallow: /*.jpg$"], ["Disallow: /*.jpg"], ["Disallow: /*/originals/"], ["Disallow: /art/*"], ["Allow: /art/", "Disallow: /"]):
    site["robots"] = "\n".join(["User-agent: *", *rules]) + "\n"
    answers = [f"by RFC 9309 (Protego) {'allowed' if protego.Protego.parse(site['robots']).can_fetch(start + LILY, 'ArtBot') else 'forbidden'}"]
    for name, command in crawlers.items():
        site["asked"] = []
        shutil.rmtree("copy", ignore_errors=True)
        subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
        assert "/robots.txt" in site["asked"]
        answers.append(f"{name} {'fetches' if LILY in site['asked'] else 'leaves'} it")
    print(f"{'; '.join(rules)} | {LILY} is {', '.join(answers)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Disallow: | /art/originals/lily.jpg is by RFC 9309 (Protego) allowed, wget fetches it, HTTrack fetches it
Disallow: /art/ | /art/originals/lily.jpg is by RFC 9309 (Protego) forbidden, wget leaves it, HTTrack leaves it
Disallow: /*.jpg$ | /art/originals/lily.jpg is by RFC 9309 (Protego) forbidden, wget fetches it, HTTrack fetches it
Disallow: /*.jpg | /art/originals/lily.jpg is by RFC 9309 (Protego) forbidden, wget fetches it, HTTrack fetches it
Disallow: /*/originals/ | /art/originals/lily.jpg is by RFC 9309 (Protego) forbidden, wget fetches it, HTTrack fetches it
Disallow: /art/* | /art/originals/lily.jpg is by RFC 9309 (Protego) forbidden, wget fetches it, HTTrack fetches it
Allow: /art/; Disallow: / | /art/originals/lily.jpg is by RFC 9309 (Protego) allowed, wget fetches it, HTTrack leaves it
SEEN
echo 'as seen before'
