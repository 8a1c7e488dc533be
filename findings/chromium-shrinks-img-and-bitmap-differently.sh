#!/usr/bin/env bash
# Chromium's canvas makes a picture smaller by averaging if it comes from an <img>, and by leaving out pixels if it comes
# from createImageBitmap(file) or another canvas, as in most upload forms: fine stripes are gone in the one thumbnail.
#
# drawImage() is called with the same numbers each time, and imageSmoothingQuality is at its default, "low", which only
# counts in the second case: with "medium" all agree. createImageBitmap's own resizeWidth leaves out pixels too. The
# Chromium is that of QtWebEngine; in Debian's 156, tried by hand, the canvas does the same.
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


samples = numpy.random.default_rng(1).integers(0, 256, (256, 512, 3), dtype=numpy.uint8)
samples[:, 256:] = 0
samples[:, 256::8] = 255  # noise on the left, every eighth column white on the right
file = io.BytesIO()
PIL.Image.fromarray(samples).save(file, "PNG")
print("Chromium", qWebEngineChromiumVersion())
results = answer(f"const file = '{base64.b64encode(file.getvalue()).decode()}';" + """
const blob = new Blob([Uint8Array.from(atob(file), c => c.charCodeAt(0))], {type: 'image/png'}), image = new Image(), results = {};
await new Promise((done, failed) => { image.onload = done; image.onerror = failed; image.src = URL.createObjectURL(blob); });
const draw = (source, width, height, quality) => {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  canvas.width = width; canvas.height = height;
  if (quality) context.imageSmoothingQuality = quality;
  context.drawImage(source, 0, 0, width, height);
  return canvas;
};
const sources = {'img': image, 'ImageBitmap': await createImageBitmap(blob), 'canvas': draw(image, 512, 256)};
const samples = canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 128, 64).data);
for (const quality of ['', 'medium']) for (const name in sources)
  results[`drawImage from ${name}, ${quality || 'default'}`] = samples(draw(sources[name], 128, 64, quality));
results['createImageBitmap with resizeWidth'] = samples(draw(await createImageBitmap(blob, {resizeWidth: 128, resizeHeight: 64}), 128, 64));
return results;""")
for name, values in results.items():
    got = numpy.array(values).reshape(64, 128, 4)[..., :3]
    print(f"512 × 256 to 128 × 64, {name}: stripes {got[8:56, 70:120].min()} to {got[8:56, 70:120].max()}, noise with a deviation of {got[8:56, 8:56].std():.0f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Chromium 140.0.7339.225
512 × 256 to 128 × 64, drawImage from img, default: stripes 0 to 63, noise with a deviation of 18
512 × 256 to 128 × 64, drawImage from ImageBitmap, default: stripes 0 to 0, noise with a deviation of 37
512 × 256 to 128 × 64, drawImage from canvas, default: stripes 0 to 0, noise with a deviation of 37
512 × 256 to 128 × 64, drawImage from img, medium: stripes 0 to 63, noise with a deviation of 18
512 × 256 to 128 × 64, drawImage from ImageBitmap, medium: stripes 0 to 63, noise with a deviation of 18
512 × 256 to 128 × 64, drawImage from canvas, medium: stripes 0 to 63, noise with a deviation of 18
512 × 256 to 128 × 64, createImageBitmap with resizeWidth: stripes 0 to 0, noise with a deviation of 37
SEEN
echo 'as seen before'
