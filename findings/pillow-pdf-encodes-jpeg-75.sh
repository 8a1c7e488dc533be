#!/usr/bin/env bash
# Pillow's save() to PDF encodes a picture as JPEG of quality 75 with halved colour, be it a PNG or a JPEG of quality 95
# that could have gone in as it is; a picture with alpha goes in without loss.
#
# A portfolio that was made this way looks worse than its files, and a PNG whose transparency is not used survives
# better than one without. img2pdf and ReportLab keep the samples.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 numpy==2.4.6 pikepdf==10.18.0 img2pdf==0.6.3 reportlab==5.1.0
echo 'pillow==13.0.0 numpy==2.4.6 pikepdf==10.18.0 img2pdf==0.6.3 reportlab==5.1.0'

venv/bin/python - <<'PYTHON' | tee seen
import math
import pathlib

import img2pdf
import numpy
import pikepdf
import PIL.Image
from reportlab.pdfgen import canvas

y, x = numpy.mgrid[0:128, 0:128]
samples = numpy.stack([128 + 100 * numpy.sin(x / 3), 128 + 100 * numpy.sin(x / 5 + y / 2), 128 + 100 * numpy.cos((x + y) / 4)], -1).round().astype(numpy.uint8)
picture = PIL.Image.fromarray(samples)
picture.save("in.png")
picture.save("in.jpg", quality=95, subsampling=0)


def inside(file, source):
    with pikepdf.open(file) as document:
        image = next(iter(document.pages[0].images.values()))
        filters = image.Filter if isinstance(image.Filter, pikepdf.Array) else [image.Filter]
        got = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    error = ((numpy.asarray(got, float) - numpy.asarray(source.convert("RGB"), float)) ** 2).mean()
    return str(filters[-1])[1:] + (f" {10 * math.log10(255 ** 2 / error):.0f} dB" if error else " as it was")


def by_pillow(file):
    PIL.Image.open(file).save("out.pdf")


def by_img2pdf(file):
    pathlib.Path("out.pdf").write_bytes(img2pdf.convert(file))


def by_reportlab(file):
    page = canvas.Canvas("out.pdf")
    page.drawImage(file, 0, 0)
    page.save()


for file in ("in.png", "in.jpg"):
    for name, write in (("Pillow", by_pillow), ("img2pdf", by_img2pdf), ("ReportLab", by_reportlab)):
        write(file)
        print(f"{file}, {name}:", inside("out.pdf", PIL.Image.open(file)))
picture.convert("RGBA").save("out.pdf")
print("in.png with an opaque alpha channel, Pillow:", inside("out.pdf", picture))
picture.save("out.pdf", quality=95)
print("in.png, Pillow, quality=95:", inside("out.pdf", picture))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
in.png, Pillow: DCTDecode 29 dB
in.png, img2pdf: FlateDecode as it was
in.png, ReportLab: FlateDecode as it was
in.jpg, Pillow: DCTDecode 29 dB
in.jpg, img2pdf: DCTDecode as it was
in.jpg, ReportLab: DCTDecode as it was
in.png with an opaque alpha channel, Pillow: JPXDecode as it was
in.png, Pillow, quality=95: DCTDecode 32 dB
SEEN
echo 'as seen before'
