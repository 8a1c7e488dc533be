#!/usr/bin/env bash
# pyvips returns the picture that a file held before: if a program reads a file, overwrites it and reads it again, the
# second reading has the old samples, and even the old width, unless revalidate=True is given.
#
# libvips remembers operations by their arguments, of which the name is one and the file's time and size are not. Who
# protects a picture in place and then verifies it with the same process verifies the unprotected one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import os

import PIL.Image
import pyvips


def read(name, **options):
    picture = pyvips.Image.new_from_file(name, **options)
    return f"{picture.width} wide, colour {tuple(int(v) for v in picture(0, 0))}"


for kind in ("png", "jpg", "tif", "webp"):
    name = f"a.{kind}"
    PIL.Image.new("RGB", (32, 32), (255, 255, 255)).save(name)
    first = read(name)
    PIL.Image.new("RGB", (48, 32), (0, 0, 0)).save("new." + kind)
    os.replace("new." + kind, name)
    print(f"{kind}: first {first}; overwritten, {read(name)}; with revalidate=True {read(name, revalidate=True)}; afterwards {read(name)}")
name = "thumbnail.png"
PIL.Image.new("RGB", (32, 32), (255, 255, 255)).save(name)
pyvips.Image.thumbnail(name, 16)
PIL.Image.new("RGB", (32, 32), (0, 0, 0)).save(name)
print("thumbnail(): overwritten, colour", tuple(int(v) for v in pyvips.Image.thumbnail(name, 16)(0, 0)))
name = "own.png"
pyvips.Image.black(32, 32).write_to_file(name)
read(name)
(pyvips.Image.black(32, 32) + 255).write_to_file(name)
print("white, written by pyvips itself:", read(name))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
png: first 32 wide, colour (255, 255, 255); overwritten, 32 wide, colour (255, 255, 255); with revalidate=True 48 wide, colour (0, 0, 0); afterwards 48 wide, colour (0, 0, 0)
jpg: first 32 wide, colour (255, 255, 255); overwritten, 32 wide, colour (255, 255, 255); with revalidate=True 48 wide, colour (0, 0, 0); afterwards 48 wide, colour (0, 0, 0)
tif: first 32 wide, colour (255, 255, 255); overwritten, 32 wide, colour (255, 255, 255); with revalidate=True 48 wide, colour (0, 0, 0); afterwards 48 wide, colour (0, 0, 0)
webp: first 32 wide, colour (255, 255, 255); overwritten, 32 wide, colour (255, 255, 255); with revalidate=True 48 wide, colour (0, 0, 0); afterwards 48 wide, colour (0, 0, 0)
thumbnail(): overwritten, colour (0, 0, 0)
white, written by pyvips itself: 32 wide, colour (0,)
SEEN
echo 'as seen before'
