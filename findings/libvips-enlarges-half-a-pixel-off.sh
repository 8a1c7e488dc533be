#!/usr/bin/env bash
# libvips moves a picture half a pixel to the right and down when it makes it larger, by any factor and with any kernel
# but nearest, vipsthumbnail too; making it smaller leaves it in place, and so do Pillow, OpenCV and ImageMagick.
#
# Two enlargements of the same picture are compared with an offset, which costs decibels, and a mark that lies on a grid
# is looked for beside it.
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
debian libvips-tools 8.14.1
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import pyvips

# A spot that is round and in the middle. Its centre of gravity says where a resized picture lies.
y, x = numpy.mgrid[0:64, 0:64] - 31.5
spot = (220 * numpy.exp(-(x * x + y * y) / 50)).round().astype(numpy.uint8)
PIL.Image.fromarray(spot).save("a.png")


def offset(picture):
    picture = numpy.asarray(picture, dtype=float).reshape(len(picture), -1)
    middle = (len(picture) - 1) / 2
    return " ".join(f"{abs((picture.sum(axis) * numpy.arange(len(picture))).sum() / picture.sum() - middle):.1f}" for axis in (0, 1))


def program(*command):
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("out.png").convert("L"))


loaded = pyvips.Image.new_from_file("a.png")
for scale in (0.5, 2, 3, 8):
    size = int(64 * scale)
    results = {f"libvips {kernel}": loaded.resize(scale, kernel=kernel).numpy() for kernel in ("nearest", "linear", "cubic", "lanczos3")}
    results["vips 8.14"] = program("vips", "resize", "a.png", "out.png", str(scale))
    results["vipsthumbnail"] = program("vipsthumbnail", "a.png", "--size", str(size), "-o", "out.png")
    results["Pillow"] = PIL.Image.fromarray(spot).resize((size, size), PIL.Image.Resampling.BICUBIC)
    results["OpenCV"] = cv2.resize(spot, (size, size), interpolation=cv2.INTER_CUBIC)
    results["ImageMagick"] = program("convert-im6.q16", "a.png", "-resize", f"{size}x{size}", "out.png")
    print(f"× {scale}, pixels off across and down:", ", ".join(f"{name} {offset(numpy.asarray(result))}" for name, result in results.items()))
texture = (128 + 60 * numpy.sin(x / 2) + 60 * numpy.sin(x / 3 + y / 1.5)).astype(numpy.uint8)
by_libvips = pyvips.Image.new_from_array(texture).resize(2, kernel="cubic").numpy().reshape(128, 128).astype(float)
by_pillow = numpy.asarray(PIL.Image.fromarray(texture).resize((128, 128), PIL.Image.Resampling.BICUBIC), dtype=float)


def decibels(a, b):
    return 10 * numpy.log10(255 ** 2 / ((a - b) ** 2).mean())


print(f"texture doubled with the same cubic kernel by libvips and Pillow: {decibels(by_libvips, by_pillow):.0f} dB")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
× 0.5, pixels off across and down: libvips nearest 0.2 0.2, libvips linear 0.0 0.0, libvips cubic 0.0 0.0, libvips lanczos3 0.0 0.0, vips 8.14 0.0 0.0, vipsthumbnail 0.0 0.0, Pillow 0.0 0.0, OpenCV 0.0 0.0, ImageMagick 0.0 0.0
× 2, pixels off across and down: libvips nearest 0.0 0.0, libvips linear 0.5 0.5, libvips cubic 0.5 0.5, libvips lanczos3 0.5 0.5, vips 8.14 0.5 0.5, vipsthumbnail 0.5 0.5, Pillow 0.0 0.0, OpenCV 0.0 0.0, ImageMagick 0.0 0.0
× 3, pixels off across and down: libvips nearest 0.0 0.0, libvips linear 0.5 0.5, libvips cubic 0.5 0.5, libvips lanczos3 0.5 0.5, vips 8.14 0.5 0.5, vipsthumbnail 0.5 0.5, Pillow 0.0 0.0, OpenCV 0.0 0.0, ImageMagick 0.0 0.0
× 8, pixels off across and down: libvips nearest 0.0 0.0, libvips linear 0.5 0.5, libvips cubic 0.5 0.5, libvips lanczos3 0.5 0.5, vips 8.14 0.5 0.5, vipsthumbnail 0.5 0.5, Pillow 0.0 0.0, OpenCV 0.0 0.0, ImageMagick 0.0 0.0
texture doubled with the same cubic kernel by libvips and Pillow: 27 dB
SEEN
echo 'as seen before'
