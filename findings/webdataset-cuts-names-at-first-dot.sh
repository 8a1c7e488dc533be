#!/usr/bin/env bash
# WebDataset cuts a file's name at its first dot: lily.v1.jpg and lily.v2.jpg become one sample named lily that has no
# jpg.
#
# What follows the first dot is the name of the field. A pipeline that asks for jpg and txt stops there, or leaves the
# picture out if it goes on after errors; dots in folders do no harm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check webdataset==1.0.2 numpy==2.4.6 pillow==13.0.0
echo 'webdataset==1.0.2 numpy==2.4.6 pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import io
import tarfile
import warnings

import PIL.Image
import webdataset

warnings.simplefilter("ignore")
file = io.BytesIO()
PIL.Image.new("RGB", (64, 64)).save(file, "JPEG")
with tarfile.open("a.tar", "w") as tar:
    for name in ("lily.v1", "lily.v2", "rose", "garden.2026/tulip"):
        for ending, content in (("jpg", file.getvalue()), ("txt", name.encode())):
            entry = tarfile.TarInfo(f"{name}.{ending}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def samples():
    return webdataset.WebDataset("a.tar", shardshuffle=False)


for sample in samples():
    print(f"{sample['__key__']}: {', '.join(key for key in sample if not key.startswith('__'))}")
pairs = samples().decode("pil").to_tuple("jpg", "txt", handler=webdataset.warn_and_continue)
print("pictures with a text:", ", ".join(text for _, text in pairs))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
lily: v1.jpg, v1.txt, v2.jpg, v2.txt
rose: jpg, txt
garden.2026/tulip: jpg, txt
pictures with a text: rose, garden.2026/tulip
SEEN
echo 'as seen before'
