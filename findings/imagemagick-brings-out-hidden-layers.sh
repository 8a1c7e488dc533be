#!/usr/bin/env bash
# ImageMagick writes every layer of a PSD, hidden ones too, when the picture is converted: as files beside the result in
# PNG and JPEG, and as later frames of an animation in GIF and WebP, where the sketch under the artwork plays.
#
# Pillow, libvips and FFmpeg give the one picture that the file has of all visible layers. In ImageMagick file.psd[0]
# does.
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
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check psd-tools==1.26.0 pillow==13.0.0
echo 'psd-tools==1.26.0 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import glob
import os
import subprocess

import PIL.Image
import psd_tools

document = psd_tools.PSDImage.new("RGB", (64, 64), color=(255, 255, 255))
document.create_pixel_layer(PIL.Image.new("RGB", (64, 64), (200, 40, 40)), name="artwork")
sketch = document.create_pixel_layer(PIL.Image.new("RGB", (64, 64), (40, 40, 200)), name="sketch")
sketch.visible = False
document.save("a.psd")
names = {(200, 40, 40): "the artwork", (40, 40, 200): "the hidden sketch"}


def contents(file):
    picture = PIL.Image.open(file)
    frames = []
    for number in range(getattr(picture, "n_frames", 1)):
        picture.seek(number)
        colour = picture.convert("RGB").getpixel((32, 32))
        frames.append(next((name for known, name in names.items() if max(abs(a - b) for a, b in zip(known, colour)) < 12), str(colour)))
    return f"{file} {' then '.join(frames)}"


def result(command, pattern):
    for file in glob.glob("out*"):
        os.remove(file)
    subprocess.run(command.split(), check=True, capture_output=True)
    return "; ".join(contents(file) for file in sorted(glob.glob(pattern)))


for kind in ("png", "jpg", "gif", "webp"):
    print(f"ImageMagick to {kind}:", result(f"convert-im6.q16 a.psd -resize 100% out.{kind}", f"out*.{kind}"))
print("ImageMagick [0]:", result("convert-im6.q16 a.psd[0] out.png", "out*.png"))
print("vips:", result("vips copy a.psd out.png", "out*.png"))
print("FFmpeg:", result("ffmpeg -v error -i a.psd out.png", "out*.png"))
PIL.Image.open("a.psd").save("out.png")
print("Pillow:", contents("out.png"))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ImageMagick to png: out-0.png the artwork; out-1.png the artwork; out-2.png the hidden sketch
ImageMagick to jpg: out-0.jpg the artwork; out-1.jpg the artwork; out-2.jpg the hidden sketch
ImageMagick to gif: out.gif the artwork then the artwork then the hidden sketch
ImageMagick to webp: out.webp the artwork then the hidden sketch
ImageMagick [0]: out.png the artwork
vips: out.png the artwork
FFmpeg: out.png the artwork
Pillow: out.png the artwork
SEEN
echo 'as seen before'
