#!/usr/bin/env bash
# safetensors writes the same tensors with the same metadata as other bytes every time as soon as the metadata has
# several entries: hashes of models cannot be repeated.
#
# The entries stand in the order of a hash table with a random seed. Tensors are sorted, so that a file without
# metadata, or with one entry, is the same in every run.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
echo 'safetensors==0.8.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess
import sys

PROGRAM = """
import hashlib, sys
import numpy
from safetensors.numpy import save
metadata = {name: name for name in sys.argv[1:]} or None
print(hashlib.sha256(save({"b": numpy.ones(3), "a": numpy.zeros(4)}, metadata=metadata)).hexdigest())
"""
for names in ((), ("licence",), ("licence", "author", "title", "version", "language", "source")):
    runs = {subprocess.run([sys.executable, "-c", PROGRAM, *names], capture_output=True, text=True, check=True).stdout for _ in range(8)}
    print(f"{len(names)} entries: {'the same file in 8 runs' if len(runs) == 1 else 'files differ between runs'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
0 entries: the same file in 8 runs
1 entries: the same file in 8 runs
6 entries: files differ between runs
SEEN
echo 'as seen before'
