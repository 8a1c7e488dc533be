#!/usr/bin/env bash
# pypdf encodes a JPEG anew when it takes it out of a PDF: other bytes, samples up to 9 levels off, and the author's
# name, the place and the opt-out in its EXIF are gone. If the picture has a soft mask it becomes a JPEG 2000 file,
# three times as large.
#
# Hashes of pictures and what they say about their rights do not survive a data set that is made from PDFs in this way.
# pdfimages -all gives out the file that was put in, and pikepdf does so unless there is a mask.
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

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pypdf==7.1.1 pikepdf==10.18.0 pillow==13.0.0 numpy==2.4.6
echo 'pypdf==7.1.1 pikepdf==10.18.0 pillow==13.0.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import io
import pathlib
import subprocess

import numpy
import pikepdf
import PIL.Image
import pypdf

y, x = numpy.mgrid[0:128, 0:128]
samples = numpy.stack([128 + 100 * numpy.sin(x / 7), 128 + 100 * numpy.sin(x / 9 + y / 4), 128 + 100 * numpy.cos((x + y) / 6)], -1).round().astype(numpy.uint8)
exif = PIL.Image.Exif()
exif[0x013B] = "Ada"
PIL.Image.fromarray(samples).save("in.jpg", quality=90, exif=exif)
jpeg = pathlib.Path("in.jpg").read_bytes()
source = numpy.asarray(PIL.Image.open("in.jpg")).astype(int)


def tell(name, data):
    got = PIL.Image.open(io.BytesIO(data))
    off = numpy.abs(numpy.asarray(got.convert("RGB")).astype(int) - source).max()
    return f"{name} {got.format}, {len(data) / len(jpeg):.1f} times the bytes, samples at most {off} off, artist {got.getexif().get(0x013B)}{', the file itself' if data == jpeg else ''}"


for masked in (False, True):
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(100, 100))
    common = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 128, "Height": 128, "BitsPerComponent": 8}
    image = pikepdf.Stream(document, jpeg, **common, ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode)
    if masked:
        image.SMask = pikepdf.Stream(document, bytes([128]) * 128 * 128, **common, ColorSpace=pikepdf.Name.DeviceGray)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pikepdf.Stream(document, b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    document.save("in.pdf")
    by_pypdf = pypdf.PdfReader("in.pdf").pages[0].images[0].data
    by_pikepdf = io.BytesIO()
    with pikepdf.open("in.pdf") as reopened:
        pikepdf.PdfImage(reopened.pages[0].images["/Im0"]).extract_to(stream=by_pikepdf)
    subprocess.run(["pdfimages", "-all", "in.pdf", "out"], check=True)
    print("with a soft mask:" if masked else "without a mask:", "; ".join([tell("pypdf", by_pypdf), tell("pikepdf", by_pikepdf.getvalue()), tell("pdfimages", pathlib.Path("out-000.jpg").read_bytes())]))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
without a mask: pypdf JPEG, 1.0 times the bytes, samples at most 9 off, artist None; pikepdf JPEG, 1.0 times the bytes, samples at most 0 off, artist Ada, the file itself; pdfimages JPEG, 1.0 times the bytes, samples at most 0 off, artist Ada, the file itself
with a soft mask: pypdf JPEG2000, 3.3 times the bytes, samples at most 0 off, artist None; pikepdf PNG, 6.3 times the bytes, samples at most 0 off, artist None; pdfimages JPEG, 1.0 times the bytes, samples at most 0 off, artist Ada, the file itself
SEEN
echo 'as seen before'
