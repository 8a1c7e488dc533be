#!/usr/bin/env bash
# A Lab picture of Pillow has other numbers as a NumPy array than through getpixel(), split() and histogram(): a neutral
# grey has a = b = 128 there and 0 in the array, and 1 step towards green is 255.
#
# numpy.asarray() and tobytes() give the signed bytes of a TIFF, the other functions add 128. Both are arrays of
# uint8: a mean, a distance or a blur of the array is of wrapped numbers, so that two greys that nobody tells apart are 255
# levels from each other, where they are 1 apart through split().
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import numpy
import PIL.Image
import PIL.ImageCms


def lab(*colours):
    picture = PIL.Image.new("RGB", (len(colours), 1))
    for x, colour in enumerate(colours):
        picture.putpixel((x, 0), colour)
    return PIL.ImageCms.profileToProfile(picture, PIL.ImageCms.createProfile("sRGB"), PIL.ImageCms.createProfile("LAB"), outputMode="LAB")


colours = {"grey": (128, 128, 128), "greenish grey": (127, 129, 127), "green": (20, 180, 40)}
picture = lab(*colours.values())
array = numpy.asarray(picture)
channels = numpy.dstack([numpy.asarray(channel) for channel in picture.split()])
for x, (name, colour) in enumerate(colours.items()):
    print(f"{name} {' '.join(map(str, colour))}: getpixel {picture.getpixel((x, 0))}, split {tuple(channels[0, x].tolist())}, numpy.asarray {array.dtype} {tuple(array[0, x].tolist())}")
print("grey and greenish grey are", *(numpy.abs(a[0, 0].astype(int) - a[0, 1]).max() for a in (channels, array)), "levels apart: by split, by numpy.asarray")
reduced = picture.resize((1, 1), PIL.Image.Resampling.BOX, box=(0, 0, 2, 1))
print("mean of grey and greenish grey: by resize", reduced.getpixel((0, 0)), "and by the array", tuple(array[0, :2].mean(0).round().astype(int).tolist()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
grey 128 128 128: getpixel (137, 128, 128), split (137, 128, 128), numpy.asarray uint8 (137, 0, 0)
greenish grey 127 129 127: getpixel (137, 127, 129), split (137, 127, 129), numpy.asarray uint8 (137, 255, 1)
green 20 180 40: getpixel (164, 69, 183), split (164, 69, 183), numpy.asarray uint8 (164, 197, 55)
grey and greenish grey are 1 255 levels apart: by split, by numpy.asarray
mean of grey and greenish grey: by resize (137, 128, 129) and by the array (137, 128, 0)
SEEN
echo 'as seen before'
