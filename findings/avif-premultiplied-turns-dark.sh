#!/usr/bin/env bash
# libvips and GraphicsMagick return the colours of an AVIF with premultiplied alpha as they are stored and call them
# ordinary ones: half transparent orange turns brown, and edges get dark. Pillow, OpenCV and avifdec divide by alpha.
#
# avifenc -p writes such files, which are smaller. Both programs read through libheif, which does not divide. FFmpeg and
# ImageMagick 6 read every AVIF without its alpha, so that erased parts are opaque, and these are black if premultiplied.
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
debian libavif-bin 0.11.1
debian graphicsmagick 1.3.40
debian libheif1 1.15.1
debian imagemagick 6.9.11.60
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import pyvips

picture = numpy.full((64, 96, 4), (200, 100, 50, 255), numpy.uint8)
picture[:, 32:64, 3] = 128
picture[:, 64:, 3] = 0
PIL.Image.fromarray(picture).save("a.png")
how = ("avifenc", "-y", "444", "--min", "0", "--max", "0")
subprocess.run([*how, "a.png", "straight.avif"], check=True, capture_output=True)
subprocess.run([*how, "-p", "a.png", "premultiplied.avif"], check=True, capture_output=True)


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGBA"))


def rounded(values):
    return " ".join(str(5 * round(value / 5)) for value in values)


for file in ("straight.avif", "premultiplied.avif"):
    for name, read in {
        "Pillow": lambda: numpy.asarray(PIL.Image.open(file).convert("RGBA")),
        "OpenCV": lambda: cv2.cvtColor(cv2.imread(file, cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA),
        "avifdec": lambda: png("avifdec", file, "b.png"),
        "libvips": lambda: pyvips.Image.new_from_file(file).numpy(),
        "GraphicsMagick": lambda: png("gm", "convert", file, "b.png"),
        "FFmpeg": lambda: png("ffmpeg", "-nostdin", "-loglevel", "error", "-i", file, "b.png"),
        "ImageMagick": lambda: png("convert", file, "b.png"),
    }.items():
        samples = read().astype(int)
        opaque, half, erased = (samples[32, place] for place in (16, 48, 80))
        print(f"{file}, {name}: opaque {rounded(opaque[:3])}; half {rounded(half[:3])}, alpha {half[3]}; erased {'transparent' if erased[3] == 0 else rounded(erased[:3]) + ', alpha ' + str(erased[3])}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
straight.avif, Pillow: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
straight.avif, OpenCV: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
straight.avif, avifdec: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
straight.avif, libvips: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
straight.avif, GraphicsMagick: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
straight.avif, FFmpeg: opaque 200 100 50; half 200 100 50, alpha 255; erased 200 100 50, alpha 255
straight.avif, ImageMagick: opaque 200 100 50; half 200 100 50, alpha 255; erased 200 100 50, alpha 255
premultiplied.avif, Pillow: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
premultiplied.avif, OpenCV: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
premultiplied.avif, avifdec: opaque 200 100 50; half 200 100 50, alpha 128; erased transparent
premultiplied.avif, libvips: opaque 200 100 50; half 100 50 25, alpha 128; erased transparent
premultiplied.avif, GraphicsMagick: opaque 200 100 50; half 100 50 25, alpha 128; erased transparent
premultiplied.avif, FFmpeg: opaque 200 100 50; half 100 50 25, alpha 255; erased 0 0 0, alpha 255
premultiplied.avif, ImageMagick: opaque 200 100 50; half 100 50 25, alpha 255; erased 0 0 0, alpha 255
SEEN
echo 'as seen before'
