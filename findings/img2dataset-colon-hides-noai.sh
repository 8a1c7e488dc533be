#!/usr/bin/env bash
# img2dataset overlooks noai in an X-Robots-Tag line that has a colon anywhere, such as a date or max-snippet:50.
#
# Everything before the first colon of the line is taken for the name of a crawler, so the line is someone else's. noai
# has to stand in a header line of its own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check --no-deps img2dataset==1.47.0
echo 'img2dataset==1.47.0'

venv/bin/python - <<'PYTHON' | tee seen
import ast
import email.message
import pathlib
import sys

# Only the function that reads the header is taken out of the package, whose other modules need much more.
source = next(pathlib.Path(p) for p in sys.path if (pathlib.Path(p) / "img2dataset").is_dir()) / "img2dataset/downloader.py"
function = next(n for n in ast.parse(source.read_text()).body if getattr(n, "name", "") == "is_disallowed")
names = {}
exec(compile(ast.Module([function], []), str(source), "exec"), names)
for lines in (["noai"], ["noai, max-snippet:50"], ["unavailable_after: 25 Jun 2027 15:00:00 PST, noai"], ["max-snippet:50", "noai"]):
    message = email.message.Message()
    for line in lines:
        message["X-Robots-Tag"] = line
    refused = names["is_disallowed"](message, None, {"noai", "noimageai", "noindex", "noimageindex"})
    print(f"{lines}: {'left alone' if refused else 'downloaded'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
['noai']: left alone
['noai, max-snippet:50']: downloaded
['unavailable_after: 25 Jun 2027 15:00:00 PST, noai']: downloaded
['max-snippet:50', 'noai']: left alone
SEEN
echo 'as seen before'
