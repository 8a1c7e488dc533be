#!/usr/bin/env bash
# FFmpeg reads another picture from a PNG than Pillow, OpenCV, libvips and ImageMagick if it is an animated one whose
# still picture is no frame: FFmpeg skips the still, which everybody shows who does not know animated PNG.
#
# imageio and scikit-image return such a PNG as a pile of pictures with the still as the first, four axes instead of
# three. A caption, hash or mark belongs to one of the two, and a browser shows FFmpeg's.
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
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 \
  imagecodecs==2026.3.6 imagehash==4.3.2
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 imagecodecs==2026.3.6 imagehash==4.3.2'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import imagecodecs
import imagehash
import imageio.v3
import numpy
import PIL.Image
import skimage.io

y, x = numpy.mgrid[0:64, 0:64]
still, *frames = [PIL.Image.fromarray(numpy.dstack([128 + 100 * numpy.sin(x / a + y / b)] * 3).astype(numpy.uint8)) for a, b in ((9, 30), (-14, 11), (20, -8))]
still.save("a.png", save_all=True, append_images=frames, default_image=True, duration=500)
names = ("the still", "the first frame", "the second frame")


def name(picture):
    picture = numpy.asarray(picture, dtype=int)
    return next(n for n, known in zip(names, (still, *frames)) if numpy.abs(numpy.asarray(known, dtype=int)[..., 0] - picture[..., 0]).max() < 3)


def program(*command):
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("out.png").convert("RGB")


for reader, picture in {
    "Pillow": PIL.Image.open("a.png").convert("RGB"),
    "OpenCV": cv2.imread("a.png"),
    "imagecodecs": imagecodecs.png_decode(open("a.png", "rb").read()),
    "libvips": program("vips", "copy", "a.png", "out.png"),
    "ImageMagick": program("convert-im6.q16", "a.png", "out.png"),
    "GraphicsMagick": program("gm", "convert", "a.png", "out.png"),
    "FFmpeg": program("ffmpeg", "-v", "error", "-i", "a.png", "-frames:v", "1", "-y", "out.png"),
}.items():
    print(f"{reader}: {name(picture)}")
for reader, read in (("imageio", imageio.v3.imread), ("scikit-image", skimage.io.imread)):
    pile = read("a.png")
    print(f"{reader}: {pile.shape}, {', '.join(name(p) for p in pile)}")
print("phash of the still and of the first frame:", imagehash.phash(still) - imagehash.phash(frames[0]), "of 64 bits differ")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow: the still
OpenCV: the still
imagecodecs: the still
libvips: the still
ImageMagick: the still
GraphicsMagick: the still
FFmpeg: the first frame
imageio: (3, 64, 64, 3), the still, the first frame, the second frame
scikit-image: (3, 64, 64, 3), the still, the first frame, the second frame
phash of the still and of the first frame: 28 of 64 bits differ
SEEN
echo 'as seen before'
