#!/usr/bin/env bash
# FFmpeg's picture of an ordinary 4:2:0 JPEG is some 30 to 45 dB away from libjpeg's; Pillow, OpenCV, libvips and
# ImageMagick agree with libjpeg to the bit.
#
# libjpeg interpolates chroma, FFmpeg's default conversion repeats it. A figure such as PSNR or the size of a hidden
# change depends on whose decoder was used; at 4:4:4 the two are within rounding.
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
debian libjpeg-turbo-progs 2.1.5
debian ffmpeg 5.1.
debian libvips-tools 8.14.1
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image
import numpy


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


y, x = numpy.mgrid[0:128, 0:128]
waves = [128 + 100 * numpy.sin(x / 5) * numpy.cos(y / 9), 128 + 100 * numpy.sin(x / 7 + 1), 128 + 100 * numpy.cos((x + y) / 6)]
source = PIL.Image.fromarray(numpy.stack(waves, -1).clip(0, 255).astype(numpy.uint8))
for name, subsampling in (("4:2:0", 2), ("4:4:4", 0)):
    source.save("a.jpg", quality=95, subsampling=subsampling)
    run("djpeg", "-outfile", "libjpeg.ppm", "a.jpg")
    run("vips", "copy", "a.jpg", "libvips.ppm")
    run("convert-im6.q16", "a.jpg", "ImageMagick.ppm")
    run("ffmpeg", "-v", "error", "-y", "-i", "a.jpg", "FFmpeg.ppm")
    PIL.Image.open("a.jpg").save("Pillow.ppm")
    reference = numpy.asarray(PIL.Image.open("libjpeg.ppm")).astype(float)
    for program in ("Pillow", "libvips", "ImageMagick", "FFmpeg"):
        error = ((numpy.asarray(PIL.Image.open(program + ".ppm")) - reference) ** 2).mean()
        print(f"{name} {program}: {'equal' if error == 0 else f'{10 * numpy.log10(255**2 / error):.0f} dB'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
4:2:0 Pillow: equal
4:2:0 libvips: equal
4:2:0 ImageMagick: equal
4:2:0 FFmpeg: 33 dB
4:4:4 Pillow: equal
4:4:4 libvips: equal
4:4:4 ImageMagick: equal
4:4:4 FFmpeg: 60 dB
SEEN
echo 'as seen before'
