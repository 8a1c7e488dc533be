#!/usr/bin/env bash
# A TIFF in YCbCr, as Pillow writes it of such a picture, turns purple in libvips, tifffile, imageio and scikit-image,
# which return its samples as if they were RGB; FFmpeg takes their range for another one. A TIFF in Lab is dull red in
# tifffile, imageio and scikit-image, and bright green in GraphicsMagick.
#
# The file says what its samples are, and libvips calls them sRGB all the same. OpenCV and ImageMagick convert both.
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
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 imageio==2.38.1 scikit-image==0.26.0 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 imageio==2.38.1 scikit-image==0.26.0 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imageio.v3
import numpy
import PIL.Image
import pyvips
import skimage.io
import tifffile

orange = PIL.Image.new("RGB", (64, 64), (200, 100, 50))
orange.save("a.png")
orange.convert("YCbCr").save("YCbCr.tif")
subprocess.run(["convert", "a.png", "-colorspace", "Lab", "Lab.tif"], check=True)
print("200 100 50 in a TIFF of Pillow's mode YCbCr and in one of ImageMagick's colour space Lab")


def png(*command):
    subprocess.run(["rm", "-f", "b.png"], check=True)
    done = subprocess.run(command, check=False, capture_output=True)
    return numpy.asarray(PIL.Image.open("b.png").convert("RGB")) if done.returncode == 0 else None


def wheel(file):
    try:
        picture = pyvips.Image.new_from_file(file)
        return picture.numpy() if picture.interpretation == "srgb" else picture.colourspace("srgb").numpy()
    except pyvips.error.Error:
        return None


for file in ("YCbCr.tif", "Lab.tif"):
    for name, read in {
        "OpenCV": lambda: cv2.imread(file)[..., ::-1],
        "ImageMagick": lambda: png("convert", file, "b.png"),
        "Pillow, convert('RGB')": lambda: numpy.asarray(PIL.Image.open(file).convert("RGB")),
        "GraphicsMagick": lambda: png("gm", "convert", file, "b.png"),
        "libvips of Debian": lambda: png("vips", "copy", file, "b.png"),
        "pyvips": lambda: wheel(file),
        "FFmpeg": lambda: png("ffmpeg", "-loglevel", "error", "-i", file, "b.png"),
        "tifffile": lambda: tifffile.imread(file),
        "imageio": lambda: imageio.v3.imread(file),
        "scikit-image": lambda: skimage.io.imread(file),
    }.items():
        samples = read()
        print(f"{file}, {name}:", "cannot read it" if samples is None else " ".join(map(str, samples[8, 8].tolist())))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
200 100 50 in a TIFF of Pillow's mode YCbCr and in one of ImageMagick's colour space Lab
YCbCr.tif, OpenCV: 200 100 50
YCbCr.tif, ImageMagick: 200 99 50
YCbCr.tif, Pillow, convert('RGB'): 199 99 49
YCbCr.tif, GraphicsMagick: 200 100 50
YCbCr.tif, libvips of Debian: 124 86 182
YCbCr.tif, pyvips: 124 86 182
YCbCr.tif, FFmpeg: 212 98 41
YCbCr.tif, tifffile: 124 86 182
YCbCr.tif, imageio: 124 86 182
YCbCr.tif, scikit-image: 124 86 182
Lab.tif, OpenCV: 202 105 53
Lab.tif, ImageMagick: 199 100 50
Lab.tif, Pillow, convert('RGB'): 195 101 51
Lab.tif, GraphicsMagick: 42 220 0
Lab.tif, libvips of Debian: 198 99 52
Lab.tif, pyvips: cannot read it
Lab.tif, FFmpeg: cannot read it
Lab.tif, tifffile: 137 36 45
Lab.tif, imageio: 137 36 45
Lab.tif, scikit-image: 137 36 45
SEEN
echo 'as seen before'
