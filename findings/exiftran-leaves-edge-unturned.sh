#!/usr/bin/env bash
# exiftran -a, which turns phone pictures upright without loss, moves a picture by up to 15 pixels and puts the strip from
# one edge to the other if its width or height is no multiple of 8 or 16; jhead -autorot cuts the strip off. Neither
# says so.
#
# Blocks of a JPEG that are not whole must stay at the right and at the bottom. As long as a viewer turned the picture by
# its tag everything was right; now the tag says upright and the strip is in the wrong place for good.
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
debian exiftran 2.10
debian jhead 3.06
debian libjpeg-turbo-progs 2.1.5

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import shutil
import subprocess

import numpy
import PIL.Image
from PIL import ImageOps


def part(samples, axis, start, end):
    return numpy.take(samples, range(start, samples.shape[axis] - end), axis)


def last(samples, count, axis):
    return numpy.take(samples, range(samples.shape[axis] - count, samples.shape[axis]), axis)


def turned(width, height, orientation, subsampling):
    y, x = numpy.mgrid[0:height, 0:width]
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    PIL.Image.fromarray(numpy.dstack([x * 255 / width, y * 255 / height, 0 * x + 128]).astype(numpy.uint8)).save("a.jpg", quality=95, subsampling=subsampling, exif=exif)
    wanted = numpy.asarray(ImageOps.exif_transpose(PIL.Image.open("a.jpg")), dtype=int)
    shutil.copy("a.jpg", "jhead.jpg")
    for name, file, command in (("exiftran", "exiftran.jpg", "exiftran -a -o exiftran.jpg a.jpg"), ("jhead", "jhead.jpg", "jhead -q -autorot jhead.jpg")):
        told = subprocess.run(command.split(), check=True, capture_output=True, text=True)
        picture = PIL.Image.open(file)
        samples = numpy.asarray(picture, dtype=int)
        text = f"{picture.width} × {picture.height} of {wanted.shape[1]} × {wanted.shape[0]}"
        if samples.shape == wanted.shape:
            moved = next((n, axis) for n in range(16) for axis in (1, 0) if numpy.abs(part(samples, axis, 0, n) - part(wanted, axis, n, 0)).mean() < 3)
            text += ", as it should be" if moved[0] == 0 else f", moved {moved[0]} pixels {('up', 'to the left')[moved[1]]}; the last {moved[0]} are {numpy.abs(last(samples, *moved) - last(wanted, *moved)).mean():.0f} levels off"
        print(f"{width} × {height}, orientation {orientation}, {name}: {text}; orientation {picture.getexif().get(0x0112)}; it says {(told.stdout + told.stderr).strip() or 'nothing'}")


turned(96, 64, 6, 2)
turned(100, 75, 6, 2)
turned(100, 75, 8, 2)
turned(96, 72, 6, 2)
turned(96, 72, 6, 0)
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
96 × 64, orientation 6, exiftran: 64 × 96 of 64 × 96, as it should be; orientation 1; it says nothing
96 × 64, orientation 6, jhead: 64 × 96 of 64 × 96, as it should be; orientation 1; it says nothing
100 × 75, orientation 6, exiftran: 75 × 100 of 75 × 100, moved 11 pixels to the left; the last 11 are 74 levels off; orientation 1; it says nothing
100 × 75, orientation 6, jhead: 64 × 100 of 75 × 100; orientation 1; it says nothing
100 × 75, orientation 8, exiftran: 75 × 100 of 75 × 100, moved 3 pixels up; the last 3 are 83 levels off; orientation 1; it says nothing
100 × 75, orientation 8, jhead: 75 × 96 of 75 × 100; orientation 1; it says nothing
96 × 72, orientation 6, exiftran: 72 × 96 of 72 × 96, moved 8 pixels to the left; the last 8 are 78 levels off; orientation 1; it says nothing
96 × 72, orientation 6, jhead: 64 × 96 of 72 × 96; orientation 1; it says nothing
96 × 72, orientation 6, exiftran: 72 × 96 of 72 × 96, as it should be; orientation 1; it says nothing
96 × 72, orientation 6, jhead: 72 × 96 of 72 × 96, as it should be; orientation 1; it says nothing
SEEN
echo 'as seen before'
