#!/usr/bin/env bash
# A TIFF in which 0 means white, as scanners write drawings, becomes its negative in tifffile, imageio and scikit-image,
# and with 16 bits in Pillow and OpenCV's IMREAD_UNCHANGED too; libvips, ImageMagick and FFmpeg are right in every case.
#
# tifffile returns what is stored, so that a TIFF with a palette becomes the numbers of its colours, and imageio and
# scikit-image pass that on as the picture.
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
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 \
  imageio==2.38.1 tifffile==2026.3.3 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 tifffile==2026.3.3 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imageio.v3
import numpy
import PIL.Image
import pyvips
import skimage.io
import tifffile


def program(*command):
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("out.png").convert("RGB"))


# A white page with a black half. Every reader's page is compared at a white place.
for bits, kind in ((8, numpy.uint8), (16, numpy.uint16)):
    page = numpy.full((32, 32), numpy.iinfo(kind).max, dtype=kind)
    page[:, 16:] = 0
    file = f"{bits}.tif"
    tifffile.imwrite(file, numpy.iinfo(kind).max - page, photometric="miniswhite")
    seen = {
        "tifffile": tifffile.imread(file),
        "imageio": imageio.v3.imread(file),
        "scikit-image": skimage.io.imread(file),
        "Pillow": numpy.asarray(PIL.Image.open(file)),
        "OpenCV": cv2.imread(file, cv2.IMREAD_UNCHANGED),
        "OpenCV as 8 bits": cv2.imread(file),
        "libvips": pyvips.Image.new_from_file(file).numpy(),
        "ImageMagick": program("convert-im6.q16", file, "out.png"),
        "FFmpeg": program("ffmpeg", "-v", "error", "-y", "-i", file, "out.png"),
    }
    print(f"{bits} bits:", ", ".join(f"{name} {'positive' if numpy.ravel(p[4, 4])[0] > numpy.ravel(p[4, 28])[0] else 'negative'}" for name, p in seen.items()))

palette = PIL.Image.new("P", (32, 32), 1)
palette.putpalette([0, 0, 0, 200, 120, 40])
palette.save("palette.tif")
for name, picture in (("tifffile", tifffile.imread("palette.tif")), ("imageio", imageio.v3.imread("palette.tif")), ("scikit-image", skimage.io.imread("palette.tif")),
                      ("OpenCV", cv2.imread("palette.tif", cv2.IMREAD_UNCHANGED)[..., ::-1]), ("libvips", pyvips.Image.new_from_file("palette.tif").numpy())):
    print(f"palette, {name}: {picture.shape}, {numpy.ravel(picture[4, 4]).tolist()}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
8 bits: tifffile negative, imageio negative, scikit-image negative, Pillow positive, OpenCV positive, OpenCV as 8 bits positive, libvips positive, ImageMagick positive, FFmpeg positive
16 bits: tifffile negative, imageio negative, scikit-image negative, Pillow negative, OpenCV negative, OpenCV as 8 bits positive, libvips positive, ImageMagick positive, FFmpeg positive
palette, tifffile: (32, 32), [1]
palette, imageio: (32, 32), [1]
palette, scikit-image: (32, 32), [1]
palette, OpenCV: (32, 32, 3), [200, 120, 40]
palette, libvips: (32, 32, 3), [200, 120, 40]
SEEN
echo 'as seen before'
