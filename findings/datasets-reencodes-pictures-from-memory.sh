#!/usr/bin/env bash
# Hugging Face datasets encodes a JPEG anew with quality 75 and without EXIF and profile if Pillow opened it from
# memory; if Pillow opened it from a file it keeps only the path, so that what was drawn on it is gone.
#
# Rows look alike when they are read back. A dataset that was made from downloads has pictures of another quality, other
# hashes and no rights in them; a stamped or shrunk picture is the original again. Copies become PNG, and bytes stay as
# they are.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check datasets==5.2.0 pillow==13.0.0 numpy==2.4.6
echo 'datasets==5.2.0 pillow==13.0.0 numpy==2.4.6'

HF_HUB_OFFLINE=1 HF_HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import io
import pathlib

import datasets
import numpy
import PIL.Image
from PIL import ImageCms

exif = PIL.Image.Exif()
exif[0x8298] = "(c) Ada"
random = numpy.random.default_rng(1)
picture = PIL.Image.fromarray(random.integers(0, 256, (32, 32, 3), dtype=numpy.uint8)).resize((256, 256))
picture.save("a.jpg", quality=95, exif=exif, icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
source = pathlib.Path("a.jpg").read_bytes()
before = PIL.Image.open("a.jpg")
cases = {"bytes": {"path": None, "bytes": source}, "Pillow, from a file": PIL.Image.open("a.jpg"), "Pillow, from memory": PIL.Image.open(io.BytesIO(source)),
         "Pillow, a copy": PIL.Image.open("a.jpg").copy()}
for name, value in cases.items():
    stored = datasets.Image().encode_example(value)
    if stored["bytes"] is None:
        print(f"{name}: no bytes, only the path")
        continue
    after = PIL.Image.open(io.BytesIO(stored["bytes"]))
    off = numpy.abs(numpy.asarray(after, dtype=int) - numpy.asarray(before)).max()
    tables = "" if after.format != "JPEG" else ", quality 75" if after.quantization[0][0] == 8 else ", quality 95"
    print(f"{name}: {'the same bytes' if stored['bytes'] == source else 'other bytes'}, {after.format}{tables}, "
          f"{'same samples' if off == 0 else 'other samples'}, {', '.join(key for key in ('exif', 'icc_profile') if key in after.info) or 'no metadata'}")
drawn = PIL.Image.open("a.jpg")
drawn.paste("black", (0, 0, 256, 256))
back = datasets.Image().decode_example(datasets.Image().encode_example(drawn))
print("Pillow, from a file and painted black:", "black" if not back.getbbox() else "the original" if back == before else "something else")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
bytes: the same bytes, JPEG, quality 95, same samples, exif, icc_profile
Pillow, from a file: no bytes, only the path
Pillow, from memory: other bytes, JPEG, quality 75, other samples, no metadata
Pillow, a copy: other bytes, PNG, same samples, icc_profile
Pillow, from a file and painted black: the original
SEEN
echo 'as seen before'
