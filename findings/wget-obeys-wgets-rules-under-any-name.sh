#!/usr/bin/env bash
# wget -r obeys the rules that robots.txt has for Wget under whatever name it sends: called ArtBot with --user-agent it
# does not look at the rules for ArtBot, whether they forbid or allow.
#
# A site that refuses a crawler which is built on wget by the name in its log refuses nothing, and a crawler that was
# given leave by its name stays away. The name in the rules is fixed to "wget" in the program; the rules for * count where
# there are none for Wget.
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

env -u http_proxy -u HTTP_PROXY python3 - <<'PYTHON' | tee seen
import http.server
import subprocess
import threading

PAGES = {"/": ("text/html", b'<a href="/page.html">page</a>'), "/page.html": ("text/html", b'<img src="/art/lily.png">'), "/art/lily.png": ("image/png", b"picture")}
site = {"robots": "", "asked": [], "names": set()}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = ("text/plain", site["robots"].encode()) if self.path == "/robots.txt" else PAGES[self.path]
        site["asked"].append(self.path)
        site["names"].add(self.headers["User-Agent"])
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
for rules in (("User-agent: ArtBot", "Disallow: /art/"), ("User-agent: Wget", "Disallow: /art/"), ("User-agent: *", "Disallow: /art/"),
              ("User-agent: *", "Disallow: /art/", "", "User-agent: ArtBot", "Allow: /"), ("User-agent: *", "Disallow: /art/", "", "User-agent: Wget", "Allow: /")):
    site.update(robots="\n".join(rules) + "\n", asked=[], names=set())
    subprocess.run(["wget", "-q", "-r", "--user-agent=ArtBot/1.0", f"http://127.0.0.1:{server.server_port}/"], check=True)
    print(f"{'; '.join(line for line in rules if line)} | called {', '.join(site['names'])} it {'fetches' if '/art/lily.png' in site['asked'] else 'leaves'} /art/lily.png")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
User-agent: ArtBot; Disallow: /art/ | called ArtBot/1.0 it fetches /art/lily.png
User-agent: Wget; Disallow: /art/ | called ArtBot/1.0 it leaves /art/lily.png
User-agent: *; Disallow: /art/ | called ArtBot/1.0 it leaves /art/lily.png
User-agent: *; Disallow: /art/; User-agent: ArtBot; Allow: / | called ArtBot/1.0 it leaves /art/lily.png
User-agent: *; Disallow: /art/; User-agent: Wget; Allow: / | called ArtBot/1.0 it fetches /art/lily.png
SEEN
echo 'as seen before'
