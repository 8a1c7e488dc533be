#!/usr/bin/env bash
# oiiotool changes the colours of a PNG with transparency when it only copies it to PNG: a colour of 200, 100, 50 under
# an alpha of 7 comes out as 182, 109, 36, and invisible colours as black.
#
# OpenImageIO multiplies colours by alpha while it reads and divides while it writes, in 8 bits if nothing else is
# asked. A glow or a soft edge is damaged by every tool that is built on it, unless oiio:UnassociatedAlpha is asked for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check openimageio==3.2.2.0 pillow==13.0.0 numpy==2.4.6
echo 'openimageio==3.2.2.0 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import numpy
import PIL.Image

alphas = (255, 128, 40, 7, 0)
samples = numpy.array([[(200, 100, 50, alpha) for alpha in alphas]], numpy.uint8).repeat(5, 0)
for kind in ("png", "tif"):
    PIL.Image.fromarray(samples).save(f"in.{kind}")
    for name, options in (("copied", []), ("copied with oiio:UnassociatedAlpha", ["--iconfig", "oiio:UnassociatedAlpha", "1"])):
        subprocess.run(["venv/bin/oiiotool", *options, "-i", f"in.{kind}", "-o", f"out.{kind}"], check=True)
        got = numpy.asarray(PIL.Image.open(f"out.{kind}").convert("RGBA"))[0]
        print(f"{kind}, {name}:", "; ".join(f"alpha {alpha}: {' '.join(map(str, value[:3]))}" for alpha, value in zip(alphas, got.tolist())))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
png, copied: alpha 255: 200 100 50; alpha 128: 199 100 50; alpha 40: 198 102 51; alpha 7: 182 109 36; alpha 0: 0 0 0
png, copied with oiio:UnassociatedAlpha: alpha 255: 200 100 50; alpha 128: 200 100 50; alpha 40: 200 100 50; alpha 7: 200 100 50; alpha 0: 200 100 50
tif, copied: alpha 255: 200 100 50; alpha 128: 199 99 49; alpha 40: 197 102 51; alpha 7: 182 109 36; alpha 0: 0 0 0
tif, copied with oiio:UnassociatedAlpha: alpha 255: 200 100 50; alpha 128: 200 100 50; alpha 40: 200 100 50; alpha 7: 200 100 50; alpha 0: 200 100 50
SEEN
echo 'as seen before'
