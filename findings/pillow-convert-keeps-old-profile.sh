#!/usr/bin/env bash
# Pillow's convert() keeps the ICC profile of the colours that the picture had before: an RGB file saved afterwards
# carries a CMYK profile, a grey one an RGB profile.
#
# PNG, TIFF and AVIF get it without being asked. Pillow's own ImageCms cannot use such a profile any more, libpng's
# readers complain of it, and nothing says so when it is written.
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
debian libgs-common 10.0
debian imagemagick 6.9.11.60
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import subprocess

import PIL.Image
from PIL import ImageCms

cmyk = open("/usr/share/color/icc/ghostscript/default_cmyk.icc", "rb").read()
srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
PIL.Image.new("CMYK", (64, 64), (10, 200, 30, 20)).save("cmyk.jpg", icc_profile=cmyk)
PIL.Image.new("RGB", (64, 64), (200, 50, 20)).save("rgb.jpg", icc_profile=srgb.tobytes())
for source, mode, file in (("cmyk.jpg", "RGB", "a.png"), ("cmyk.jpg", "RGB", "a.tif"), ("cmyk.jpg", "RGB", "a.avif"), ("rgb.jpg", "L", "b.png")):
    PIL.Image.open(source).convert(mode).save(file)
    picture = PIL.Image.open(file)
    space = subprocess.run(["exiftool", "-s3", "-ICC_Profile:ColorSpaceData", file], capture_output=True, text=True).stdout.strip()
    try:
        ImageCms.profileToProfile(picture, io.BytesIO(picture.info["icc_profile"]), srgb, outputMode="RGB")
        used = "can be used"
    except ImageCms.PyCMSError as error:
        used = str(error)
    warned = "iCCP" in subprocess.run(["convert-im6.q16", file, "out.ppm"], capture_output=True, text=True).stderr
    print(f"{file}: picture {picture.mode}, profile of {space}; ImageCms: {used}; {'libpng warns' if warned else 'no warning'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
a.png: picture RGB, profile of CMYK; ImageCms: cannot build transform; libpng warns
a.tif: picture RGB, profile of CMYK; ImageCms: cannot build transform; no warning
a.avif: picture RGB, profile of CMYK; ImageCms: cannot build transform; no warning
b.png: picture L, profile of RGB; ImageCms: cannot build transform; libpng warns
SEEN
echo 'as seen before'
