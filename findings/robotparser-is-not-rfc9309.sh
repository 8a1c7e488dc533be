#!/usr/bin/env bash
# Python's urllib.robotparser reads robots.txt by other rules than RFC 9309: the first match wins, wildcards are
# letters, blank lines end groups, and later groups of the same name do not count.
#
# Each line below is forbidden by RFC 9309 (longest match, * and $, groups merged) and allowed by robotparser; Protego
# forbids it. A file that must say no to both puts Disallow first, one group a crawler, no blank line, no wildcard.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check protego==0.7.0
echo 'protego==0.7.0'

venv/bin/python - <<'PYTHON' | tee seen
import urllib.robotparser

import protego

for name, text, path in (
    ("Allow before a longer Disallow", "User-agent: *\nAllow: /\nDisallow: /art/\n", "/art/a.png"),
    ("wildcards", "User-agent: *\nDisallow: /*.png$\n", "/art/a.png"),
    ("two groups for one crawler", "User-agent: GPTBot\nDisallow: /a/\n\nUser-agent: GPTBot\nDisallow: /art/\n", "/art/a.png"),
    ("a blank line behind User-agent", "User-agent: GPTBot\n\nDisallow: /\n", "/art/a.png"),
    ("an empty Disallow before another", "User-agent: *\nDisallow:\nDisallow: /art/\n", "/art/a.png"),
):
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(text.splitlines())
    old = parser.can_fetch("GPTBot", "https://ada.example" + path)
    new = protego.Protego.parse(text).can_fetch("https://ada.example" + path, "GPTBot")
    print(f"{name}: robotparser {'allows' if old else 'forbids'}, Protego {'allows' if new else 'forbids'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Allow before a longer Disallow: robotparser allows, Protego forbids
wildcards: robotparser allows, Protego forbids
two groups for one crawler: robotparser allows, Protego forbids
a blank line behind User-agent: robotparser allows, Protego forbids
an empty Disallow before another: robotparser allows, Protego forbids
SEEN
echo 'as seen before'
