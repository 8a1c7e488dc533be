#!/usr/bin/env bash
# Of eight ways to put a phone's portrait into a PDF, three keep its wide-gamut profile and turn it upright: img2pdf,
# Typst and PyMuPDF's convert_to_pdf. fpdf2 and PyMuPDF's insert_image leave it on its side, WeasyPrint drops the
# profile, ReportLab and Pillow do both.
#
# Without its profile the picture is duller in every viewer. PyMuPDF's two ways differ from each other, and WeasyPrint
# loses a profile although it encodes the turned picture anew.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 img2pdf==0.6.3 fpdf2==2.8.9 reportlab==5.1.0 pymupdf==2.0 weasyprint==70.0 typst==0.15.2 pikepdf==10.18.0 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6
echo 'pillow==13.0.0 img2pdf==0.6.3 fpdf2==2.8.9 reportlab==5.1.0 pymupdf==2.0 weasyprint==70.0 typst==0.15.2 pikepdf==10.18.0 pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6'

venv/bin/python - 2>log <<'PYTHON' | tee seen
import sys

try:
    import weasyprint
except OSError as missing:
    print("not tried: WeasyPrint needs a library of the system:", missing)
    sys.exit(69)
import fpdf
import img2pdf
import numpy
import pikepdf
import PIL.Image
import pymupdf
import pyvips
import reportlab.pdfgen.canvas
import typst

picture = PIL.Image.new("RGB", (80, 40), "red")
picture.paste("blue", (40, 0, 80, 40))
exif = PIL.Image.Exif()
exif[0x0112] = 6  # turned upright, red is above blue
profile = bytes(pyvips.Operation.call("profile_load", "p3"))
picture.save("turned.jpg", quality=95, exif=exif, icc_profile=profile)
picture.save("upright.jpg", quality=95, icc_profile=profile)


def with_fpdf2(file):
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.image(file, w=100)
    pdf.output("a.pdf")


def with_reportlab(file):
    canvas = reportlab.pdfgen.canvas.Canvas("a.pdf")
    canvas.drawImage(file, 100, 100)
    canvas.save()


def with_insert_image(file):
    document = pymupdf.open()
    document.new_page().insert_image(pymupdf.Rect(0, 0, 200, 200), filename=file)
    document.save("a.pdf")


def with_typst(file):
    open("a.typ", "w").write(f'#image("{file}", width: 100pt)')
    typst.compile("a.typ", output="a.pdf")


makers = {
    "img2pdf": lambda file: open("a.pdf", "wb").write(img2pdf.convert(file)),
    "Typst": with_typst,
    "PyMuPDF's convert_to_pdf": lambda file: open("a.pdf", "wb").write(pymupdf.open(file).convert_to_pdf()),
    "PyMuPDF's insert_image": with_insert_image,
    "fpdf2": with_fpdf2,
    "WeasyPrint": lambda file: weasyprint.HTML(string=f'<img src="{file}">', base_url=".").write_pdf("a.pdf"),
    "ReportLab": with_reportlab,
    "Pillow": lambda file: PIL.Image.open(file).save("a.pdf"),
}
for name, make in makers.items():
    answers = []
    for file in ("turned.jpg", "upright.jpg"):
        make(file)
        page = pymupdf.open("a.pdf")[0].get_pixmap(dpi=144)
        shown = numpy.frombuffer(page.samples, numpy.uint8).reshape(page.h, page.w, -1).astype(int)
        red, blue = (numpy.argwhere((shown[..., one] > 200) & (shown[..., two] < 80)).mean(0) for one, two in ((0, 2), (2, 0)))
        with pikepdf.open("a.pdf") as pdf:
            inside = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
            space = inside[0].ColorSpace
            kept = isinstance(space, pikepdf.Array) and space[0] == "/ICCBased" and bytes(space[1].read_bytes()) == profile
        answers.append(f"{file} {'red above blue' if blue[0] - red[0] > 5 else 'red beside blue'}, {'its profile' if kept else 'no profile' if str(space) == '/DeviceRGB' else 'another profile'}")
    print(f"{name}: {'; '.join(answers)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
img2pdf: turned.jpg red above blue, its profile; upright.jpg red beside blue, its profile
Typst: turned.jpg red above blue, its profile; upright.jpg red beside blue, its profile
PyMuPDF's convert_to_pdf: turned.jpg red above blue, its profile; upright.jpg red beside blue, its profile
PyMuPDF's insert_image: turned.jpg red beside blue, its profile; upright.jpg red beside blue, its profile
fpdf2: turned.jpg red beside blue, its profile; upright.jpg red beside blue, its profile
WeasyPrint: turned.jpg red above blue, no profile; upright.jpg red beside blue, no profile
ReportLab: turned.jpg red beside blue, no profile; upright.jpg red beside blue, no profile
Pillow: turned.jpg red beside blue, no profile; upright.jpg red beside blue, no profile
SEEN
echo 'as seen before'
