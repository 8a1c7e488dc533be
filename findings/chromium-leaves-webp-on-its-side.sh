#!/usr/bin/env bash
# Chromium shows a WebP with an EXIF orientation on its side, and so a PNG whose eXIf stands behind the pixels, where the
# specification allows it; JPEG, other PNGs and AVIF, by its irot box, are turned upright on the page.
#
# cwebp -metadata all copies the orientation of a phone's portrait, so that it turns over when a page changes to WebP.
# createImageBitmap(file), with which upload forms make pictures smaller, does not turn the PNG either that the page turns.
# The Chromium is that of QtWebEngine; Debian's 156, tried by hand, differs in that last point only.
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


picture = PIL.Image.fromarray(numpy.zeros((64, 96, 3), dtype=numpy.uint8) + 90)
exif = PIL.Image.Exif()
exif[0x0112] = 6
files = {}
for kind in ("JPEG", "PNG", "WebP", "AVIF"):
    file = io.BytesIO()
    picture.save(file, kind.upper(), exif=exif)
    files[kind] = file.getvalue()
start = files["PNG"].index(b"eXIf") - 4
end = start + 12 + struct.unpack(">I", files["PNG"][start:start + 4])[0]
files["PNG, eXIf behind the pixels"] = files["PNG"][:start] + files["PNG"][end:-12] + files["PNG"][start:end] + files["PNG"][-12:]
print("Chromium", qWebEngineChromiumVersion())
sizes = answer("const sizes = {}, files = " + json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}) + """;
for (const name in files) {
  const blob = new Blob([Uint8Array.from(atob(files[name]), c => c.charCodeAt(0))], {type: 'image/' + name.split(',')[0].toLowerCase()});
  const image = new Image();
  await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = URL.createObjectURL(blob); });
  const bitmaps = [await createImageBitmap(blob), await createImageBitmap(blob, {imageOrientation: 'none'})];
  sizes[name] = [[image.naturalWidth, image.naturalHeight], ...bitmaps.map(bitmap => [bitmap.width, bitmap.height])];
}
return sizes;""")
for name, seen in sizes.items():
    print(f"{name}, 96 × 64 with orientation 6:", ", ".join(f"{where} {width} × {height}" for where, (width, height) in zip(("img", "createImageBitmap", 'with imageOrientation "none"'), seen)))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Chromium 140.0.7339.225
JPEG, 96 × 64 with orientation 6: img 64 × 96, createImageBitmap 64 × 96, with imageOrientation "none" 64 × 96
PNG, 96 × 64 with orientation 6: img 64 × 96, createImageBitmap 96 × 64, with imageOrientation "none" 96 × 64
WebP, 96 × 64 with orientation 6: img 96 × 64, createImageBitmap 96 × 64, with imageOrientation "none" 96 × 64
AVIF, 96 × 64 with orientation 6: img 64 × 96, createImageBitmap 64 × 96, with imageOrientation "none" 64 × 96
PNG, eXIf behind the pixels, 96 × 64 with orientation 6: img 96 × 64, createImageBitmap 96 × 64, with imageOrientation "none" 96 × 64
SEEN
echo 'as seen before'
