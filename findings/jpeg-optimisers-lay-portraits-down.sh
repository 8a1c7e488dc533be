#!/usr/bin/env bash
# mozjpeg-lossless-optimization and optimize-images drop a JPEG's EXIF and colour profile by default and leave the
# samples as they lie: a phone's portrait is on its side afterwards, and a wide-gamut picture duller.
#
# The first is lossless by name and keeps every sample; what the samples mean is gone. The second writes over the file,
# encodes it anew and reports the bytes saved. jpegtran without options, whose work the first does, drops them too;
# jpegoptim keeps both.
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
debian jpegoptim 1.4.7

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check mozjpeg-lossless-optimization==1.3.2 optimize-images==2.2.0 pillow==13.0.0 numpy==2.4.6
echo 'mozjpeg-lossless-optimization==1.3.2 optimize-images==2.2.0 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib
import shutil
import subprocess

import mozjpeg_lossless_optimization
import numpy
import PIL.Image
import PIL.ImageCms

exif = PIL.Image.Exif()
exif[0x0112] = 6
y, x = numpy.mgrid[0:200, 0:300]
samples = numpy.stack([128 + 100 * numpy.sin(x / 15), 128 + 100 * numpy.sin(x / 27 + y / 9), 128 + 100 * numpy.cos((x + y) / 16)], -1).round().astype(numpy.uint8)
profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
PIL.Image.fromarray(samples).save("in.jpg", quality=92, exif=exif, icc_profile=profile)


def tell(name, file):
    opened = PIL.Image.open(file)
    same = numpy.array_equal(numpy.asarray(opened), numpy.asarray(PIL.Image.open("in.jpg")))
    print(f"{name}: {opened.width} × {opened.height}, orientation {opened.getexif().get(0x0112)}, {'profile' if 'icc_profile' in opened.info else 'no profile'}, samples {'as they were' if same else 'changed'}")


tell("source", "in.jpg")
pathlib.Path("out.jpg").write_bytes(mozjpeg_lossless_optimization.optimize(pathlib.Path("in.jpg").read_bytes()))
tell("mozjpeg-lossless-optimization", "out.jpg")
pathlib.Path("folder").mkdir()
shutil.copy("in.jpg", "folder/in.jpg")
subprocess.run(["venv/bin/optimize-images", "folder"], check=True, stdout=subprocess.DEVNULL)
tell("optimize-images", "folder/in.jpg")
shutil.copy("in.jpg", "out.jpg")
subprocess.run(["jpegoptim", "--quiet", "out.jpg"], check=True)
tell("jpegoptim", "out.jpg")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
source: 300 × 200, orientation 6, profile, samples as they were
mozjpeg-lossless-optimization: 300 × 200, orientation None, no profile, samples as they were
optimize-images: 300 × 200, orientation None, no profile, samples changed
jpegoptim: 300 × 200, orientation 6, profile, samples as they were
SEEN
echo 'as seen before'
