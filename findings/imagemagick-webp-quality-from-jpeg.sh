#!/usr/bin/env bash
# ImageMagick 6 encodes a WebP with the quality that it guesses the JPEG source was made with, instead of a default of
# its own.
#
# Converting a poor JPEG gives a WebP of that poor quality on top; the same pixels read from a PNG give a larger and
# better file. -quality has to be said.
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
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


noise = PIL.Image.effect_noise((256, 256), 60)
PIL.Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)]).save("a.jpg", quality=30)
run("convert-im6.q16", "a.jpg", "a.png")
for name, command in (("from the JPEG", "a.jpg a.webp"), ("from the JPEG, -quality 30", "a.jpg -quality 30 a.webp"),
                      ("from a PNG of it", "a.png a.webp"), ("from a PNG of it, -quality 75", "a.png -quality 75 a.webp")):
    run("convert-im6.q16", *command.split())
    first = first if name != "from the JPEG" else pathlib.Path("a.webp").read_bytes()
    size = len(pathlib.Path("a.webp").read_bytes())
    print(f"{name}: {'as' if size == len(first) else 'larger than'} from the JPEG")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
from the JPEG: as from the JPEG
from the JPEG, -quality 30: as from the JPEG
from a PNG of it: larger than from the JPEG
from a PNG of it, -quality 75: larger than from the JPEG
SEEN
echo 'as seen before'
