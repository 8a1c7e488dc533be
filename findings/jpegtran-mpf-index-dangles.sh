#!/usr/bin/env bash
# jpegtran -copy all drops the pictures behind a multi-picture JPEG but keeps the MPF index that points to them.
#
# Phones write gain maps, depth and stereo pictures this way. Afterwards Pillow still counts two pictures and cannot
# read the second, although the file is a sound JPEG.
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
debian libjpeg-turbo-progs 2.1.5
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


gradient = PIL.Image.linear_gradient("L").convert("RGB")
gradient.save("in.jpg", format="MPO", save_all=True, append_images=[gradient.resize((64, 64))], quality=90)
run("jpegtran", "-copy", "all", "-outfile", "out.jpg", "in.jpg")
for file in ("in.jpg", "out.jpg"):
    picture = PIL.Image.open(file)
    try:
        picture.seek(1)
        picture.load()
        second = f"second is {picture.width}×{picture.height}"
    except ValueError as error:
        second = f"second cannot be read: {error}"
    start = int(run("exiftool", "-s3", "-MPImageStart", file).splitlines()[-1])
    size = len(open(file, "rb").read())
    print(f"{file}: {picture.n_frames} pictures, {second}; the index points {'into' if start < size else 'behind the end of'} the file")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.jpg: 2 pictures, second is 64×64; the index points into the file
out.jpg: 2 pictures, second cannot be read: No data found for frame; the index points behind the end of the file
SEEN
echo 'as seen before'
