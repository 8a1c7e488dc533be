#!/usr/bin/env bash
# "Lossless" WebP changes the colours under fully transparent pixels in cwebp, Pillow, libvips and ImageMagick; lossless
# AVIF and JPEG XL keep them.
#
# cwebp has -exact and Pillow exact=True for it. A mask that is taken off later shows nothing where the picture was, and
# hashes or encoders that ignore alpha see another picture.
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
debian webp 1.2.4
debian libvips-tools 8.14.1
debian imagemagick 6.9.11.60
debian libavif-bin 0.11.1
debian libjxl-tools 0.7.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


picture = PIL.Image.radial_gradient("L").convert("RGB")
picture.putalpha(PIL.Image.linear_gradient("L").point(lambda v: 255 if v > 127 else 0))
picture.save("in.png")
picture.save("pillow.webp", lossless=True)
picture.save("exact.webp", lossless=True, exact=True)
run("cwebp", "-quiet", "-lossless", "in.png", "-o", "cwebp.webp")
run("vips", "copy", "in.png", "vips.webp[lossless]")
run("convert-im6.q16", "in.png", "-define", "webp:lossless=true", "im.webp")
run("avifenc", "--lossless", "in.png", "a.avif")
run("avifdec", "a.avif", "avif.png")
run("cjxl", "--quiet", "-d", "0", "in.png", "a.jxl")
run("djxl", "--quiet", "a.jxl", "jxl.png")
for file in ("cwebp.webp", "pillow.webp", "vips.webp", "im.webp", "exact.webp", "avif.png", "jxl.png"):
    copy = PIL.Image.open(file).convert("RGBA")
    ground = PIL.Image.new("RGBA", picture.size, "white")
    seen = PIL.Image.alpha_composite(ground, copy).tobytes() == PIL.Image.alpha_composite(ground, picture).tobytes()
    print(f"{file}: what is seen is {'the same' if seen else 'other'}, hidden colours are {'the same' if copy.convert('RGB').tobytes() == picture.convert('RGB').tobytes() else 'lost'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
cwebp.webp: what is seen is the same, hidden colours are lost
pillow.webp: what is seen is the same, hidden colours are lost
vips.webp: what is seen is the same, hidden colours are lost
im.webp: what is seen is the same, hidden colours are lost
exact.webp: what is seen is the same, hidden colours are the same
avif.png: what is seen is the same, hidden colours are the same
jxl.png: what is seen is the same, hidden colours are the same
SEEN
echo 'as seen before'
