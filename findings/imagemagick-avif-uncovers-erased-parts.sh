#!/usr/bin/env bash
# ImageMagick 6 writes AVIF and HEIC without transparency, although both formats have it: what was erased to transparent
# in a PNG is visible again, in its old colours.
#
# Nothing is said, and the exit status is 0. Into WebP, TIFF and JPEG 2000 the same command puts the alpha channel.
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
debian libheif1 1.15.1
debian libvips-tools 8.14.1
debian libavif-bin 0.11.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 pillow-heif==1.8.1 numpy==2.4.6
echo 'pillow==13.0.0 pillow-heif==1.8.1 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image
import pillow_heif

pillow_heif.register_heif_opener()
picture = numpy.zeros((64, 64, 4), numpy.uint8)
picture[...] = (40, 90, 160, 255)
picture[16:48, 16:48] = (230, 200, 30, 0)  # a signature's place, erased
PIL.Image.fromarray(picture).save("a.png")
commands = {
    "ImageMagick": {kind: ("convert", "a.png", "-quality", "90", f"b.{kind}") for kind in ("avif", "heic", "webp", "tif", "jp2")},
    "libvips": {kind: ("vips", "copy", "a.png", f"b.{kind}") for kind in ("heic", "webp")},
    "avifenc": {"avif": ("avifenc", "a.png", "b.avif")},
}
for program, kinds in commands.items():
    for kind, command in kinds.items():
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        back = PIL.Image.open(f"b.{kind}")
        erased = tuple(round(value, -1) for value in back.convert("RGBA").getpixel((32, 32)))
        said = "" if program == "avifenc" else f"; it says {(done.stdout + done.stderr).strip() or 'nothing'}"
        print(f"{program} to {kind}: {back.mode}, the erased part is {'transparent' if erased[3] == 0 else f'{erased[:3]} and opaque'}{said}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ImageMagick to avif: RGB, the erased part is (230, 200, 30) and opaque; it says nothing
ImageMagick to heic: RGB, the erased part is (230, 200, 30) and opaque; it says nothing
ImageMagick to webp: RGBA, the erased part is transparent; it says nothing
ImageMagick to tif: RGBA, the erased part is transparent; it says nothing
ImageMagick to jp2: RGBA, the erased part is transparent; it says nothing
libvips to heic: RGBA, the erased part is transparent; it says nothing
libvips to webp: RGBA, the erased part is transparent; it says nothing
avifenc to avif: RGBA, the erased part is transparent
SEEN
echo 'as seen before'
