#!/usr/bin/env bash
# A half transparent stamp that Pillow pastes with itself as the mask, as most instructions for watermarks do, makes an
# opaque picture see-through where the stamp is: alpha falls from 255 to 191 and the page's ground shows.
#
# paste() mixes alpha like any channel. On a transparent picture the stamp gets half its opacity and half its brightness.
# alpha_composite() is right in both cases, and so are ImageMagick and libvips.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image

stamp = PIL.Image.new("RGBA", (64, 64), (200, 120, 40, 128))
stamp.save("stamp.png")


def program(*command):
    subprocess.run(command, check=True)
    return PIL.Image.open("out.png").convert("RGBA")


for name, ground in (("opaque picture", (40, 120, 200, 255)), ("transparent picture", (0, 0, 0, 0))):
    picture = PIL.Image.new("RGBA", (64, 64), ground)
    picture.save("picture.png")
    pasted, laid = picture.copy(), picture.copy()
    pasted.paste(stamp, (0, 0), stamp)
    laid.alpha_composite(stamp)
    on_black = PIL.Image.alpha_composite(PIL.Image.new("RGBA", (64, 64), "black"), pasted)
    on_white = PIL.Image.alpha_composite(PIL.Image.new("RGBA", (64, 64), "white"), pasted)
    print(f"{name} {ground}, stamp {stamp.getpixel((32, 32))}")
    print(f"  paste with the stamp as mask: {pasted.getpixel((32, 32))}; on a white page {on_white.getpixel((32, 32))[:3]}, on a black one {on_black.getpixel((32, 32))[:3]}")
    print(f"  alpha_composite: {laid.getpixel((32, 32))}")
    print(f"  ImageMagick: {program('convert-im6.q16', 'picture.png', 'stamp.png', '-composite', 'PNG32:out.png').getpixel((32, 32))}")
    print(f"  libvips: {program('vips', 'composite2', 'picture.png', 'stamp.png', 'out.png', 'over').getpixel((32, 32))}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
opaque picture (40, 120, 200, 255), stamp (200, 120, 40, 128)
  paste with the stamp as mask: (120, 120, 120, 191); on a white page (154, 154, 154), on a black one (90, 90, 90)
  alpha_composite: (120, 120, 120, 255)
  ImageMagick: (120, 120, 120, 255)
  libvips: (120, 120, 119, 255)
transparent picture (0, 0, 0, 0), stamp (200, 120, 40, 128)
  paste with the stamp as mask: (100, 60, 20, 64); on a white page (216, 206, 196), on a black one (25, 15, 5)
  alpha_composite: (200, 120, 40, 128)
  ImageMagick: (200, 120, 40, 128)
  libvips: (200, 120, 40, 128)
SEEN
echo 'as seen before'
