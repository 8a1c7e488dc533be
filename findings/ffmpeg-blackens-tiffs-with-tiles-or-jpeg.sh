#!/usr/bin/env bash
# FFmpeg, and so PyAV, makes a black picture of every TIFF that is stored in tiles, and a black or green one if its
# samples are compressed as JPEG, and reports success; Pillow, OpenCV, libvips, ImageMagick and tifffile read them.
#
# Archives and scanners use both, and Pillow, ImageMagick, GraphicsMagick, libvips and tifffile write one or the other
# on request. The same picture in strips with LZW comes out right.
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
debian libtiff-tools 4.5.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 av==18.1.0
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 tifffile==2026.3.3 imagecodecs==2026.3.6 av==18.1.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import av
import cv2
import numpy
import PIL.Image
import tifffile

y, x = numpy.mgrid[0:96, 0:128]
samples = numpy.stack([120 + y, 100 + x // 2, 90 + (x + y) // 4], -1).astype(numpy.uint8)
picture = PIL.Image.fromarray(samples)
picture.save("a.png")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True)


def png(*command):
    run("rm", "-f", "b.png")
    return (run(*command), numpy.asarray(PIL.Image.open("b.png").convert("RGB")))[1]


writers = {
    "Pillow, LZW": lambda: picture.save("a.tif", compression="tiff_lzw"),
    "ImageMagick, tiles": lambda: run("convert", "a.png", "-define", "tiff:tile-geometry=64x64", "a.tif"),
    "libvips, tiles with LZW": lambda: run("vips", "copy", "a.png", "a.tif[tile,compression=lzw]"),
    "tifffile, tiles": lambda: tifffile.imwrite("a.tif", samples, photometric="rgb", tile=(64, 64)),
    "Pillow, JPEG": lambda: picture.save("a.tif", compression="jpeg"),
    "tiffcp, JPEG": lambda: run("tiffcp", "-c", "jpeg:r", "a.tif", "c.tif") and run("mv", "c.tif", "a.tif"),
    "ImageMagick, JPEG": lambda: run("convert", "a.png", "-compress", "jpeg", "a.tif"),
    "GraphicsMagick, JPEG": lambda: run("gm", "convert", "a.png", "-compress", "jpeg", "a.tif"),
    "libvips, JPEG": lambda: run("vips", "copy", "a.png", "a.tif[compression=jpeg]"),
    "tifffile, JPEG": lambda: tifffile.imwrite("a.tif", samples, compression="jpeg"),
}
readers = {
    "FFmpeg": lambda: png("ffmpeg", "-loglevel", "error", "-i", "a.tif", "b.png"),
    "PyAV": lambda: next(av.open("a.tif").decode(video=0)).to_ndarray(format="rgb24"),
    "Pillow": lambda: numpy.asarray(PIL.Image.open("a.tif").convert("RGB")),
    "OpenCV": lambda: cv2.imread("a.tif")[..., ::-1],
    "tifffile": lambda: tifffile.imread("a.tif"),
    "libvips": lambda: png("vips", "copy", "a.tif", "b.png"),
    "ImageMagick": lambda: png("convert", "a.tif", "b.png"),
}
for writer, write in writers.items():
    write()
    right = []
    for reader, read in readers.items():
        seen = read().astype(int)
        if abs(seen - samples).mean() < 4:
            right.append(reader)
        else:
            print(f"{writer}, read by {reader}: a mean of {' '.join(f'{value:.0f}' for value in seen.mean((0, 1)))} instead of {' '.join(f'{value:.0f}' for value in samples.mean((0, 1)))}")
    print(f"{writer}, read right by {', '.join(right)}")
said = run("ffmpeg", "-nostdin", "-y", "-i", "a.tif", "b.png").stderr.lower()
print("FFmpeg says", "something of an error" if any(word in said for word in ("error", "unsupported", "not supported", "invalid data", "not implemented")) else "nothing of it")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow, LZW, read right by FFmpeg, PyAV, Pillow, OpenCV, tifffile, libvips, ImageMagick
ImageMagick, tiles, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
ImageMagick, tiles, read by PyAV: a mean of 0 0 0 instead of 168 132 117
ImageMagick, tiles, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
libvips, tiles with LZW, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
libvips, tiles with LZW, read by PyAV: a mean of 0 0 0 instead of 168 132 117
libvips, tiles with LZW, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
tifffile, tiles, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
tifffile, tiles, read by PyAV: a mean of 0 0 0 instead of 168 132 117
tifffile, tiles, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
Pillow, JPEG, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
Pillow, JPEG, read by PyAV: a mean of 0 0 0 instead of 168 132 117
Pillow, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
tiffcp, JPEG, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
tiffcp, JPEG, read by PyAV: a mean of 0 0 0 instead of 168 132 117
tiffcp, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
ImageMagick, JPEG, read by FFmpeg: a mean of 0 0 0 instead of 168 132 117
ImageMagick, JPEG, read by PyAV: a mean of 0 0 0 instead of 168 132 117
ImageMagick, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
GraphicsMagick, JPEG, read by FFmpeg: a mean of 0 136 0 instead of 168 132 117
GraphicsMagick, JPEG, read by PyAV: a mean of 0 136 0 instead of 168 132 117
GraphicsMagick, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
libvips, JPEG, read by FFmpeg: a mean of 0 136 0 instead of 168 132 117
libvips, JPEG, read by PyAV: a mean of 0 136 0 instead of 168 132 117
libvips, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
tifffile, JPEG, read by FFmpeg: a mean of 0 135 0 instead of 168 132 117
tifffile, JPEG, read by PyAV: a mean of 0 135 0 instead of 168 132 117
tifffile, JPEG, read right by Pillow, OpenCV, tifffile, libvips, ImageMagick
FFmpeg says nothing of it
SEEN
echo 'as seen before'
