#!/usr/bin/env bash
# Butteraugli gives another distance when the two pictures are exchanged: 3.3 one way and 5.3 the other for the same
# noise, and the reverse for a blur. ssimulacra_main, SSIMULACRA's first version, differs by a tenth.
#
# It is a distance by name. Which file is named first decides whether noise or a blur is the worse one, and whether a
# picture passes a limit.
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
debian libjxl-devtools 0.7.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 scipy==1.17.1
echo 'pillow==13.0.0 numpy==2.4.6 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image
import scipy.ndimage

random = numpy.random.default_rng(1)
smooth = scipy.ndimage.gaussian_filter(random.normal(size=(384, 384, 3)), (6, 6, 0))
picture = (128 + smooth / smooth.std() * 45).clip(0, 255).round()
noisy = (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255)
blurred = scipy.ndimage.gaussian_filter(picture, (2, 2, 0))
for name, samples in (("picture", picture), ("noisy", noisy), ("blurred", blurred)):
    PIL.Image.fromarray(samples.round().astype(numpy.uint8)).save(f"{name}.png")
for first, second in (("picture", "noisy"), ("noisy", "picture"), ("picture", "blurred"), ("blurred", "picture")):
    values = [subprocess.run([program, f"{first}.png", f"{second}.png"], capture_output=True, text=True, check=True).stdout.split()[0] for program in ("butteraugli_main", "ssimulacra_main")]
    print(f"{first}, {second}: butteraugli_main {float(values[0]):.1f}, ssimulacra_main {float(values[1]):.4f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
picture, noisy: butteraugli_main 5.3, ssimulacra_main 0.1092
noisy, picture: butteraugli_main 3.3, ssimulacra_main 0.0996
picture, blurred: butteraugli_main 3.7, ssimulacra_main 0.0043
blurred, picture: butteraugli_main 5.6, ssimulacra_main 0.0046
SEEN
echo 'as seen before'
