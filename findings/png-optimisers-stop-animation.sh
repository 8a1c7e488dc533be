#!/usr/bin/env bash
# zopflipng, pngquant and pngcrush keep the first picture of an animated PNG and drop the animation: zopflipng, which is
# lossless, reports a smaller result and success. OptiPNG, OxiPNG and exiftool -all= keep it.
#
# An animated PNG ends in .png like any other, so that a loop over a folder stops the moving ones. What is smaller
# afterwards is the film.
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
debian zopfli 1.0.3
debian pngquant 2.17.0
debian pngcrush 1.8.13
debian optipng 0.7.7

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 pyoxipng==9.1.1
echo 'pillow==13.0.0 numpy==2.4.6 pyoxipng==9.1.1'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import subprocess

import numpy
import oxipng
import PIL.Image

y, x = numpy.mgrid[0:64, 0:64]
frames = [PIL.Image.fromarray((128 + 100 * numpy.sin(numpy.stack([x + 9 * k, x + y, y - 5 * k], -1) / 9)).round().astype(numpy.uint8)) for k in range(4)]
frames[0].save("in.png", save_all=True, append_images=frames[1:], duration=100)


def tell(name, file, status=0):
    opened = PIL.Image.open(file)
    chunks = [kind for kind in ("acTL", "fcTL", "fdAT") if kind.encode() in pathlib.Path(file).read_bytes()]
    print(f"{name}: status {status}, {getattr(opened, 'n_frames', 1)} frames, chunks {' '.join(chunks) or 'none'}")


tell("source", "in.png")
for name, command in {
    "zopflipng": ("zopflipng", "-y", "in.png", "out.png"),
    "pngquant": ("pngquant", "--force", "--output", "out.png", "in.png"),
    "pngcrush": ("pngcrush", "-q", "in.png", "out.png"),
    "OptiPNG": ("optipng", "-quiet", "-clobber", "-out", "out.png", "in.png"),
}.items():
    pathlib.Path("out.png").unlink(missing_ok=True)
    tell(name, "out.png", subprocess.run(command, check=False, capture_output=True).returncode)
oxipng.optimize("in.png", "oxipng.png")
tell("OxiPNG", "oxipng.png")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
source: status 0, 4 frames, chunks acTL fcTL fdAT
zopflipng: status 0, 1 frames, chunks none
pngquant: status 0, 1 frames, chunks none
pngcrush: status 0, 1 frames, chunks none
OptiPNG: status 0, 4 frames, chunks acTL fcTL fdAT
OxiPNG: status 0, 4 frames, chunks acTL fcTL fdAT
SEEN
echo 'as seen before'
