#!/usr/bin/env bash
# imageio and scikit-image return a CMYK JPEG or TIFF as four channels of ink, which look like RGB with alpha: scikit-image's
# rgba2rgb makes it white, and the first three channels are the negative.
#
# A picture without black ink has "alpha" 0, so that it is transparent all over. OpenCV, Skia and Pillow's convert() come
# to RGB; libvips names the colours CMYK.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 \
  imageio==2.38.1 tifffile==2026.3.3 pyvips==3.2.0 pyvips-binary==8.18.7 skia-python==144.1
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 imageio==2.38.1 tifffile==2026.3.3 pyvips-binary==8.18.7 skia-python==144.1'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import imageio.v3
import numpy
import PIL.Image
import pyvips
import skia
import skimage.color
import skimage.io


def at(picture):
    return tuple(int(v) for v in numpy.asarray(picture)[16, 16])


inks = PIL.Image.new("RGB", (32, 32), (200, 120, 40)).convert("CMYK")
for kind in ("jpg", "tif"):
    file = f"a.{kind}"
    inks.save(file)
    read = skimage.io.imread(file)
    libvips = pyvips.Image.new_from_file(file)
    print(f"{kind}: imageio {at(imageio.v3.imread(file))}, scikit-image {at(read)}, libvips {at(libvips.numpy())} ({libvips.interpretation}), OpenCV {at(cv2.imread(file)[..., ::-1])}, "
          f"Pillow's convert {at(PIL.Image.open(file).convert('RGB'))}")
    print(f"{kind}: scikit-image's rgba2rgb {at((skimage.color.rgba2rgb(read) * 255).round())}, first three channels {at(read[..., :3])}")
    PIL.Image.fromarray(read).save("b.png")
    print(f"{kind}: saved as PNG by Pillow {PIL.Image.open('b.png').mode} {PIL.Image.open('b.png').getpixel((16, 16))}")
print("jpg: Skia", at(skia.Image.open("a.jpg").toarray(colorType=skia.kRGBA_8888_ColorType)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg: imageio (55, 135, 215, 0), scikit-image (55, 135, 215, 0), libvips (55, 135, 215, 0) (cmyk), OpenCV (201, 121, 41), Pillow's convert (200, 120, 40)
jpg: scikit-image's rgba2rgb (255, 255, 255), first three channels (55, 135, 215)
jpg: saved as PNG by Pillow RGBA (55, 135, 215, 0)
tif: imageio (55, 135, 215, 0), scikit-image (55, 135, 215, 0), libvips (55, 135, 215, 0) (cmyk), OpenCV (200, 120, 40), Pillow's convert (200, 120, 40)
tif: scikit-image's rgba2rgb (255, 255, 255), first three channels (55, 135, 215)
tif: saved as PNG by Pillow RGBA (55, 135, 215, 0)
jpg: Skia (200, 120, 40, 255)
SEEN
echo 'as seen before'
