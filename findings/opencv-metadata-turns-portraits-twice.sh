#!/usr/bin/env bash
# OpenCV's imreadWithMetadata and imwriteWithMetadata, made to keep EXIF, XMP and profile through OpenCV, turn a phone's
# portrait twice: reading turns the picture by its orientation, writing puts the same orientation into the new file.
#
# With IMREAD_UNCHANGED, which does not turn, the copy is right. An AVIF is not turned when read and loses its orientation,
# so that it lies on its side, and its profile, which comes along in the other formats.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6
echo 'opencv-python-headless==5.0.0.93 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import pathlib

import cv2
import numpy
import PIL.Image
import PIL.ImageCms
import PIL.ImageOps

profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
exif = PIL.Image.Exif()
exif[0x0112] = 6  # the phone was held upright: turn a quarter clockwise to show it
y, x = numpy.mgrid[0:64, 0:96]
sensor = PIL.Image.fromarray(numpy.dstack([x * 2, y * 3, 0 * x + 90]).astype(numpy.uint8))


def shown(file):
    """The picture as a viewer shows it, which turns it by its orientation."""
    return numpy.asarray(PIL.ImageOps.exif_transpose(PIL.Image.open(file)).convert("RGB"), dtype=int)


def turns(file, wanted):
    got = shown(file)
    found = [n for n in range(4) if numpy.rot90(got, n).shape == wanted.shape and numpy.abs(numpy.rot90(got, n) - wanted).mean() < 4]
    return {0: "upright", 1: "a quarter too far to the right", 3: "a quarter too far to the left"}[found[0]]


for kind in ("jpg", "png", "webp", "avif"):
    sensor.save(f"a.{kind}", exif=exif, icc_profile=profile, quality=90)
    for flag in ("IMREAD_COLOR", "IMREAD_UNCHANGED"):
        picture, kinds, blocks = cv2.imreadWithMetadata(f"a.{kind}", getattr(cv2, flag))
        cv2.imwriteWithMetadata(f"b.{kind}", picture, kinds, blocks)
        copy = PIL.Image.open(f"b.{kind}")
        icc = "kept" if copy.info.get("icc_profile") == profile else "lost"
        print(f"{kind}, {flag}: array of {picture.shape[1]} × {picture.shape[0]}, orientation {copy.getexif().get(0x0112)} in the copy, which shows {turns(f'b.{kind}', shown(f'a.{kind}'))}; profile {icc}")
    pathlib.Path(f"b.{kind}").unlink()
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
jpg, IMREAD_COLOR: array of 64 × 96, orientation 6 in the copy, which shows a quarter too far to the right; profile kept
jpg, IMREAD_UNCHANGED: array of 96 × 64, orientation 6 in the copy, which shows upright; profile kept
png, IMREAD_COLOR: array of 64 × 96, orientation 6 in the copy, which shows a quarter too far to the right; profile kept
png, IMREAD_UNCHANGED: array of 96 × 64, orientation 6 in the copy, which shows upright; profile kept
webp, IMREAD_COLOR: array of 64 × 96, orientation 6 in the copy, which shows a quarter too far to the right; profile kept
webp, IMREAD_UNCHANGED: array of 96 × 64, orientation 6 in the copy, which shows upright; profile kept
avif, IMREAD_COLOR: array of 96 × 64, orientation None in the copy, which shows a quarter too far to the left; profile lost
avif, IMREAD_UNCHANGED: array of 96 × 64, orientation None in the copy, which shows a quarter too far to the left; profile lost
SEEN
echo 'as seen before'
