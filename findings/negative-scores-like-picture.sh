#!/usr/bin/env bash
# FSIM, SR-SIM and HaarPSI call the negative of a picture more like it than the picture with eight levels of noise, and
# ImageMagick's normalised cross-correlation (NCC) is 1 for the negative as for the picture itself.
#
# FSIM and its relatives compare how much edges stand out, not which side is light; ImageMagick's NCC, which should be
# -1, has lost its sign. As a gate they let a negative through and refuse grain. SSIM and PSNR are clear.
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
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1
venv/bin/pip install -q --disable-pip-version-check --no-deps piq==0.8.0 torchvision==0.28.0
echo 'torch==2.13.0 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1 piq==0.8.0 torchvision==0.28.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess
import warnings

import numpy
import PIL.Image
import scipy.ndimage
import torch

if torch.version.cuda is None:  # torchvision's compiled part is for CUDA; piq's metrics need none of it
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
warnings.simplefilter("ignore")
import piq

torch.set_num_threads(1)
random = numpy.random.default_rng(1)
smooth = scipy.ndimage.gaussian_filter(random.normal(size=(256, 256, 3)), (6, 6, 0))
picture = (128 + smooth / smooth.std() * 45).clip(0, 255).round().astype(numpy.uint8)
changed = {"itself": picture, "noise": (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255).astype(numpy.uint8), "negative": 255 - picture}


def tensor(samples):
    return torch.from_numpy(samples).permute(2, 0, 1)[None].float() / 255


PIL.Image.fromarray(picture).save("picture.png")
for name in ("fsim", "srsim", "haarpsi", "ssim", "psnr"):
    print(f"piq's {name}:", ", ".join(f"{what} {getattr(piq, name)(tensor(picture), tensor(samples)).item():.2f}" for what, samples in changed.items()))
for metric in ("NCC", "PSNR"):
    values = {}
    for what, samples in changed.items():
        PIL.Image.fromarray(samples).save("other.png")
        values[what] = float(subprocess.run(["compare", "-metric", metric, "picture.png", "other.png", "null:"], capture_output=True, text=True, check=False).stderr.split()[0])
    print(f"ImageMagick's {metric}:", ", ".join(f"{what} {value:.2f}" for what, value in values.items()))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
piq's fsim: itself 1.00, noise 0.93, negative 0.96
piq's srsim: itself 1.00, noise 0.97, negative 0.99
piq's haarpsi: itself 1.00, noise 0.95, negative 0.96
piq's ssim: itself 1.00, noise 0.77, negative -0.30
piq's psnr: itself 80.00, noise 30.09, negative 9.10
ImageMagick's NCC: itself 1.00, noise 0.98, negative 1.00
ImageMagick's PSNR: itself inf, noise 30.09, negative 9.10
SEEN
echo 'as seen before'
