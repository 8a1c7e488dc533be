#!/usr/bin/env bash
# A phone's portrait inside an SVG is upright in Chromium, CairoSVG and MuPDF and on its side in resvg and librsvg, and
# so in libvips and FFmpeg, which draw with librsvg: only some turn it by its EXIF orientation.
#
# Drawing programs put a JPEG into an SVG byte for byte. What the browser shows upright becomes a PNG or a preview in
# which it lies on its side.
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
debian librsvg2-2 2.54.7
debian libvips-tools 8.14.1
debian ffmpeg 5.1.

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check PySide6_Essentials==6.12.0 PySide6_Addons==6.12.0 shiboken6==6.12.0 PySide6-WebEngine==6.12.0.140 pillow==13.0.0 cairosvg==2.9.1 resvg_py==0.5.0 pymupdf==2.0
echo 'PySide6_Essentials==6.12.0 PySide6_Addons==6.12.0 shiboken6==6.12.0 PySide6-WebEngine==6.12.0.140 pillow==13.0.0 cairosvg==2.9.1 resvg_py==0.5.0 pymupdf==2.0'

HOME=$work XDG_RUNTIME_DIR=$work venv/bin/python - <<'PYTHON' | tee seen
import base64
import io
import json
import os
import subprocess
import sys

import cairosvg
import PIL.Image
import pymupdf
import resvg_py

os.environ |= {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu"}
try:
    from PySide6.QtCore import QTimer
    from PySide6.QtWebEngineCore import QWebEnginePage, qWebEngineChromiumVersion
    from PySide6.QtWidgets import QApplication
except ImportError as missing:
    print("not tried: Chromium needs a library of the system:", missing, file=sys.stderr)
    sys.exit(69)


def answer(script):  # what Chromium returns for an asynchronous JavaScript function
    application, page, answers = QApplication([]), QWebEnginePage(), []

    def look(text):
        if text:
            answers.append(json.loads(text))
            application.quit()
        else:
            QTimer.singleShot(200, lambda: page.runJavaScript("window.answer || ''", look))

    page.loadFinished.connect(lambda _: (page.runJavaScript(f"(async () => {{ {script} }})().then(a => window.answer = JSON.stringify(a))"), look("")))
    page.setHtml("<html></html>")
    QTimer.singleShot(120_000, application.quit)
    application.exec()
    return answers[0]


picture = PIL.Image.new("RGB", (80, 40), "red")
picture.paste("blue", (40, 0, 80, 40))
exif = PIL.Image.Exif()
exif[0x0112] = 6  # turned upright, red is above blue
file = io.BytesIO()
picture.save(file, "JPEG", quality=95, exif=exif)
inside = base64.b64encode(file.getvalue()).decode()
svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="80" height="80"><image width="80" height="80" xlink:href="data:image/jpeg;base64,{inside}"/></svg>'
open("a.svg", "w").write(svg)


def opened(*command):
    subprocess.run(["rm", "-f", "a.png"], check=True)
    subprocess.run(command, check=True, capture_output=True)
    return PIL.Image.open("a.png")


def mupdf():
    pymupdf.open("a.svg")[0].get_pixmap().save("a.png")
    return PIL.Image.open("a.png")


def chromium():
    drawn = answer("const image = new Image(), canvas = document.createElement('canvas'); canvas.width = canvas.height = 80;"
                   "await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = 'data:image/svg+xml;base64,' + btoa(" + json.dumps(svg) + "); });"
                   "canvas.getContext('2d').drawImage(image, 0, 0); return canvas.toDataURL('image/png');")
    return PIL.Image.open(io.BytesIO(base64.b64decode(drawn.split(",")[1])))


print("Chromium", qWebEngineChromiumVersion())
for name, read in {
    "Chromium": chromium,
    "CairoSVG": lambda: PIL.Image.open(io.BytesIO(cairosvg.svg2png(url="a.svg"))),
    "MuPDF": mupdf,
    "resvg": lambda: PIL.Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path="a.svg"))),
    "libvips with librsvg": lambda: opened("vips", "copy", "a.svg", "a.png"),
    "FFmpeg with librsvg": lambda: opened("ffmpeg", "-loglevel", "error", "-i", "a.svg", "a.png"),
}.items():
    drawn = read().convert("RGB")
    places = {"red above blue": ((40, 15), (40, 65)), "red left of blue": ((15, 40), (65, 40))}
    print(f"{name}:", [what for what, (one, two) in places.items() if drawn.getpixel(one)[0] > 200 > drawn.getpixel(one)[2] + 100 and drawn.getpixel(two)[2] > 200 > drawn.getpixel(two)[0] + 100])
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Chromium 140.0.7339.225
Chromium: ['red above blue']
CairoSVG: ['red above blue']
MuPDF: ['red above blue']
resvg: ['red left of blue']
libvips with librsvg: ['red left of blue']
FFmpeg with librsvg: ['red left of blue']
SEEN
echo 'as seen before'
