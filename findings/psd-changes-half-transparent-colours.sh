#!/usr/bin/env bash
# ImageMagick 6 and psd-tools do not read back the half transparent colours that they have just written into a PSD: an
# orange of 200, 100, 50 returns as a green of 145, 201, 101 from the one and as a red of 145, 0, 0 from the other.
#
# Photoshop mixes white into such colours before it stores the whole picture. Both take it out when they read, and
# neither mixes it in when it writes; ImageMagick lets what falls below 0 go round. Shadows and soft edges change their
# colour. Pillow reads what these two wrote, and files made like Photoshop's too light.
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
debian imagemagick 6.9.11.60

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 psd-tools==1.26.0 numpy==2.4.6
echo 'pillow==13.0.0 psd-tools==1.26.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image
import psd_tools

ALPHAS = (255, 192, 128, 64)
picture = numpy.full((32, 32, 4), (200, 100, 50, 255), numpy.uint8)
for part, alpha in enumerate(ALPHAS):
    picture[:, 8 * part : 8 * part + 8, 3] = alpha
share = picture[..., 3:] / 255
mixed = numpy.dstack([(picture[..., :3] * share + 255 * (1 - share)).round(), picture[..., 3]]).astype(numpy.uint8)
PIL.Image.fromarray(picture).save("a.png")
PIL.Image.fromarray(mixed).save("mixed.png")


def run(*command):
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("b.png")


writers = {
    "written by ImageMagick": lambda: subprocess.run(["convert", "a.png", "a.psd"], check=True),
    "written by psd-tools": lambda: psd_tools.PSDImage.frompil(PIL.Image.fromarray(picture)).save("a.psd"),
    "with white in it like Photoshop's": lambda: subprocess.run(["convert", "mixed.png", "a.psd"], check=True),
}
for writer, write in writers.items():
    write()
    readers = {"psd-tools": lambda: psd_tools.PSDImage.open("a.psd").composite(), "Pillow": lambda: PIL.Image.open("a.psd")}
    if "psd-tools" not in writer:  # ImageMagick finds no alpha in what psd-tools writes
        readers["ImageMagick"] = lambda: run("convert", "a.psd[0]", "b.png")
    for reader, read in readers.items():
        samples = numpy.asarray(read().convert("RGBA"))
        print(f"{writer}, read by {reader}:", "; ".join(f"alpha {samples[4, 8 * part + 4, 3]}: {' '.join(map(str, samples[4, 8 * part + 4, :3]))}" for part in range(4)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
written by ImageMagick, read by psd-tools: alpha 255: 200 100 50; alpha 192: 181 49 0; alpha 128: 145 0 0; alpha 64: 35 0 0
written by ImageMagick, read by Pillow: alpha 255: 200 100 50; alpha 192: 200 100 50; alpha 128: 200 100 50; alpha 64: 200 100 50
written by ImageMagick, read by ImageMagick: alpha 255: 200 100 50; alpha 192: 181 49 237; alpha 128: 145 201 101; alpha 64: 35 147 203
written by psd-tools, read by psd-tools: alpha 255: 200 100 50; alpha 192: 181 49 0; alpha 128: 145 0 0; alpha 64: 35 0 0
written by psd-tools, read by Pillow: alpha 255: 200 100 50; alpha 192: 200 100 50; alpha 128: 200 100 50; alpha 64: 200 100 50
with white in it like Photoshop's, read by psd-tools: alpha 255: 200 100 50; alpha 192: 200 99 50; alpha 128: 199 99 49; alpha 64: 199 99 51
with white in it like Photoshop's, read by Pillow: alpha 255: 200 100 50; alpha 192: 214 138 101; alpha 128: 227 177 152; alpha 64: 241 216 204
with white in it like Photoshop's, read by ImageMagick: alpha 255: 200 100 50; alpha 192: 200 99 50; alpha 128: 199 99 49; alpha 64: 199 99 51
SEEN
echo 'as seen before'
