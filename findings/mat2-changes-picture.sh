#!/usr/bin/env bash
# mat2, which removes metadata, makes another picture as well: a JPEG is encoded anew with quality 75, whatever it had,
# and a phone's portrait is left on its side; a PNG of 16 bits becomes one of 8, grey becomes colour, and half
# transparent colours shift.
#
# Its output is called cleaned. A display profile goes too, so that the samples mean other colours. exiftool -all=
# leaves the samples as they are.
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
debian mat2 0.13.3

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import PIL.Image
import PIL.ImageCms

y, x = numpy.mgrid[0:96, 0:128]
samples = numpy.stack([128 + 100 * numpy.sin(x / 7), 128 + 100 * numpy.sin(x / 9 + y / 4), 128 + 100 * numpy.cos((x + y) / 6)], -1).round().astype(numpy.uint8)
exif = PIL.Image.Exif()
exif[0x0112] = 6
profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
PIL.Image.fromarray(samples).save("portrait.jpg", quality=95, subsampling=0, exif=exif, icc_profile=profile)
PIL.Image.fromarray(samples[:, :, 0]).save("grey.png")
PIL.Image.fromarray(numpy.dstack([samples, numpy.full(x.shape, 20, numpy.uint8)])).save("glass.png")
cv2.imwrite("deep.png", (samples.astype(numpy.uint16) * 257)[:, :, ::-1] ^ 85)


def tell(file):
    opened = PIL.Image.open(file)
    words = [opened.mode, f"orientation {opened.getexif().get(0x0112, 'none')}", "profile" if "icc_profile" in opened.info else "no profile"]
    if opened.format == "JPEG":
        words.append(f"quantisation from {min(opened.quantization[0])} to {max(opened.quantization[0])}, colour {'full' if opened.layer[0][1] == 1 else 'halved'}")
    else:
        words.append(f"{8 * cv2.imread(file, cv2.IMREAD_UNCHANGED).itemsize} bits")
    return ", ".join(words)


for file in ("portrait.jpg", "deep.png", "grey.png", "glass.png"):
    subprocess.run(["mat2", file], check=True, stdout=subprocess.DEVNULL)
    cleaned = file.replace(".", ".cleaned.")
    before, after = (numpy.asarray(PIL.Image.open(name).convert("RGBA")).astype(int) for name in (file, cleaned))
    print(f"{file}: {tell(file)} -> {tell(cleaned)}, samples of 8 bits at most {numpy.abs(after - before).max()} off")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
portrait.jpg: RGB, orientation 6, profile, quantisation from 1 to 12, colour full -> RGB, orientation none, no profile, quantisation from 5 to 61, colour halved, samples of 8 bits at most 33 off
deep.png: RGB, orientation none, no profile, 16 bits -> RGB, orientation none, no profile, 8 bits, samples of 8 bits at most 0 off
grey.png: L, orientation none, no profile, 8 bits -> RGB, orientation none, no profile, 8 bits, samples of 8 bits at most 0 off
glass.png: RGBA, orientation none, no profile, 8 bits -> RGBA, orientation none, no profile, 8 bits, samples of 8 bits at most 6 off
SEEN
echo 'as seen before'
