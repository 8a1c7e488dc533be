#!/usr/bin/env bash
# Pillow's thumbnail() of a JPEG gives other pixels if the picture has been loaded before, by load(), by a look at a
# pixel or by exif_transpose().
#
# Before it is loaded, the JPEG decoder itself makes the picture smaller (draft mode), afterwards only the resampling
# does. The same file with the same call has another hash, and a few levels of difference in between.
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
from PIL import ImageOps

random = numpy.random.default_rng(1)
PIL.Image.fromarray(random.integers(0, 256, (128, 128, 3), dtype=numpy.uint8)).resize((1024, 1024)).save("a.jpg", quality=95)


def small(prepare=lambda picture: picture, file="a.jpg"):
    picture = PIL.Image.open(file)
    picture = prepare(picture) or picture
    picture.thumbnail((200, 200))
    return numpy.asarray(picture, dtype=int)


first = small()
PIL.Image.open("a.jpg").save("a.png")
for name, prepare in (("nothing", lambda p: None), ("getexif", lambda p: p.getexif() and None), ("load", lambda p: p.load() and None),
                      ("getpixel", lambda p: p.getpixel((0, 0)) and None), ("exif_transpose", ImageOps.exif_transpose)):
    other = small(prepare)
    print(f"after {name}: {'the same' if numpy.array_equal(first, other) else f'up to {numpy.abs(first - other).max()} levels off'}")
print("as a PNG, after load:", "the same" if numpy.array_equal(small(file="a.png"), small(lambda p: p.load() and None, "a.png")) else "differs")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
after nothing: the same
after getexif: the same
after load: up to 15 levels off
after getpixel: up to 15 levels off
after exif_transpose: up to 15 levels off
as a PNG, after load: the same
SEEN
echo 'as seen before'
