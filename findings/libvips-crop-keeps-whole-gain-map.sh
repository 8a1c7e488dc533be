#!/usr/bin/env bash
# libvips crops a picture for HDR screens (Ultra HDR JPEG) and writes the gain map of the whole picture into the cropped
# file: what was cut away appears again as a ghost, and the second JPEG in the file shows it to everybody.
#
# Phones take such pictures by default. The map says how much brighter an HDR screen shows each part; turning and
# mirroring leave it as it was too, and an ordinary screen shows nothing of it. A chapter of libvips' handbook leaves
# the map to the caller; code written before 8.18, which dropped it, meets this with the update. thumbnail() adapts it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pyvips==3.2.0 pyvips-binary==8.18.7 imagecodecs==2026.3.6 pillow==13.0.0 numpy==2.4.6
echo 'pyvips==3.2.0 pyvips-binary==8.18.7 imagecodecs==2026.3.6 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import io

import imagecodecs
import numpy
import PIL.Image
import pyvips

light = numpy.full((240, 320, 4), 0.2, numpy.float16)
light[..., 3] = 1
light[40:100, 40:120, :3] = 6  # a lamp in the upper left quarter, six times as bright as white
open("a.jpg", "wb").write(imagecodecs.ultrahdr_encode(light))
steps = {
    "the file": lambda picture: None,
    "crop() to the lower right quarter": lambda picture: picture.crop(160, 120, 160, 120),
    "rot180()": lambda picture: picture.rot180(),
    "fliphor()": lambda picture: picture.fliphor(),
    "thumbnail_image(160)": lambda picture: picture.thumbnail_image(160),
    "crop(), keep='icc'": lambda picture: picture.crop(160, 120, 160, 120),
}
for name, step in steps.items():
    changed = step(pyvips.Image.new_from_file("a.jpg"))
    if changed is not None:
        changed.write_to_file("b.jpg", Q=95, **({"keep": "icc"} if "keep" in name else {}))
    file = open("a.jpg" if changed is None else "b.jpg", "rb").read()
    base = PIL.Image.open(io.BytesIO(file))
    samples = numpy.asarray(base.convert("L"))
    line = f"{name}: {base.width} × {base.height} samples of {samples.min()} to {samples.max()}"
    second = file.find(b"\xff\xd8\xff", 2)
    if second < 0:
        print(f"{line}; no gain map")
        continue
    shown = imagecodecs.ultrahdr_decode(file).astype(float)[..., 0]
    bright = numpy.argwhere(shown > 4 * numpy.median(shown))
    rows, columns = zip(bright.min(0).tolist(), (bright.max(0) + 1).tolist())
    gain = PIL.Image.open(io.BytesIO(file[second:]))
    print(f"{line}; gain map {gain.width} × {gain.height}; on an HDR screen up to {shown.max() / numpy.median(shown):.0f} times as bright as the ground, rows {rows[0]} to {rows[1]}, columns {columns[0]} to {columns[1]}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the file: 320 × 240 samples of 113 to 239; gain map 320 × 240; on an HDR screen up to 30 times as bright as the ground, rows 40 to 100, columns 40 to 120
crop() to the lower right quarter: 160 × 120 samples of 113 to 113; gain map 320 × 240; on an HDR screen up to 6 times as bright as the ground, rows 20 to 50, columns 20 to 60
rot180(): 320 × 240 samples of 113 to 239; gain map 320 × 240; on an HDR screen up to 6 times as bright as the ground, rows 40 to 200, columns 40 to 280
fliphor(): 320 × 240 samples of 113 to 239; gain map 320 × 240; on an HDR screen up to 6 times as bright as the ground, rows 40 to 100, columns 40 to 280
thumbnail_image(160): 160 × 120 samples of 108 to 243; gain map 160 × 120; on an HDR screen up to 31 times as bright as the ground, rows 20 to 50, columns 20 to 60
crop(), keep='icc': 160 × 120 samples of 113 to 113; no gain map
SEEN
echo 'as seen before'
