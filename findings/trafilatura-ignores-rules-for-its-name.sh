#!/usr/bin/env bash
# trafilatura's crawler, which gathers texts and pages for training, does not look at the rules that robots.txt has for
# trafilatura, whether they forbid or allow; it obeys those for * only, and calls itself trafilatura to the site.
#
# A site that refuses it by the name in its log refuses nothing. Rules for * are obeyed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check trafilatura==2.3.1 courlan==1.4.0 lxml==6.1.3 lxml_html_clean==0.4.6
echo 'trafilatura==2.3.1 courlan==1.4.0 lxml==6.1.3 lxml_html_clean==0.4.6'

env -u http_proxy -u HTTP_PROXY -u https_proxy -u HTTPS_PROXY -u all_proxy -u ALL_PROXY venv/bin/python - <<'PYTHON' | tee seen
import http.server
import socket
import threading

found = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **named: found("127.0.0.1" if host == "lilies.example.org" else host, *rest, **named)

from trafilatura.settings import use_config
from trafilatura.spider import focused_crawler

PAGES = {"/": b'<html><body><p><a href="/works/lily-in-oil.html">A lily in oil</a></p></body></html>', "/works/lily-in-oil.html": b"<html><body><p>A lily.</p></body></html>"}
site = {"robots": "", "asked": [], "names": set()}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = site["robots"].encode() if self.path == "/robots.txt" else PAGES[self.path]
        site["asked"].append(self.path)
        site["names"].add(self.headers["User-Agent"].split()[0])
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


how = use_config()
how.set("DEFAULT", "SSRF_PROTECTION", "off")  # the site is on this machine
how.set("DEFAULT", "SLEEP_TIME", "0.1")
for rules in (("User-agent: *", "Disallow:"), ("User-agent: *", "Disallow: /works/"), ("User-agent: trafilatura", "Disallow: /works/"), ("User-agent: trafilatura", "Disallow: /"),
              ("User-agent: trafilatura", "Allow: /", "", "User-agent: *", "Disallow: /works/")):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)  # another one each time, since trafilatura remembers
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site.update(robots="\n".join(rules) + "\n", asked=[], names=set())
    focused_crawler(f"http://lilies.example.org:{server.server_port}/", max_seen_urls=5, config=how)
    print(f"{'; '.join(line for line in rules if line)} | called {', '.join(site['names'])} it {'fetches' if '/works/lily-in-oil.html' in site['asked'] else 'leaves'} /works/lily-in-oil.html")
    server.shutdown()
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
User-agent: *; Disallow: | called trafilatura/2.3.1 it fetches /works/lily-in-oil.html
User-agent: *; Disallow: /works/ | called trafilatura/2.3.1 it leaves /works/lily-in-oil.html
User-agent: trafilatura; Disallow: /works/ | called trafilatura/2.3.1 it fetches /works/lily-in-oil.html
User-agent: trafilatura; Disallow: / | called trafilatura/2.3.1 it fetches /works/lily-in-oil.html
User-agent: trafilatura; Allow: /; User-agent: *; Disallow: /works/ | called trafilatura/2.3.1 it leaves /works/lily-in-oil.html
SEEN
echo 'as seen before'
