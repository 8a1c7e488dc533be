#!/usr/bin/env bash
# FFmpeg writes a JPEG in a quality that depends on the picture: without -q it keeps a video's bit rate, so that a large
# picture with detail gets quantisation steps eight times as coarse as a calm one.
#
# The first frame of a stream of 200 kbit/s is what it encodes. With -q:v 2 the tables are the same for every picture.
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

random = numpy.random.default_rng(1)
pictures = {
    "a calm picture of 512 × 512": PIL.Image.linear_gradient("L").convert("RGB").resize((512, 512)),
    "soft spots of 1024 × 1024": PIL.Image.fromarray(random.integers(0, 256, (64, 64, 3), dtype=numpy.uint8)).resize((1024, 1024)),
    "noise of 512 × 512": PIL.Image.fromarray(random.integers(0, 256, (512, 512, 3), dtype=numpy.uint8)),
    "noise of 2048 × 2048": PIL.Image.fromarray(random.integers(0, 256, (2048, 2048, 3), dtype=numpy.uint8)),
}
for name, picture in pictures.items():
    picture.save("in.png")
    steps = []
    for options in ((), ("-q:v", "2")):
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", "in.png", *options, "out.jpg"], check=True)
        steps.append(PIL.Image.open("out.jpg").quantization[0][63])
    print(f"{name}: largest step {steps[0]}, with -q:v 2 {steps[1]}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a calm picture of 512 × 512: largest step 20, with -q:v 2 20
soft spots of 1024 × 1024: largest step 72, with -q:v 2 20
noise of 512 × 512: largest step 83, with -q:v 2 20
noise of 2048 × 2048: largest step 155, with -q:v 2 20
SEEN
echo 'as seen before'
