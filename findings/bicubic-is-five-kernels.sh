#!/usr/bin/env bash
# "Bicubic" is five different kernels: an edge that is enlarged overshoots by 7, 9 or 11 percent in Pillow, FFmpeg and
# OpenCV, not at all in ImageMagick's and GraphicsMagick's filter Cubic, which blurs, and rings on in scikit-image.
#
# PyTorch has two of them: antialias=True, which should make no difference to an enlargement, changes the kernel from
# OpenCV's to Pillow's. A pipeline that names its resampling only "bicubic" cannot be repeated.
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
debian graphicsmagick 1.3.40
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 torch==2.13.0 \
  onnxruntime==1.32.0 onnx==1.23.2 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0.93 scikit-image==0.26.0 torch==2.13.0 onnxruntime==1.32.0 onnx==1.23.2 pyvips-binary==8.18.7'

HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import cv2
import numpy
import onnxruntime
import PIL.Image
import pyvips
import skimage.transform
import torch
from onnx import TensorProto, helper

# An edge from 50 to 200, enlarged eight times. The spaces beyond both levels are the overshoot.
edge = numpy.full((64, 64), 50, dtype=numpy.uint8)
edge[:, 32:] = 200
PIL.Image.fromarray(edge).save("a.png")
size = 512


def program(*command):
    subprocess.run(command, check=True, capture_output=True)
    return numpy.asarray(PIL.Image.open("out.png").convert("L"))


def pytorch(antialias):
    return torch.nn.functional.interpolate(torch.from_numpy(edge)[None, None].float(), (size, size), mode="bicubic", antialias=antialias)[0, 0].numpy()


def onnx_runtime(**options):
    graph = helper.make_graph(
        [helper.make_node("Resize", ["x", "", "", "size"], ["y"], mode="cubic", **options)], "graph",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, None, None])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [helper.make_tensor("size", TensorProto.INT64, [4], [1, 1, size, size])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9).SerializeToString()
    return onnxruntime.InferenceSession(model).run(None, {"x": edge[None, None].astype(numpy.float32)})[0][0, 0]


results = {
    "Pillow": PIL.Image.fromarray(edge).resize((size, size), PIL.Image.Resampling.BICUBIC),
    "libvips": pyvips.Image.new_from_array(edge).resize(8, kernel="cubic").numpy(),
    "PyTorch, antialias=True": pytorch(True),
    "FFmpeg": program("ffmpeg", "-v", "error", "-y", "-i", "a.png", "-vf", f"scale={size}:{size}:flags=bicubic", "out.png"),
    "PyTorch": pytorch(False),
    "OpenCV": cv2.resize(edge, (size, size), interpolation=cv2.INTER_CUBIC),
    "ONNX Runtime": onnx_runtime(),
    "ImageMagick": program("convert-im6.q16", "a.png", "-filter", "Cubic", "-resize", f"{size}x{size}", "out.png"),
    "GraphicsMagick": program("gm", "convert", "a.png", "-filter", "Cubic", "-resize", f"{size}x{size}", "out.png"),
    "scikit-image": skimage.transform.resize(edge, (size, size), order=3) * 255,
    "scikit-image, clip=False": skimage.transform.resize(edge, (size, size), order=3, clip=False) * 255,
}
for name, result in results.items():
    row = numpy.asarray(result, dtype=float).reshape(size, size)[size // 2]
    far = numpy.abs(row[: size // 2 - 16] - 50).max() > 2
    width = ((row > 65) & (row < 185)).sum() / 8
    print(f"{name}: overshoot {max(row.max() - 200, 0) / 1.5:.0f} %, from 10 to 90 % in {width:.1f} pixels of the small picture{', ripples beyond two pixels' if far else ''}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow: overshoot 7 %, from 10 to 90 % in 0.8 pixels of the small picture
libvips: overshoot 7 %, from 10 to 90 % in 0.6 pixels of the small picture
PyTorch, antialias=True: overshoot 7 %, from 10 to 90 % in 0.8 pixels of the small picture
FFmpeg: overshoot 9 %, from 10 to 90 % in 0.8 pixels of the small picture
PyTorch: overshoot 11 %, from 10 to 90 % in 0.8 pixels of the small picture
OpenCV: overshoot 11 %, from 10 to 90 % in 0.8 pixels of the small picture
ONNX Runtime: overshoot 11 %, from 10 to 90 % in 0.8 pixels of the small picture
ImageMagick: overshoot 0 %, from 10 to 90 % in 1.2 pixels of the small picture
GraphicsMagick: overshoot 0 %, from 10 to 90 % in 1.2 pixels of the small picture
scikit-image: overshoot 0 %, from 10 to 90 % in 0.8 pixels of the small picture, ripples beyond two pixels
scikit-image, clip=False: overshoot 11 %, from 10 to 90 % in 0.8 pixels of the small picture, ripples beyond two pixels
SEEN
echo 'as seen before'
