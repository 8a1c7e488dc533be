#!/usr/bin/env bash
# libjxl's ssimulacra_main is the first version of SSIMULACRA, a distance: 0 is the same picture and larger is worse;
# SSIMULACRA2 scores 100 and falls.
#
# Debian's package has only the former, under the name that people take for the latter. A gate "at least 75" refuses
# everything, and "at most" lets everything through.
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
debian libjxl-devtools 0.7.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


picture = PIL.Image.merge("RGB", [PIL.Image.radial_gradient("L"), PIL.Image.linear_gradient("L"), PIL.Image.radial_gradient("L").rotate(90)])
picture.save("a.png")
print("same picture", float(run("ssimulacra_main", "a.png", "a.png")))
last = 0
for quality in (90, 60, 20):
    picture.save("b.jpg", quality=quality)
    PIL.Image.open("b.jpg").save("b.png")
    score = float(run("ssimulacra_main", "a.png", "b.png"))
    print(f"JPEG {quality}: larger than before: {score > last}, under 1: {score < 1}")
    last = score
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
same picture 0.0
JPEG 90: larger than before: True, under 1: True
JPEG 60: larger than before: True, under 1: True
JPEG 20: larger than before: True, under 1: True
SEEN
echo 'as seen before'
