#!/usr/bin/env bash
# darktable-cli writes the source file's name and the whole processing history into the exported picture.
#
# A delivery under a neutral name still says what the original was called, in xmpMM:DerivedFrom, and how it was
# developed. It is a setting of the export dialogue that is on for the command line.
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
debian darktable 4.2.1
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


PIL.Image.radial_gradient("L").convert("RGB").save("client-secret-name.jpg")
run("darktable-cli", "client-secret-name.jpg", "delivery.jpg", "--core", "--configdir", "config", "--cachedir", "cache", "--library", ":memory:")
print("DerivedFrom:", run("exiftool", "-s3", "-XMP-xmpMM:DerivedFrom", "delivery.jpg"))
print("steps of the history:", "told" if run("exiftool", "-s3", "-XMP-darktable:HistoryOperation", "delivery.jpg") else "not told")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
DerivedFrom: client-secret-name.jpg
steps of the history: told
SEEN
echo 'as seen before'
