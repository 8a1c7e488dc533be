#!/usr/bin/env bash
# pngquant drops a PNG's colour profile and leaves the samples as they were: a Display P3 picture turns duller
# everywhere.
#
# It looks like a compressor of the palette only. OptiPNG and OxiPNG keep the profile; zopflipng drops it too, unless
# --keepchunks=iCCP is given.
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
debian pngquant 2.17.0
debian zopfli 1.0.3
debian optipng 0.7.7

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import struct
import subprocess

import PIL.Image
import PIL.ImageCms


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
wide = bytearray(profile)
for name, xyz in (("rXYZ", (0.5151, 0.2412, -0.0011)), ("gXYZ", (0.2920, 0.6922, 0.0419)), ("bXYZ", (0.1571, 0.0666, 0.7841))):  # Display P3, D50
    place = wide.index(name.encode())
    offset = int.from_bytes(wide[place + 4:place + 8], "big")
    wide[offset + 8:offset + 20] = struct.pack(">3i", *(round(v * 65536) for v in xyz))
PIL.Image.new("RGB", (32, 32), (200, 60, 60)).save("in.png", icc_profile=bytes(wide))
run("pngquant", "--force", "--output", "pngquant.png", "in.png")
run("zopflipng", "in.png", "zopflipng.png")
run("optipng", "-quiet", "in.png", "-out", "optipng.png")
srgb = PIL.ImageCms.createProfile("sRGB")
print("in.png means sRGB", PIL.ImageCms.profileToProfile(PIL.Image.open("in.png"), io.BytesIO(bytes(wide)), srgb).getpixel((9, 9)))
for file in ("pngquant.png", "zopflipng.png", "optipng.png"):
    picture = PIL.Image.open(file)
    print(f"{file}: samples {picture.convert('RGB').getpixel((9, 9))}, {'profile kept' if picture.info.get('icc_profile') else 'profile dropped'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.png means sRGB (217, 42, 52)
pngquant.png: samples (200, 60, 60), profile dropped
zopflipng.png: samples (200, 60, 60), profile dropped
optipng.png: samples (200, 60, 60), profile kept
SEEN
echo 'as seen before'
