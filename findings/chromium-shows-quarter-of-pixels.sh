#!/usr/bin/env bash
# Chromium shows a JPEG or PNG at half its width and height if its EXIF says 144 dpi and half the width and height: img
# has a naturalWidth of 48 for 96 pixels, and a canvas of that size keeps a quarter of the picture.
#
# It takes such a file for one made for screens with two pixels a point. A program that enlarges a picture and leaves
# the EXIF's width and height as they were makes such a file, and 36 dpi does the reverse. Of WebP and AVIF with the
# same EXIF and from createImageBitmap(file) it has all pixels. The Chromium is that of QtWebEngine.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check PySide6_Essentials==6.12.0 PySide6_Addons==6.12.0 shiboken6==6.12.0 PySide6-WebEngine==6.12.0.140 pillow==13.0.0 numpy==2.4.6
echo 'PySide6_Essentials==6.12.0 PySide6_Addons==6.12.0 shiboken6==6.12.0 PySide6-WebEngine==6.12.0.140 pillow==13.0.0 numpy==2.4.6'

HOME=$work XDG_RUNTIME_DIR=$work venv/bin/python - <<'PYTHON' | tee seen
import base64
import io
import json
import os
import struct
import sys

import numpy
import PIL.Image

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


picture = PIL.Image.fromarray(numpy.full((64, 96, 3), (255, 0, 0), numpy.uint8))
picture.paste("blue", (48, 0, 96, 64))
files = {}
for kind in ("JPEG", "PNG", "WebP", "AVIF"):
    for density, width, height in ((72, 96, 64), (144, 96, 64), (144, 48, 32), (36, 192, 128)):
        exif = PIL.Image.Exif()
        exif[0x011A] = exif[0x011B] = float(density)
        exif[0x0128] = 2
        exif.get_ifd(0x8769).update({0xA002: width, 0xA003: height})
        file = io.BytesIO()
        picture.save(file, kind.upper(), exif=exif)
        files[f"{kind} of {density} dpi whose EXIF says {width} × {height}"] = file.getvalue()
print("Chromium", qWebEngineChromiumVersion())
sizes = answer("const sizes = {}, files = " + json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}) + """;
for (const name in files) {
  const blob = new Blob([Uint8Array.from(atob(files[name]), c => c.charCodeAt(0))], {type: 'image/' + name.split(' ')[0].toLowerCase()});
  const image = new Image();
  await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = URL.createObjectURL(blob); });
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  pen.drawImage(image, 0, 0);
  let blue = 0;
  const row = pen.getImageData(0, canvas.height / 2, canvas.width, 1).data;
  for (let at = 0; at < row.length; at += 4) blue += row[at + 2] > 128;
  sizes[name] = [[image.naturalWidth, image.naturalHeight], [bitmap.width, bitmap.height], [canvas.width - blue, blue]];
}
return sizes;""")
for name, seen in sizes.items():
    print(f"{name}: img {seen[0][0]} × {seen[0][1]}, drawn with {seen[2][0]} pixels of red and {seen[2][1]} of blue in a row; createImageBitmap {seen[1][0]} × {seen[1][1]}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Chromium 140.0.7339.225
JPEG of 72 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
JPEG of 144 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
JPEG of 144 dpi whose EXIF says 48 × 32: img 48 × 32, drawn with 24 pixels of red and 24 of blue in a row; createImageBitmap 96 × 64
JPEG of 36 dpi whose EXIF says 192 × 128: img 192 × 128, drawn with 96 pixels of red and 96 of blue in a row; createImageBitmap 96 × 64
PNG of 72 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
PNG of 144 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
PNG of 144 dpi whose EXIF says 48 × 32: img 48 × 32, drawn with 24 pixels of red and 24 of blue in a row; createImageBitmap 96 × 64
PNG of 36 dpi whose EXIF says 192 × 128: img 192 × 128, drawn with 96 pixels of red and 96 of blue in a row; createImageBitmap 96 × 64
WebP of 72 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
WebP of 144 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
WebP of 144 dpi whose EXIF says 48 × 32: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
WebP of 36 dpi whose EXIF says 192 × 128: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
AVIF of 72 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
AVIF of 144 dpi whose EXIF says 96 × 64: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
AVIF of 144 dpi whose EXIF says 48 × 32: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
AVIF of 36 dpi whose EXIF says 192 × 128: img 96 × 64, drawn with 48 pixels of red and 48 of blue in a row; createImageBitmap 96 × 64
SEEN
echo 'as seen before'
