#!/usr/bin/env bash
# PHP's GD keeps 128 steps of alpha of a PNG's 256 when it opens and saves it, as PNG, WebP or AVIF "without loss": half
# of the values come out one higher or lower, and what was all but opaque, 254, is opaque.
#
# GD counts transparency from 0 to 127. Most blogs and shops on PHP scale uploads with it. Without imagesavealpha() the
# copy of a PNG has no alpha channel at all, and what was erased shows.
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
debian php8.2-gd 8.2.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import numpy
import PIL.Image

alpha = numpy.tile(numpy.arange(256, dtype=numpy.uint8), (16, 1))
PIL.Image.fromarray(numpy.dstack([numpy.full_like(alpha, value) for value in (200, 100, 50)] + [alpha])).save("in.png")
pathlib.Path("copy.php").write_text("""<?php
$picture = imagecreatefrompng("in.png");
imagepng($picture, "plain.png");
imagealphablending($picture, false);
imagesavealpha($picture, true);
imagepng($picture, "saved.png");
imagewebp($picture, "saved.webp", IMG_WEBP_LOSSLESS);
imageavif($picture, "saved.avif", 100);
""")
subprocess.run(["php", "copy.php"], check=True)
for file in ("plain.png", "saved.png", "saved.webp", "saved.avif"):
    got = numpy.asarray(PIL.Image.open(file).convert("RGBA"))[8, :, 3].astype(int)
    print(f"{file}: mode {PIL.Image.open(file).mode}, {len(set(got.tolist()))} steps of alpha, {(got != alpha[0]).sum()} of 256 changed, 254 is {got[254]}, 1 is {got[1]}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
plain.png: mode RGB, 1 steps of alpha, 255 of 256 changed, 254 is 255, 1 is 255
saved.png: mode RGBA, 128 steps of alpha, 128 of 256 changed, 254 is 255, 1 is 0
saved.webp: mode RGBA, 128 steps of alpha, 128 of 256 changed, 254 is 255, 1 is 0
saved.avif: mode RGBA, 128 steps of alpha, 128 of 256 changed, 254 is 255, 1 is 0
SEEN
echo 'as seen before'
