#!/usr/bin/env bash
# ONNX Runtime's Resize of 8-bit samples rounds down: pictures get half a level darker, and a picture of nothing but 200
# has samples of 199 afterwards.
#
# With antialias=1, and in onnx's reference implementation, results are rounded to the nearest level, and the flat
# picture stays as it was. The model says nothing of rounding.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
echo 'onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6'

HOME=$work venv/bin/python - <<'PYTHON' | tee seen
import numpy
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator


def resized(picture, size, evaluator, **options):
    kind = helper.np_dtype_to_tensor_dtype(picture.dtype)
    graph = helper.make_graph(
        [helper.make_node("Resize", ["x", "", "", "size"], ["y"], mode="linear", **options)], "graph",
        [helper.make_tensor_value_info("x", kind, [1, 1, None, None])], [helper.make_tensor_value_info("y", kind, None)],
        [helper.make_tensor("size", TensorProto.INT64, [4], [1, 1, size, size])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9).SerializeToString()
    return evaluator(model).run(None, {"x": picture[None, None]})[0][0, 0].astype(float)


picture = numpy.random.default_rng(1).integers(0, 256, (64, 64), dtype=numpy.uint8)
flat = numpy.full((64, 64), 200, dtype=numpy.uint8)
runtime = onnxruntime.InferenceSession
for name, evaluator, options in (("ONNX Runtime", runtime, {}), ("ONNX Runtime, antialias=1", runtime, {"antialias": 1}), ("reference", ReferenceEvaluator, {})):
    exact = resized(picture.astype(numpy.float32), 43, evaluator, **options)
    darker = (exact - resized(picture, 43, evaluator, **options)).mean()
    print(f"{name}: {abs(darker):.1f} levels darker; flat 200 becomes {' or '.join(f'{v:.0f}' for v in numpy.unique(resized(flat, 43, evaluator, **options)))}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
ONNX Runtime: 0.5 levels darker; flat 200 becomes 199 or 200
ONNX Runtime, antialias=1: 0.0 levels darker; flat 200 becomes 200
reference: 0.0 levels darker; flat 200 becomes 200
SEEN
echo 'as seen before'
