#!/usr/bin/env bash
# ImageMagick and GraphicsMagick lay a transparent PNG on the colour that its bKGD chunk names, not on white: -flatten
# and -alpha remove bring out a colour that no viewer shows. A -background on the command line wins.
#
# libvips, FFmpeg and Pillow do not look at the chunk, and neither do browsers, so that the thumbnail of a website has
# another ground than the picture on its page.
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
debian php8.2-imagick 3.7.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import struct
import subprocess
import zlib

import PIL.Image

PIL.Image.new("RGBA", (16, 16), (0, 0, 0, 0)).save("without.png")
data = open("without.png", "rb").read()
body = b"bKGD" + struct.pack(">HHH", 200, 120, 40)
place = data.index(b"IDAT") - 4
with open("with.png", "wb") as file:
    file.write(data[:place] + struct.pack(">I", 6) + body + struct.pack(">I", zlib.crc32(body)) + data[place:])

php = '$i = new Imagick($argv[1]); $i->setImageAlphaChannel(Imagick::ALPHACHANNEL_REMOVE); $i->writeImage("out.png");'
commands = {
    "ImageMagick -flatten": "convert-im6.q16 {} -flatten out.png",
    "ImageMagick -alpha remove": "convert-im6.q16 {} -alpha remove out.png",
    "ImageMagick -background white -flatten": "convert-im6.q16 {} -background white -flatten out.png",
    "GraphicsMagick -flatten": "gm convert {} -flatten out.png",
    "vips flatten": "vips flatten {} out.png",
}
for name in (*commands, "PHP's Imagick", "Pillow on white"):
    colours = []
    for file in ("without.png", "with.png"):
        if name in commands:
            subprocess.run(commands[name].format(file).split(), check=True)
            picture = PIL.Image.open("out.png")
        elif name == "PHP's Imagick":
            subprocess.run(["php", "-r", php, file], check=True)
            picture = PIL.Image.open("out.png")
        else:
            picture = PIL.Image.alpha_composite(PIL.Image.new("RGBA", (16, 16), "white"), PIL.Image.open(file).convert("RGBA"))
        colours.append(picture.convert("RGB").getpixel((8, 8)))
    print(f"{name}: {colours[0]}, with bKGD {colours[1]}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ImageMagick -flatten: (255, 255, 255), with bKGD (200, 120, 40)
ImageMagick -alpha remove: (255, 255, 255), with bKGD (200, 120, 40)
ImageMagick -background white -flatten: (255, 255, 255), with bKGD (255, 255, 255)
GraphicsMagick -flatten: (255, 255, 255), with bKGD (200, 120, 40)
vips flatten: (0, 0, 0), with bKGD (0, 0, 0)
PHP's Imagick: (255, 255, 255), with bKGD (200, 120, 40)
Pillow on white: (255, 255, 255), with bKGD (255, 255, 255)
SEEN
echo 'as seen before'
