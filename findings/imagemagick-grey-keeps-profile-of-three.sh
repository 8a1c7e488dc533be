#!/usr/bin/env bash
# ImageMagick 6 writes a colour file in which every pixel happens to be grey, an ink drawing or a black and white photo, as
# JPEG or TIFF with one channel and leaves the RGB profile on it, which no one can apply; a PNG gets no profile, and it
# warns.
#
# The file was RGB and nobody asked for grey. Pillow's ImageCms refuses the result; GraphicsMagick and libvips keep three
# channels, and ImageMagick does so with WebP or if one pixel is coloured.
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
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import io
import subprocess

import numpy
import PIL.Image
import PIL.ImageCms

srgb = PIL.ImageCms.createProfile("sRGB")
ink = numpy.random.default_rng(1).integers(0, 256, (32, 32, 1), dtype=numpy.uint8).repeat(3, 2)
dot = ink.copy()
dot[0, 0] = (255, 0, 0)
for name, samples in (("all grey", ink), ("one red pixel", dot)):
    PIL.Image.fromarray(samples).save("a.png", icc_profile=PIL.ImageCms.ImageCmsProfile(srgb).tobytes())
    for program, command in (("ImageMagick", ("convert-im6.q16",)), ("GraphicsMagick", ("gm", "convert")), ("libvips", ("vips", "copy"))):
        results = []
        for kind in ("jpg", "tif", "png", "webp"):
            done = subprocess.run([*command, "a.png", f"b.{kind}"], capture_output=True, text=True)
            if done.returncode:
                results.append(f"{kind} not written")
                continue
            picture = PIL.Image.open(f"b.{kind}")
            profile = picture.info.get("icc_profile")
            if not profile:
                results.append(f"{kind} {picture.mode}, no profile")
                continue
            mode = picture.mode
            picture = picture.convert("RGB") if mode == "P" else picture
            try:
                PIL.ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode="RGB")
                applied = "applied"
            except PIL.ImageCms.PyCMSError as error:
                applied = str(error)
            results.append(f"{kind} {mode}, profile for {profile[16:20].decode().strip()}: {applied}")
        print(f"{name}, {program}:", "; ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
all grey, ImageMagick: jpg L, profile for RGB: cannot build transform; tif L, profile for RGB: cannot build transform; png L, no profile; webp RGB, profile for RGB: applied
all grey, GraphicsMagick: jpg RGB, profile for RGB: applied; tif RGB, profile for RGB: applied; png RGB, profile for RGB: applied; webp RGB, profile for RGB: applied
all grey, libvips: jpg RGB, profile for RGB: applied; tif RGB, profile for RGB: applied; png RGB, profile for RGB: applied; webp RGB, profile for RGB: applied
one red pixel, ImageMagick: jpg RGB, profile for RGB: applied; tif RGB, profile for RGB: applied; png P, profile for RGB: applied; webp RGB, profile for RGB: applied
one red pixel, GraphicsMagick: jpg RGB, profile for RGB: applied; tif RGB, profile for RGB: applied; png RGB, profile for RGB: applied; webp RGB, profile for RGB: applied
one red pixel, libvips: jpg RGB, profile for RGB: applied; tif RGB, profile for RGB: applied; png RGB, profile for RGB: applied; webp RGB, profile for RGB: applied
SEEN
echo 'as seen before'
