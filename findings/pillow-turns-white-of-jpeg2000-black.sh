#!/usr/bin/env bash
# Pillow turns white black when it reads a JPEG 2000 of 10 to 16 bits in colour: it rounds 65535 up to 256 of 255, which
# goes round to 0. The alpha channel does so too: what is opaque becomes transparent.
#
# Only the highest 128 of 65536 values are hit, so that the lightest places of a scan have black holes. Grey files stay
# at 16 bits and come out right, and so does every file in OpenCV and imagecodecs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 numpy==2.4.6
echo 'pillow==13.0.0 opencv-python-headless==5.0.0.93 imagecodecs==2026.3.6 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import cv2
import imagecodecs
import numpy
import PIL.Image

for bits in (8, 10, 12, 16):
    white = 2**bits - 1
    row = numpy.array([0, white // 2, white - white // 100, white - white // 1000, white])
    for channels in (1, 3, 4):
        samples = numpy.ascontiguousarray(numpy.broadcast_to(row[None, :, None], (32, 5, channels)).repeat(8, 1).astype(numpy.uint8 if bits == 8 else numpy.uint16))
        if channels == 1:
            samples = samples[..., 0]
        open("a.jp2", "wb").write(imagecodecs.jpeg2k_encode(samples, level=0, reversible=True, bitspersample=bits, codecformat="JP2"))
        seen = PIL.Image.open("a.jp2")
        by_opencv = cv2.imread("a.jp2", cv2.IMREAD_UNCHANGED)
        assert (imagecodecs.jpeg2k_decode(open("a.jp2", "rb").read()) == samples).all()
        values = numpy.asarray(seen).reshape(32, 40, -1)[0, 4::8]
        print(f"{bits} bits, {channels} {'channel' if channels == 1 else 'channels'}: {row.tolist()} is in Pillow {seen.mode} {values[:, 0].tolist()}", end="")
        print(f"{', alpha ' + str(values[:, 3].tolist()) if channels == 4 else ''}, in OpenCV {by_opencv.dtype} {by_opencv.reshape(32, 40, -1)[0, 4::8, 0].tolist()}")
cv2.imwrite("b.jp2", numpy.full((32, 32, 3), 65535, numpy.uint16))
print("a white picture of 16 bits that OpenCV wrote is in Pillow", PIL.Image.open("b.jp2").getpixel((5, 5)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
8 bits, 1 channel: [0, 127, 253, 255, 255] is in Pillow L [0, 127, 253, 255, 255], in OpenCV uint8 [0, 127, 253, 255, 255]
8 bits, 3 channels: [0, 127, 253, 255, 255] is in Pillow RGB [0, 127, 253, 255, 255], in OpenCV uint8 [0, 127, 253, 255, 255]
8 bits, 4 channels: [0, 127, 253, 255, 255] is in Pillow RGBA [0, 127, 253, 255, 255], alpha [0, 127, 253, 255, 255], in OpenCV uint8 [0, 127, 253, 255, 255]
10 bits, 1 channel: [0, 511, 1013, 1022, 1023] is in Pillow I;16 [0, 32704, 64832, 65408, 65472], in OpenCV uint16 [0, 511, 1013, 1022, 1023]
10 bits, 3 channels: [0, 511, 1013, 1022, 1023] is in Pillow RGB [0, 128, 253, 0, 0], in OpenCV uint16 [0, 511, 1013, 1022, 1023]
10 bits, 4 channels: [0, 511, 1013, 1022, 1023] is in Pillow RGBA [0, 128, 253, 0, 0], alpha [0, 128, 253, 0, 0], in OpenCV uint16 [0, 511, 1013, 1022, 1023]
12 bits, 1 channel: [0, 2047, 4055, 4091, 4095] is in Pillow I;16 [0, 32752, 64880, 65456, 65520], in OpenCV uint16 [0, 2047, 4055, 4091, 4095]
12 bits, 3 channels: [0, 2047, 4055, 4091, 4095] is in Pillow RGB [0, 128, 253, 0, 0], in OpenCV uint16 [0, 2047, 4055, 4091, 4095]
12 bits, 4 channels: [0, 2047, 4055, 4091, 4095] is in Pillow RGBA [0, 128, 253, 0, 0], alpha [0, 128, 253, 0, 0], in OpenCV uint16 [0, 2047, 4055, 4091, 4095]
16 bits, 1 channel: [0, 32767, 64880, 65470, 65535] is in Pillow I;16 [0, 32767, 64880, 65470, 65535], in OpenCV uint16 [0, 32767, 64880, 65470, 65535]
16 bits, 3 channels: [0, 32767, 64880, 65470, 65535] is in Pillow RGB [0, 128, 253, 0, 0], in OpenCV uint16 [0, 32767, 64880, 65470, 65535]
16 bits, 4 channels: [0, 32767, 64880, 65470, 65535] is in Pillow RGBA [0, 128, 253, 0, 0], alpha [0, 128, 253, 0, 0], in OpenCV uint16 [0, 32767, 64880, 65470, 65535]
a white picture of 16 bits that OpenCV wrote is in Pillow (0, 0, 0)
SEEN
echo 'as seen before'
