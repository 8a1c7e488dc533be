#!/usr/bin/env bash
# FFmpeg's crop filter cuts a JPEG one pixel off and one pixel short if the offset or the size is odd: it rounds to the
# chroma samples of 4:2:0. The same command cuts the same picture as PNG exactly.
#
# Nothing is said. A tile, a face box or a caption's region that was computed on the pixels is another region in the
# file; exact=1 keeps to the numbers.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image

samples = numpy.kron(numpy.random.default_rng(1).integers(40, 220, (16, 16)), numpy.ones((4, 4))).astype(numpy.uint8)
picture = PIL.Image.fromarray(samples).convert("RGB")
picture.save("in.png")
picture.save("in.jpg", quality=100)


def place(part):
    height, width = part.shape
    errors = {(left, top): numpy.abs(samples[top:top + height, left:left + width] - part.astype(float)).mean() for left in range(65 - width) for top in range(65 - height)}
    return min(errors, key=errors.get)


for file, options in (("in.png", ""), ("in.jpg", ""), ("in.jpg", ":exact=1")):
    for width, height, left, top in ((20, 20, 10, 10), (20, 20, 11, 13), (21, 23, 10, 10)):
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", file, "-vf", f"crop={width}:{height}:{left}:{top}{options}", "out.png"], check=True)
        out = PIL.Image.open("out.png").convert("L")
        print(f"{file}, crop {width} × {height} from {left}, {top}{options}: {out.width} × {out.height} from", *place(numpy.asarray(out)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.png, crop 20 × 20 from 10, 10: 20 × 20 from 10 10
in.png, crop 20 × 20 from 11, 13: 20 × 20 from 11 13
in.png, crop 21 × 23 from 10, 10: 21 × 23 from 10 10
in.jpg, crop 20 × 20 from 10, 10: 20 × 20 from 10 10
in.jpg, crop 20 × 20 from 11, 13: 20 × 20 from 10 12
in.jpg, crop 21 × 23 from 10, 10: 20 × 22 from 10 10
in.jpg, crop 20 × 20 from 10, 10:exact=1: 20 × 20 from 10 10
in.jpg, crop 20 × 20 from 11, 13:exact=1: 20 × 20 from 11 13
in.jpg, crop 21 × 23 from 10, 10:exact=1: 21 × 23 from 10 10
SEEN
echo 'as seen before'
