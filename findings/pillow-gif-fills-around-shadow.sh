#!/usr/bin/env bash
# Pillow writes a soft shadow to GIF as a solid black picture: as soon as all colours are one and only the alpha differs,
# not one pixel of the GIF is transparent, not even those that had an alpha of 0.
#
# Its palette joins invisible pixels with nearly invisible ones of the same colour, and only an entry whose alpha is
# exactly 0 becomes the transparent one. A hard edge, or another colour beneath what is invisible, comes out right.
# FFmpeg makes every GIF opaque; ImageMagick and libvips make transparent what is less than half visible, GraphicsMagick only
# what is invisible.
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
debian ffmpeg 5.1.
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image

y, x = numpy.mgrid[0:96, 0:96]
distance = numpy.hypot(y - 48, x - 48)
soft = numpy.clip((40 - distance) / 25, 0, 1) * 255
hard = (distance < 30) * 255.0


def picture(alpha, colour, hidden):
    samples = numpy.zeros((96, 96, 4))
    samples[..., :3] = colour
    samples[alpha == 0, :3] = hidden
    samples[..., 3] = alpha
    return samples.round().astype(numpy.uint8)


def pillow(source, target):
    PIL.Image.open(source).save(target)


def program(*command):
    return lambda source, target: subprocess.run([*command, source, target], check=True)


writers = {"Pillow": pillow, "FFmpeg": program("ffmpeg", "-v", "error", "-y", "-i"), "ImageMagick": program("convert-im6.q16"),
           "GraphicsMagick": program("gm", "convert"), "libvips": program("vips", "copy")}
orange = (220, 120, 40)
for name, samples in (("black shadow", picture(soft, (0, 0, 0), (0, 0, 0))), ("orange glow", picture(soft, orange, orange)),
                      ("orange glow, black beneath", picture(soft, orange, (0, 0, 0))), ("orange disc, hard edge", picture(hard, orange, orange))):
    PIL.Image.fromarray(samples).save("a.png")
    results = []
    for writer, write in writers.items():
        write("a.png", "a.gif")
        clear = numpy.asarray(PIL.Image.open("a.gif").convert("RGBA"))[..., 3] == 0
        results.append(f"{writer} {clear.sum()}")
    print(f"{name}, {(samples[..., 3] == 0).sum()} pixels of 9216 invisible; transparent in the GIF of", ", ".join(results))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
black shadow, 4211 pixels of 9216 invisible; transparent in the GIF of Pillow 0, FFmpeg 0, ImageMagick 6839, GraphicsMagick 4211, libvips 6839
orange glow, 4211 pixels of 9216 invisible; transparent in the GIF of Pillow 0, FFmpeg 0, ImageMagick 6839, GraphicsMagick 4211, libvips 6839
orange glow, black beneath, 4211 pixels of 9216 invisible; transparent in the GIF of Pillow 4211, FFmpeg 0, ImageMagick 6839, GraphicsMagick 4211, libvips 6839
orange disc, hard edge, 6407 pixels of 9216 invisible; transparent in the GIF of Pillow 6407, FFmpeg 0, ImageMagick 6407, GraphicsMagick 6407, libvips 6407
SEEN
echo 'as seen before'
