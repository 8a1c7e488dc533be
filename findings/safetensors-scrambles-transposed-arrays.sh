#!/usr/bin/env bash
# safetensors 0.8.0 writes a NumPy array that is transposed or cut out in the order of its memory, with the shape of the
# view: a picture whose channels were put first is read back scrambled, and nothing is said.
#
# 0.7.0 wrote it right, and for PyTorch's tensors the same is an error. numpy.ascontiguousarray() before saving helps.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >roundtrip.py <<'PYTHON'
import importlib.metadata

import numpy
from safetensors.numpy import load_file, save_file

y, x = numpy.mgrid[0:48, 0:64]
picture = numpy.dstack([x * 4, y * 5, (x + y) * 2]).astype(numpy.uint8)
for name, view in {
    "as it is": picture,
    "channels first": picture.transpose(2, 0, 1),
    "width and height exchanged": picture.transpose(1, 0, 2),
    "a crop": picture[8:40, 8:40],
    "every second pixel": picture[::2, ::2],
    "Fortran's order": numpy.asfortranarray(picture),
    "channels first, then ascontiguousarray": numpy.ascontiguousarray(picture.transpose(2, 0, 1)),
}.items():
    save_file({"picture": view}, "a.safetensors")
    back = load_file("a.safetensors")["picture"]
    wrong = (back != view).mean()
    print(f"{importlib.metadata.version('safetensors')}, {name}: {' × '.join(map(str, back.shape))}, {'the same samples' if wrong == 0 else f'{wrong:.0%} of the samples wrong'}")
PYTHON
for version in 0.7.0 0.8.0; do
  python3 -m venv "venv-$version"
  "venv-$version/bin/pip" install -q --disable-pip-version-check "safetensors==$version" numpy==2.4.6
  echo "safetensors==$version numpy==2.4.6"
done
for version in 0.7.0 0.8.0; do
  "venv-$version/bin/python" roundtrip.py
done | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
0.7.0, as it is: 48 × 64 × 3, the same samples
0.7.0, channels first: 3 × 48 × 64, the same samples
0.7.0, width and height exchanged: 64 × 48 × 3, the same samples
0.7.0, a crop: 32 × 32 × 3, the same samples
0.7.0, every second pixel: 24 × 32 × 3, the same samples
0.7.0, Fortran's order: 48 × 64 × 3, the same samples
0.7.0, channels first, then ascontiguousarray: 3 × 48 × 64, the same samples
0.8.0, as it is: 48 × 64 × 3, the same samples
0.8.0, channels first: 3 × 48 × 64, 99% of the samples wrong
0.8.0, width and height exchanged: 64 × 48 × 3, 98% of the samples wrong
0.8.0, a crop: 32 × 32 × 3, 81% of the samples wrong
0.8.0, every second pixel: 24 × 32 × 3, 98% of the samples wrong
0.8.0, Fortran's order: 48 × 64 × 3, 99% of the samples wrong
0.8.0, channels first, then ascontiguousarray: 3 × 48 × 64, the same samples
SEEN
echo 'as seen before'
