#!/usr/bin/env bash
# pdqhash gives a turned or transposed NumPy array another hash than a copy of the same array: half of the 256 bits
# differ, as between any two pictures, since it reads the memory row by row whatever the strides say.
#
# numpy.rot90, numpy.transpose and PyTorch's permute return such views, so a picture that was turned upright that way
# has a hash that nobody else finds. Mirrored and cut out arrays come out right. numpy.ascontiguousarray helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pdqhash==0.2.8 numpy==2.4.6 opencv-python==5.0.0.93 scipy==1.17.1
echo 'pdqhash==0.2.8 numpy==2.4.6 opencv-python==5.0.0.93 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import numpy
import pdqhash
import scipy.ndimage

soft = scipy.ndimage.gaussian_filter(numpy.random.default_rng(1).normal(size=(240, 320, 3)), (4, 4, 0))
picture = (128 + soft / soft.std() * 45).clip(0, 255).round().astype(numpy.uint8)
planes = numpy.ascontiguousarray(numpy.moveaxis(picture, 2, 0))
views = {"as it is": picture, "mirrored": picture[:, ::-1], "upside down": picture[::-1], "cut out": picture[20:200, 30:300], "every second": picture[::2, ::2],
         "transposed": picture.transpose(1, 0, 2), "numpy.rot90": numpy.rot90(picture), "channels put last": numpy.moveaxis(planes, 0, 2)}
for name, view in views.items():
    copy = numpy.ascontiguousarray(view)
    hashes = [pdqhash.compute(samples)[0] for samples in (view, copy)]
    print(f"{name}: the same samples {numpy.array_equal(view, copy)}, {int((hashes[0] != hashes[1]).sum())} of 256 bits differ from the copy's hash")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
as it is: the same samples True, 0 of 256 bits differ from the copy's hash
mirrored: the same samples True, 0 of 256 bits differ from the copy's hash
upside down: the same samples True, 0 of 256 bits differ from the copy's hash
cut out: the same samples True, 0 of 256 bits differ from the copy's hash
every second: the same samples True, 0 of 256 bits differ from the copy's hash
transposed: the same samples True, 124 of 256 bits differ from the copy's hash
numpy.rot90: the same samples True, 136 of 256 bits differ from the copy's hash
channels put last: the same samples True, 0 of 256 bits differ from the copy's hash
SEEN
echo 'as seen before'
