#!/usr/bin/env bash
# OpenCV encodes the alpha channel of an AVIF with loss, pillow-heif and libvips that of a HEIC, cjxl that of a JPEG XL:
# parts that were opaque are a little see-through afterwards, and erased parts shine through.
#
# Pillow's and avifenc's AVIF keep the alpha channel of this drawing at every quality, as lossy WebP does. A test for
# alpha == 255 or == 0 no longer finds the same pixels, and every conversion after that has to mix colours.
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
debian libjxl-tools 0.7.0
debian libavif-bin 0.11.1
debian libheif1 1.15.1
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 pillow-heif==1.8.1 opencv-python-headless==5.0.0.93 numpy==2.4.6
echo 'pillow==13.0.0 pillow-heif==1.8.1 opencv-python-headless==5.0.0.93 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import pillow_heif

pillow_heif.register_heif_opener()
random = numpy.random.default_rng(1)
y, x = numpy.mgrid[0:256, 0:256]
alpha = numpy.where(numpy.hypot(x % 64 - 31, y % 64 - 31) < 24 + (x // 64 + y // 64), 255, 0).astype(numpy.uint8)  # 16 discs, cut out
colours = (128 + random.normal(0, 30, (256, 256, 3))).clip(0, 255).astype(numpy.uint8)
picture = numpy.dstack([colours, alpha])
image = PIL.Image.fromarray(picture)
image.save("a.png")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def cjxl(quality):
    run("cjxl", "-q", str(quality), "a.png", "b.jxl")
    run("djxl", "b.jxl", "b.png")
    return PIL.Image.open("b.png")


writers = {
    "OpenCV, AVIF": lambda quality: cv2.imwrite("b.avif", cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA), [cv2.IMWRITE_AVIF_QUALITY, quality]) and PIL.Image.open("b.avif"),
    "pillow-heif, HEIC": lambda quality: image.save("b.heic", quality=quality) or PIL.Image.open("b.heic"),
    "cjxl, JPEG XL": cjxl,
    "libvips, HEIC": lambda quality: run("vips", "copy", "a.png", f"c.heic[Q={quality}]") or PIL.Image.open("c.heic"),
    "Pillow, AVIF": lambda quality: image.save("c.avif", quality=quality) or PIL.Image.open("c.avif"),
    "avifenc, AVIF": lambda quality: run("avifenc", "--min", str(63 - quality * 63 // 100), "--max", str(63 - quality * 63 // 100), "a.png", "d.avif") or PIL.Image.open("d.avif"),
    "Pillow, WebP": lambda quality: image.save("b.webp", quality=quality) or PIL.Image.open("b.webp"),
}
for name, write in writers.items():
    for quality in (50, 75, 90):
        back = numpy.asarray(write(quality).convert("RGBA"))[..., 3]
        opaque, erased = back[alpha == 255], back[alpha == 0]
        print(f"{name}, quality {quality}: opaque parts have {opaque.min()} and more, {100 * (opaque < 255).mean():.0f} % are below 255; erased parts have up to {erased.max()}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
OpenCV, AVIF, quality 50: opaque parts have 207 and more, 25 % are below 255; erased parts have up to 30
OpenCV, AVIF, quality 75: opaque parts have 244 and more, 13 % are below 255; erased parts have up to 9
OpenCV, AVIF, quality 90: opaque parts have 252 and more, 10 % are below 255; erased parts have up to 4
pillow-heif, HEIC, quality 50: opaque parts have 246 and more, 15 % are below 255; erased parts have up to 11
pillow-heif, HEIC, quality 75: opaque parts have 253 and more, 2 % are below 255; erased parts have up to 2
pillow-heif, HEIC, quality 90: opaque parts have 254 and more, 0 % are below 255; erased parts have up to 1
cjxl, JPEG XL, quality 50: opaque parts have 221 and more, 13 % are below 255; erased parts have up to 34
cjxl, JPEG XL, quality 75: opaque parts have 237 and more, 8 % are below 255; erased parts have up to 17
cjxl, JPEG XL, quality 90: opaque parts have 249 and more, 8 % are below 255; erased parts have up to 6
libvips, HEIC, quality 50: opaque parts have 246 and more, 15 % are below 255; erased parts have up to 11
libvips, HEIC, quality 75: opaque parts have 253 and more, 2 % are below 255; erased parts have up to 2
libvips, HEIC, quality 90: opaque parts have 254 and more, 0 % are below 255; erased parts have up to 1
Pillow, AVIF, quality 50: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
Pillow, AVIF, quality 75: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
Pillow, AVIF, quality 90: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
avifenc, AVIF, quality 50: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
avifenc, AVIF, quality 75: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
avifenc, AVIF, quality 90: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
Pillow, WebP, quality 50: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
Pillow, WebP, quality 75: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
Pillow, WebP, quality 90: opaque parts have 255 and more, 0 % are below 255; erased parts have up to 0
SEEN
echo 'as seen before'
