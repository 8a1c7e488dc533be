#!/usr/bin/env bash
# A JPEG of quality 100 has its colour at half the width and height if Pillow, OpenCV, Skia or cjpeg writes it;
# ImageMagick, GraphicsMagick, libvips and PHP's GD change to full colour from quality 90 on, simplejpeg has it always.
#
# What a perturbation or a mark says in colour alone is averaged over four pixels at the best quality there is, and the
# error is larger than that of quality 90 with full colour.
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
debian libjpeg-turbo-progs 2.1.5
debian php8.2-gd 8.2.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 simplejpeg==1.9.0 skia-python==144.1
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 simplejpeg==1.9.0 skia-python==144.1'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import simplejpeg
import skia
from PIL import JpegImagePlugin

# Grey with noise in red and blue that leaves the luma as it is.
noise = numpy.random.default_rng(1).choice([-12, 12], size=(128, 128))
picture = numpy.dstack([128 + noise, 128 - (0.299 * noise + 0.114 * noise) / 0.587, 128 + noise]).round().astype(numpy.uint8)
PIL.Image.fromarray(picture).save("a.png")
PIL.Image.fromarray(picture).save("a.ppm")


def write(data):
    with open("out.jpg", "wb") as file:
        file.write(data)


def program(command):
    return lambda quality: subprocess.run(command.format(quality).split(), check=True, capture_output=True)


opaque = skia.Image.fromarray(numpy.dstack([picture, numpy.full((128, 128), 255, dtype=numpy.uint8)]), colorType=skia.kRGBA_8888_ColorType)
php = 'imagejpeg(imagecreatefrompng("a.png"), "out.jpg", (int) $argv[1]);'
writers = {
    "Pillow": lambda quality: PIL.Image.fromarray(picture).save("out.jpg", quality=quality),
    "OpenCV": lambda quality: cv2.imwrite("out.jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality]),
    "Skia": lambda quality: write(bytes(opaque.encodeToData(skia.kJPEG, quality))),
    "GD": lambda quality: subprocess.run(["php", "-r", php, str(quality)], check=True),
    "cjpeg": program("cjpeg -quality {} -outfile out.jpg a.ppm"),
    "ImageMagick": program("convert-im6.q16 a.png -quality {} out.jpg"),
    "GraphicsMagick": program("gm convert a.png -quality {} out.jpg"),
    "libvips": program("vips jpegsave a.png out.jpg --Q {}"),
    "simplejpeg": lambda quality: write(simplejpeg.encode_jpeg(picture, quality=quality)),
}
for name, writer in writers.items():
    results = []
    for quality in (80, 90, 100):
        writer(quality)
        result = PIL.Image.open("out.jpg")
        error = numpy.abs(numpy.asarray(result, dtype=int) - picture).mean()
        results.append(f"{quality} {({0: '4:4:4', 1: '4:2:2', 2: '4:2:0'})[JpegImagePlugin.get_sampling(result)]} error {error:.0f}")
    print(f"{name}: {', '.join(results)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow: 80 4:2:0 error 10, 90 4:2:0 error 10, 100 4:2:0 error 9
OpenCV: 80 4:2:0 error 10, 90 4:2:0 error 10, 100 4:2:0 error 9
Skia: 80 4:2:0 error 10, 90 4:2:0 error 10, 100 4:2:0 error 9
GD: 80 4:2:0 error 10, 90 4:4:4 error 6, 100 4:4:4 error 0
cjpeg: 80 4:2:0 error 10, 90 4:2:0 error 10, 100 4:2:0 error 9
ImageMagick: 80 4:2:0 error 10, 90 4:4:4 error 6, 100 4:4:4 error 0
GraphicsMagick: 80 4:2:0 error 10, 90 4:4:4 error 6, 100 4:4:4 error 0
libvips: 80 4:2:0 error 10, 90 4:4:4 error 6, 100 4:4:4 error 0
simplejpeg: 80 4:4:4 error 8, 90 4:4:4 error 6, 100 4:4:4 error 0
SEEN
echo 'as seen before'
