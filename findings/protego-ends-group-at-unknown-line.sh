#!/usr/bin/env bash
# Protego ends a robots.txt group's list of crawlers at a line that it does not know, so that the crawlers above it get
# no rules.
#
# New lines such as AIPREF's Content-Usage are written inside groups. RFC 9309 says that other records must not get in
# the way of the rules; robotparser skips the line. So such lines belong behind the last User-agent of a group.
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

for name, text in (
    ("between two crawlers", "User-agent: GPTBot\nContent-Usage: /art/ train-ai=n\nUser-agent: CCBot\nDisallow: /\n"),
    ("behind both", "User-agent: GPTBot\nUser-agent: CCBot\nContent-Usage: /art/ train-ai=n\nDisallow: /\n"),
):
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(text.splitlines())
    answers = {"robotparser": parser.can_fetch("GPTBot", "https://ada.example/a.png"),
               "Protego": protego.Protego.parse(text).can_fetch("https://ada.example/a.png", "GPTBot")}
    print(f"{name}: GPTBot", ", ".join(f"{'allowed' if yes else 'forbidden'} by {who}" for who, yes in answers.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
between two crawlers: GPTBot forbidden by robotparser, allowed by Protego
behind both: GPTBot forbidden by robotparser, forbidden by Protego
SEEN
echo 'as seen before'
