#!/usr/bin/env bash
# invisible-watermark does not give back the mark that it has just put into a picture with a white ground, and says nothing.
#
# Its methods dwtDct and dwtDctSvd add to the levels and cut off what is over 255; the decoder finds most bits of white blocks changed and returns
# 64 bits all the same, since it knows no answer but bits. A drawing on white paper, untouched, gives another number than was embedded.
# The package imports PyTorch for a third method; these two do without it, so an empty module stands in.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check --no-deps invisible-watermark==0.2.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 PyWavelets==1.9.0
echo 'invisible-watermark==0.2.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 PyWavelets==1.9.0'

venv/bin/python - <<'PYTHON' | tee seen
import sys
import types

sys.modules["torch"] = types.ModuleType("torch")
sys.modules["onnxruntime"] = types.ModuleType("onnxruntime")
import imwatermark
import numpy

y, x = numpy.mgrid[:512, :512]
disc = ((x - 256) ** 2 + (y - 256) ** 2 < 150 ** 2)[..., None]
pictures = {
    "grey": numpy.full((512, 512, 3), 128, numpy.uint8),
    "disc on grey": numpy.where(disc, [60, 40, 200], 128).astype(numpy.uint8),
    "disc on white": numpy.where(disc, [60, 40, 200], 255).astype(numpy.uint8),
    "white": numpy.full((512, 512, 3), 255, numpy.uint8),
}
bits = [int(bit) for bit in numpy.unpackbits(numpy.frombuffer(b"Ada 2026", numpy.uint8))]
for name, picture in pictures.items():
    for method in ("dwtDct", "dwtDctSvd"):
        encoder = imwatermark.WatermarkEncoder()
        encoder.set_watermark("bits", bits)
        marked = encoder.encode(picture.copy(), method)
        read = imwatermark.WatermarkDecoder("bits", 64).decode(marked, method)
        same = sum(int(a) == b for a, b in zip(read, bits))
        print(f"{name}, {method}: {'the mark' if same == 64 else 'another number'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
grey, dwtDct: the mark
grey, dwtDctSvd: the mark
disc on grey, dwtDct: the mark
disc on grey, dwtDctSvd: the mark
disc on white, dwtDct: another number
disc on white, dwtDctSvd: another number
white, dwtDct: another number
white, dwtDctSvd: another number
SEEN
echo 'as seen before'
