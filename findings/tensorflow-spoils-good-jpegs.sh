#!/usr/bin/env bash
# TensorFlow's decode_jpeg and decode_image return a JPEG of quality 100 with samples that are off by up to 15 levels,
# and one of quality 50 by up to 3: the better the file, the larger the error. Pillow and OpenCV agree to the bit.
#
# The default is libjpeg's fast transform, which rounds too early for the fine steps of a good JPEG; dct_method has to
# say INTEGER_ACCURATE. Keras loads the same file right with load_img and off with image_dataset_from_directory.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1 pillow==13.0.0 numpy==2.4.6
venv/bin/pip install -q --disable-pip-version-check --no-deps opencv-python-headless==5.0.0.93
echo 'tensorflow-cpu==2.21.0 keras==3.15.1 pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93'

venv/bin/python - 2>log <<'PYTHON' | tee seen
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", TF_ENABLE_ONEDNN_OPTS="0")
import cv2
import keras
import numpy
import PIL.Image
import tensorflow

y, x = numpy.mgrid[0:256, 0:256]
waves = numpy.stack([90 * numpy.sin(x / 7 + y / 11), 90 * numpy.sin(x / 13 - y / 5), 60 * numpy.cos((x + y) / 9)], -1)
picture = (128 + waves + numpy.random.default_rng(1).normal(0, 12, waves.shape)).clip(0, 255).astype(numpy.uint8)
os.makedirs("folder/lilies")
for quality in (50, 75, 90, 95, 100):
    PIL.Image.fromarray(picture).save("folder/lilies/a.jpg", quality=quality, subsampling=0)
    file = open("folder/lilies/a.jpg", "rb").read()
    right = numpy.asarray(PIL.Image.open("folder/lilies/a.jpg")).astype(int)
    loaded = {
        "OpenCV": cv2.imread("folder/lilies/a.jpg")[..., ::-1],
        "decode_jpeg": tensorflow.io.decode_jpeg(file).numpy(),
        "decode_image": tensorflow.io.decode_image(file).numpy(),
        "decode_jpeg, INTEGER_ACCURATE": tensorflow.io.decode_jpeg(file, dct_method="INTEGER_ACCURATE").numpy(),
        "Keras' load_img": numpy.asarray(keras.utils.load_img("folder/lilies/a.jpg")),
        "Keras' image_dataset_from_directory": next(iter(keras.utils.image_dataset_from_directory("folder", labels=None, image_size=(256, 256), shuffle=False, verbose=False)))[0].numpy(),
    }
    print(f"quality {quality}, off from Pillow by up to:", ", ".join(f"{name} {abs(samples.astype(int) - right).max()}" for name, samples in loaded.items()))
    fast = loaded["decode_jpeg"].astype(int)
    print(f"quality {quality}, PSNR to the picture before JPEG: Pillow {10 * numpy.log10(255**2 / ((right - picture) ** 2.0).mean()):.1f} dB, decode_jpeg {10 * numpy.log10(255**2 / ((fast - picture) ** 2.0).mean()):.1f} dB")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
quality 50, off from Pillow by up to: OpenCV 0, decode_jpeg 3, decode_image 3, decode_jpeg, INTEGER_ACCURATE 0, Keras' load_img 0, Keras' image_dataset_from_directory 3
quality 50, PSNR to the picture before JPEG: Pillow 26.6 dB, decode_jpeg 26.6 dB
quality 75, off from Pillow by up to: OpenCV 0, decode_jpeg 3, decode_image 3, decode_jpeg, INTEGER_ACCURATE 0, Keras' load_img 0, Keras' image_dataset_from_directory 3
quality 75, PSNR to the picture before JPEG: Pillow 27.1 dB, decode_jpeg 27.1 dB
quality 90, off from Pillow by up to: OpenCV 0, decode_jpeg 5, decode_image 5, decode_jpeg, INTEGER_ACCURATE 0, Keras' load_img 0, Keras' image_dataset_from_directory 5
quality 90, PSNR to the picture before JPEG: Pillow 30.1 dB, decode_jpeg 30.0 dB
quality 95, off from Pillow by up to: OpenCV 0, decode_jpeg 8, decode_image 8, decode_jpeg, INTEGER_ACCURATE 0, Keras' load_img 0, Keras' image_dataset_from_directory 8
quality 95, PSNR to the picture before JPEG: Pillow 35.7 dB, decode_jpeg 34.9 dB
quality 100, off from Pillow by up to: OpenCV 0, decode_jpeg 15, decode_image 15, decode_jpeg, INTEGER_ACCURATE 0, Keras' load_img 0, Keras' image_dataset_from_directory 15
quality 100, PSNR to the picture before JPEG: Pillow 50.4 dB, decode_jpeg 37.4 dB
SEEN
echo 'as seen before'
