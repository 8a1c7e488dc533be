#!/usr/bin/env bash
# An SVG of 100 mm is 378 pixels wide in CairoSVG, 354 in FFmpeg and 283 in libvips, GraphicsMagick and MuPDF, and
# resvg_py calls its size invalid: an inch has 96, 90 or 72 pixels, or none.
#
# CSS, which SVG takes its units from, says 96 pixels. Not only the size differs: where a drawing has both units, as a
# stamp placed in millimetres over a picture placed in pixels, the parts move against each other.
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
debian libvips-tools 8.14.1
debian graphicsmagick 1.3.40
debian ffmpeg 5.1.
debian librsvg2-2 2.54.7

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 cairosvg==2.9.1 resvg_py==0.5.0 pymupdf==2.0 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 numpy==2.4.6 cairosvg==2.9.1 resvg_py==0.5.0 pymupdf==2.0 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import io
import subprocess

import cairosvg
import numpy
import PIL.Image
import pymupdf
import pyvips
import resvg_py

start = '<svg xmlns="http://www.w3.org/2000/svg" '
open("mm.svg", "w").write(start + 'width="100mm" height="50mm" viewBox="0 0 100 50"><rect width="100" height="50" fill="red"/></svg>')
open("pt.svg", "w").write(start + 'width="100pt" height="50pt" viewBox="0 0 100 50"><rect width="100" height="50" fill="red"/></svg>')
# 20 mm are 75.6 pixels of 96 an inch: the red part ends where the blue one begins
open("both.svg", "w").write(start + 'width="160" height="20"><rect width="160" height="20" fill="white"/><rect width="20mm" height="20" fill="red"/><rect x="76" width="84" height="20" fill="blue"/></svg>')


def opened(*command):
    subprocess.run(["rm", "-f", "a.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("a.png")


def mupdf(file):
    pymupdf.open(file)[0].get_pixmap().save("a.png")
    return PIL.Image.open("a.png")


readers = {
    "CairoSVG": lambda file: PIL.Image.open(io.BytesIO(cairosvg.svg2png(url=file))),
    "resvg_py, dpi=96": lambda file: PIL.Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=file, dpi=96))),
    "resvg_py": lambda file: PIL.Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=file))),
    "FFmpeg": lambda file: opened("ffmpeg", "-loglevel", "error", "-i", file, "a.png"),
    "libvips of Debian": lambda file: opened("vips", "copy", file, "a.png"),
    "pyvips": lambda file: PIL.Image.fromarray(pyvips.Image.new_from_file(file).numpy()),
    "GraphicsMagick": lambda file: opened("gm", "convert", file, "a.png"),
    "MuPDF": mupdf,
}
for name, read in readers.items():
    answers = []
    for file in ("mm.svg", "pt.svg", "both.svg"):
        try:
            picture = read(file).convert("RGB")
        except ValueError as problem:
            answers.append(f"{file} {problem}")
            continue
        if file != "both.svg":
            answers.append(f"{file} {picture.width} × {picture.height}")
            continue
        row = numpy.asarray(picture)[picture.height // 2].astype(int)
        red = int(((row[:, 0] > 200) & (row[:, 1] < 128)).sum())
        white = int((row.min(1) > 200).sum())
        answers.append(f"{file} {picture.width} × {picture.height}, {red} pixels of red, a gap of {white}")
    print(f"{name}: {'; '.join(answers)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
CairoSVG: mm.svg 378 × 189; pt.svg 133 × 67; both.svg 160 × 20, 76 pixels of red, a gap of 0
resvg_py, dpi=96: mm.svg 378 × 189; pt.svg 133 × 67; both.svg 160 × 20, 76 pixels of red, a gap of 0
resvg_py: mm.svg SVG has an invalid size; pt.svg SVG has an invalid size; both.svg 160 × 20, 0 pixels of red, a gap of 76
FFmpeg: mm.svg 354 × 177; pt.svg 125 × 63; both.svg 160 × 20, 71 pixels of red, a gap of 5
libvips of Debian: mm.svg 283 × 142; pt.svg 100 × 50; both.svg 160 × 20, 57 pixels of red, a gap of 19
pyvips: mm.svg 283 × 142; pt.svg 100 × 50; both.svg 160 × 20, 57 pixels of red, a gap of 19
GraphicsMagick: mm.svg 283 × 141; pt.svg 100 × 50; both.svg 160 × 20, 57 pixels of red, a gap of 18
MuPDF: mm.svg 284 × 142; pt.svg 100 × 50; both.svg 160 × 20, 57 pixels of red, a gap of 19
SEEN
echo 'as seen before'
