#!/usr/bin/env bash
# Skia, which draws and encodes in Chrome and Android, writes WebP of quality 100 without loss: quality 99 is another codec
# and a quarter of the size. Pillow and OpenCV stay lossy at 100.
#
# Whether a perturbation survives "WebP of quality 100" depends on who wrote the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check skia-python==144.1 pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93
echo 'skia-python==144.1 pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93'

venv/bin/python - <<'PYTHON' | tee seen
import io

import cv2
import numpy
import PIL.Image
import skia

y, x = numpy.mgrid[0:256, 0:256]
waves = numpy.stack([128 + 90 * numpy.sin(x / 15), 128 + 90 * numpy.sin(x / 27 + y / 9), 128 + 90 * numpy.cos((x + y) / 16)], -1)
picture = (waves + numpy.random.default_rng(1).normal(0, 6, waves.shape)).clip(0, 255).astype(numpy.uint8)


def encoded_by_skia(quality):
    opaque = numpy.dstack([picture, numpy.full((256, 256), 255, dtype=numpy.uint8)])
    return bytes(skia.Image.fromarray(opaque, colorType=skia.kRGBA_8888_ColorType).encodeToData(skia.kWEBP, quality))


def encoded_by_pillow(quality):
    data = io.BytesIO()
    PIL.Image.fromarray(picture).save(data, "WEBP", quality=quality)
    return data.getvalue()


def encoded_by_opencv(quality):
    return cv2.imencode(".webp", picture[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()


for name, encoded in (("Skia", encoded_by_skia), ("Pillow", encoded_by_pillow), ("OpenCV", encoded_by_opencv)):
    for quality in (98, 99, 100):
        data = encoded(quality)
        change = numpy.abs(numpy.asarray(PIL.Image.open(io.BytesIO(data)).convert("RGB"), dtype=int) - picture)
        print(f"{name} {quality}: {'lossless' if b'VP8L' in data[:64] else 'lossy'}, {len(data) / 1024:.0f} KiB, {'no sample changed' if change.max() == 0 else f'samples changed by up to {change.max()} levels'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Skia 98: lossy, 30 KiB, samples changed by up to 28 levels
Skia 99: lossy, 32 KiB, samples changed by up to 27 levels
Skia 100: lossless, 136 KiB, no sample changed
Pillow 98: lossy, 30 KiB, samples changed by up to 28 levels
Pillow 99: lossy, 32 KiB, samples changed by up to 27 levels
Pillow 100: lossy, 33 KiB, samples changed by up to 27 levels
OpenCV 98: lossy, 30 KiB, samples changed by up to 28 levels
OpenCV 99: lossy, 32 KiB, samples changed by up to 27 levels
OpenCV 100: lossy, 33 KiB, samples changed by up to 27 levels
SEEN
echo 'as seen before'
