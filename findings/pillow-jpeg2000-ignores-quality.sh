#!/usr/bin/env bash
# Pillow's save(quality=...) has no effect on JPEG 2000, which is written without loss, and EXIF, XMP and profile that
# are passed are not written.
#
# Every other lossy format that Pillow writes obeys quality. JPEG 2000 wants irreversible and quality_layers; an unknown
# word is ignored in silence.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6
echo 'pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import io

import numpy
import PIL.Image
from PIL import ImageCms

random = numpy.random.default_rng(1)
picture = PIL.Image.fromarray(random.integers(0, 256, (32, 32, 3), dtype=numpy.uint8)).resize((256, 256))
exif = PIL.Image.Exif()
exif[0x013B] = "Ada"
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta/>", **options)
    return file


for kind in ("JPEG", "WEBP", "AVIF", "JPEG2000"):
    small, large = saved(kind, quality=10), saved(kind, quality=90)
    off = numpy.abs(numpy.asarray(PIL.Image.open(small), dtype=int) - numpy.asarray(picture)).max()
    info = PIL.Image.open(small).info
    carried = [name for name in ("exif", "icc_profile", "xmp") if name in info]
    print(f"{kind}: quality 10 and 90 are {'the same bytes' if small.getvalue() == large.getvalue() else 'different'}, "
          f"{'without loss' if off == 0 else 'lossy'}, with {', '.join(carried) or 'no metadata'}")
layers = PIL.Image.open(saved("JPEG2000", irreversible=True, quality_mode="rates", quality_layers=[40]))
print("JPEG2000 with irreversible and quality_layers:", "lossy" if numpy.any(numpy.asarray(layers) != numpy.asarray(picture)) else "without loss")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
JPEG: quality 10 and 90 are different, lossy, with exif, icc_profile, xmp
WEBP: quality 10 and 90 are different, lossy, with exif, icc_profile, xmp
AVIF: quality 10 and 90 are different, lossy, with exif, icc_profile, xmp
JPEG2000: quality 10 and 90 are the same bytes, without loss, with no metadata
JPEG2000 with irreversible and quality_layers: lossy
SEEN
echo 'as seen before'
