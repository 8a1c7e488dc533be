#!/usr/bin/env bash
# img2pdf, PyMuPDF and ReportLab put a JPEG into a PDF with its EXIF, place and author included; pdfimages takes the file
# out again byte for byte. ExifTool shows none of it in the PDF and -all= leaves it there.
#
# A portfolio whose document properties were cleaned still says where a picture was taken. Ghostscript passes EXIF on into
# the PDF that it writes; Pillow encodes the picture anew and leaves it out.
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
debian poppler-utils 22.12.0
debian libimage-exiftool-perl 12.57
debian ghostscript 10.0.0

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check img2pdf==0.6.3 pymupdf==2.0 reportlab==5.1.0 pillow==13.0.0
echo 'img2pdf==0.6.3 pymupdf==2.0 reportlab==5.1.0 pillow==13.0.0'

venv/bin/python - 2>/dev/null <<'PYTHON' | tee seen
import glob
import os
import subprocess

import img2pdf
import PIL.Image
import pymupdf
from reportlab.pdfgen import canvas

exif = PIL.Image.Exif()
exif[0x013B] = "Jane Roe"
place = exif.get_ifd(0x8825)
place.update({1: "N", 2: (12.0, 34.0, 56.0), 3: "E", 4: (12.0, 34.0, 56.0)})
PIL.Image.radial_gradient("L").convert("RGB").save("a.jpg", exif=exif)
original = open("a.jpg", "rb").read()

with open("img2pdf.pdf", "wb") as file:
    file.write(img2pdf.convert("a.jpg"))
document = pymupdf.open()
page = document.new_page()
page.insert_image(page.rect, filename="a.jpg")
document.save("PyMuPDF.pdf")
drawing = canvas.Canvas("ReportLab.pdf")
drawing.drawImage("a.jpg", 0, 0)
drawing.save()
PIL.Image.open("a.jpg").save("Pillow.pdf")
subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-sOutputFile=img2pdf, then Ghostscript.pdf", "img2pdf.pdf"], check=True)


def taken_out(pdf):
    for file in glob.glob("out-*"):
        os.remove(file)
    subprocess.run(["pdfimages", "-all", pdf, "out"], check=True)
    file = glob.glob("out-*")[0]
    shown = subprocess.run(["exiftool", "-s3", "-Artist", "-GPSLatitude", file], check=True, capture_output=True, text=True).stdout.split("\n")
    return f"{'the same file' if open(file, 'rb').read() == original else 'another file'}, {'author and place' if len(shown) == 3 else 'no EXIF'}"


for name in ("img2pdf", "PyMuPDF", "ReportLab", "Pillow", "img2pdf, then Ghostscript"):
    pdf = f"{name}.pdf"
    shown = subprocess.run(["exiftool", "-a", "-s3", "-Artist", "-Author", "-GPSLatitude", pdf], check=True, capture_output=True, text=True).stdout
    result = f"{name}: ExifTool shows {'the author' if 'Jane Roe' in shown else 'no author'} and {'a place' if '12 deg' in shown else 'no place'}; pdfimages gives {taken_out(pdf)}"
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-all=", pdf], check=True)
    print(f"{result}; after exiftool -all= {taken_out(pdf)}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
img2pdf: ExifTool shows no author and no place; pdfimages gives the same file, author and place; after exiftool -all= the same file, author and place
PyMuPDF: ExifTool shows no author and no place; pdfimages gives the same file, author and place; after exiftool -all= the same file, author and place
ReportLab: ExifTool shows no author and no place; pdfimages gives the same file, author and place; after exiftool -all= the same file, author and place
Pillow: ExifTool shows no author and no place; pdfimages gives another file, no EXIF; after exiftool -all= another file, no EXIF
img2pdf, then Ghostscript: ExifTool shows no author and no place; pdfimages gives another file, author and place; after exiftool -all= another file, author and place
SEEN
echo 'as seen before'
