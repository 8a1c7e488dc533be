#!/usr/bin/env bash
# Diffusers' image processor makes a Pillow picture smaller with Lanczos, and the same picture as array or tensor by
# leaving out rows and columns: fine stripes turn grey in the one and black or white in the other.
#
# It does so where width and height are given, and without being asked for every size that is no multiple of 8. Its setting
# resample, lanczos unless another is chosen, counts for Pillow pictures only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 diffusers==0.42.1 pillow==13.0.0 numpy==2.4.6
echo 'torch==2.13.0 diffusers==0.42.1 pillow==13.0.0 numpy==2.4.6'

HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import logging
import warnings

import numpy
import PIL.Image
import torch

warnings.simplefilter("ignore")
logging.disable()
from diffusers.image_processor import VaeImageProcessor  # noqa: E402

torch.set_num_threads(1)
processor = VaeImageProcessor(vae_scale_factor=8)


def forms(samples):
    scaled = samples.astype(numpy.float32) / 255
    return {"Pillow": PIL.Image.fromarray(samples), "array": scaled[None], "tensor": torch.from_numpy(scaled).permute(2, 0, 1)[None]}


def stripes(width, height, period):
    x = numpy.arange(width) % period == 0
    return numpy.where(x[None, :, None], 255, 0).astype(numpy.uint8).repeat(height, 0).repeat(3, 2)


print("resample:", processor.config.resample)
for width, height, options in ((512, 512, {"height": 256, "width": 256}), (512, 512, {"height": 128, "width": 128}), (517, 515, {})):
    for name, picture in forms(stripes(width, height, 4)).items():
        out = ((processor.preprocess(picture, **options)[0, 0] + 1) * 127.5).numpy()
        print(f"every fourth column white, {width} × {height} as {name} to {out.shape[1]} × {out.shape[0]}: levels {out.min():.0f} to {out.max():.0f}, mean {out.mean():.0f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
resample: lanczos
every fourth column white, 512 × 512 as Pillow to 256 × 256: levels 0 to 116, mean 64
every fourth column white, 512 × 512 as array to 256 × 256: levels 0 to 255, mean 128
every fourth column white, 512 × 512 as tensor to 256 × 256: levels 0 to 255, mean 128
every fourth column white, 512 × 512 as Pillow to 128 × 128: levels 44 to 76, mean 64
every fourth column white, 512 × 512 as array to 128 × 128: levels 255 to 255, mean 255
every fourth column white, 512 × 512 as tensor to 128 × 128: levels 255 to 255, mean 255
every fourth column white, 517 × 515 as Pillow to 512 × 512: levels 0 to 253, mean 73
every fourth column white, 517 × 515 as array to 512 × 512: levels 0 to 255, mean 64
every fourth column white, 517 × 515 as tensor to 512 × 512: levels 0 to 255, mean 64
SEEN
echo 'as seen before'
