#!/usr/bin/env bash
# ONNX Runtime's PyPI wheel makes a device id and an event store in the user's cache folder when a model is loaded; the
# switch in its API comes too late.
#
# A program that promises to send nothing has to set ORT_DISABLE_TELEMETRY in the environment before the library is
# opened: disable_telemetry_events() is called after the import, and the files are there by then.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
echo 'onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import os
import pathlib
import subprocess
import sys
import tempfile

import onnx

from onnx import TensorProto, helper

value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3])  # noqa: E731
graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "relu", [value("x")], [value("y")])
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), "relu.onnx")
load = "import onnxruntime as o; o.InferenceSession('relu.onnx')"
for name, program, settings in (
    ("plain", load, {}),
    ("disable_telemetry_events()", load.replace("; ", "; o.disable_telemetry_events(); "), {}),
    ("ORT_DISABLE_TELEMETRY=1", load, {"ORT_DISABLE_TELEMETRY": "1"}),
):
    home = tempfile.mkdtemp(dir=".")
    subprocess.run([sys.executable, "-c", program], check=True, env={"PATH": os.environ["PATH"], "HOME": os.path.abspath(home)} | settings)
    files = sorted(str(p.relative_to(home)) for p in pathlib.Path(home).rglob("*") if p.is_file())
    print(f"{name}:", *files or ["no file"])
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
plain: .cache/Microsoft/DeveloperTools/.onnxruntime/deviceid .cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db
disable_telemetry_events(): .cache/Microsoft/DeveloperTools/.onnxruntime/deviceid .cache/Microsoft/DeveloperTools/.onnxruntime/onnxruntime.db
ORT_DISABLE_TELEMETRY=1: no file
SEEN
echo 'as seen before'
