#!/usr/bin/env bash
# Hugging Face datasets loads a folder of pictures as one single picture if that picture's name has the word test, train,
# dev or valid in it: the others are left out, and no word is said.
#
# Names are searched for splits, "train-station.png" is a training set, and as soon as one is found pictures without such
# a word belong to none. Pictures in AVIF are left out as well, although Pillow reads them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check datasets==5.2.0 pillow==13.0.0
echo 'datasets==5.2.0 pillow==13.0.0'

HOME=$work HF_HOME=$work/cache HF_HUB_OFFLINE=1 venv/bin/python - <<'PYTHON' | tee seen
import pathlib

import datasets
import PIL.Image

datasets.disable_progress_bars()


def load(folder, *names):
    for name in names:
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        PIL.Image.new("RGB", (16, 16), (200, 120, 40)).save(path)
    splits = datasets.load_dataset("imagefolder", data_dir=folder)
    print(", ".join(names), "->", "; ".join(f"{split}: {', '.join(pathlib.Path(row['image'].filename).name for row in rows)}" for split, rows in splits.items()))


load("plain", "fox.png", "lily.png", "owl.png")
load("station", "fox.png", "lily.png", "train-station.png")
load("print", "fox.png", "lily.png", "colour test.png")
load("stage", "fox.png", "lily.png", "stage_dev_2.png")
load("part", "fox.png", "lily.png", "contest.png", "trains.png")
load("folders", "animals/fox.png", "plants/lily.png", "test/owl.png")
load("kinds", "fox.png", "lily.avif", "owl.webp", "rose.jp2")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
fox.png, lily.png, owl.png -> train: fox.png, lily.png, owl.png
fox.png, lily.png, train-station.png -> train: train-station.png
fox.png, lily.png, colour test.png -> test: colour test.png
fox.png, lily.png, stage_dev_2.png -> validation: stage_dev_2.png
fox.png, lily.png, contest.png, trains.png -> train: contest.png, fox.png, lily.png, trains.png
animals/fox.png, plants/lily.png, test/owl.png -> test: owl.png
fox.png, lily.avif, owl.webp, rose.jp2 -> train: fox.png, owl.webp, rose.jp2
SEEN
echo 'as seen before'
