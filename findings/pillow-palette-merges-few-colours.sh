#!/usr/bin/env bash
# Pillow merges the colours of pixel art that has transparent pixels when it makes a GIF or a palette PNG of it: 33 colours
# become 9, where 256 fit. The same picture without transparency keeps every one.
#
# For pictures with alpha quantize() changes to another method, an octree, which has room for a few steps of each channel
# and joins neighbours such as the shades of a skin or a sky. ImageMagick and GraphicsMagick keep the colours of both.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image

random = numpy.random.default_rng(1)
steps = numpy.linspace(0, 1, 32)[:, None]
palettes = {"32 shades of skin": (180, 130, 100) + steps * (60, 60, 70), "64 colours by chance": random.integers(0, 256, (64, 3)), "250 colours by chance": random.integers(0, 256, (250, 3))}


def pillow_gif(picture):
    picture.save("a.gif")
    return PIL.Image.open("a.gif")


def program(*command):
    def write(picture):
        picture.save("a.png")
        subprocess.run([*command, "a.png", "a.gif"], check=True)
        return PIL.Image.open("a.gif")
    return write


def seen(picture):
    """Samples as shown: what is invisible has no colour."""
    samples = numpy.asarray(picture.convert("RGBA"), dtype=int).copy()
    samples[samples[..., 3] == 0] = 0
    return samples


for name, palette in palettes.items():
    colours = palette.round().astype(numpy.uint8)[random.integers(0, len(palette), (96, 96))]
    opaque = numpy.dstack([colours, numpy.full((96, 96), 255, numpy.uint8)])
    cut = opaque.copy()
    cut[:16] = 0
    for kind, picture in (("opaque", PIL.Image.fromarray(colours)), ("partly transparent", PIL.Image.fromarray(cut))):
        results = []
        for way, make in (("Pillow quantize(256)", lambda p: p.quantize(256)), ("Pillow GIF", pillow_gif), ("ImageMagick GIF", program("convert-im6.q16", "+dither")), ("GraphicsMagick GIF", program("gm", "convert", "+dither"))):
            got = seen(make(picture))
            results.append(f"{way} {len(numpy.unique(got.reshape(-1, 4), axis=0))}, off by up to {numpy.abs(got - seen(picture)).max()}")
        print(f"{name}, {kind}, {len(numpy.unique(seen(picture).reshape(-1, 4), axis=0))} colours:", "; ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
32 shades of skin, opaque, 32 colours: Pillow quantize(256) 32, off by up to 0; Pillow GIF 32, off by up to 0; ImageMagick GIF 32, off by up to 0; GraphicsMagick GIF 32, off by up to 0
32 shades of skin, partly transparent, 33 colours: Pillow quantize(256) 9, off by up to 8; Pillow GIF 9, off by up to 8; ImageMagick GIF 33, off by up to 0; GraphicsMagick GIF 33, off by up to 0
64 colours by chance, opaque, 64 colours: Pillow quantize(256) 64, off by up to 0; Pillow GIF 64, off by up to 0; ImageMagick GIF 64, off by up to 0; GraphicsMagick GIF 64, off by up to 0
64 colours by chance, partly transparent, 65 colours: Pillow quantize(256) 63, off by up to 11; Pillow GIF 63, off by up to 11; ImageMagick GIF 65, off by up to 0; GraphicsMagick GIF 65, off by up to 0
250 colours by chance, opaque, 250 colours: Pillow quantize(256) 250, off by up to 0; Pillow GIF 250, off by up to 0; ImageMagick GIF 250, off by up to 0; GraphicsMagick GIF 250, off by up to 0
250 colours by chance, partly transparent, 251 colours: Pillow quantize(256) 219, off by up to 17; Pillow GIF 219, off by up to 17; ImageMagick GIF 251, off by up to 0; GraphicsMagick GIF 251, off by up to 0
SEEN
echo 'as seen before'
