#!/usr/bin/env bash
# Cropping with ImageMagick, GraphicsMagick, libvips, jpegtran, cwebp or Pillow's info["exif"] leaves the EXIF thumbnail
# of the whole picture in the file.
#
# What was cut away is still there, small. Only Pillow's getexif() object, which does not write the thumbnail's IFD,
# leaves it out.
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
debian imagemagick 6.9.11.60
debian graphicsmagick 1.3.40
debian libvips-tools 8.14.1
debian libjpeg-turbo-progs 2.1.5
debian webp 1.2.4
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 piexif==1.1.3
echo 'pillow==13.0.0 piexif==1.1.3'

venv/bin/python - <<'PYTHON' | tee seen
import io
import subprocess

import PIL.Image
import piexif


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


picture = PIL.Image.radial_gradient("L").convert("RGB")
small = io.BytesIO()
picture.resize((96, 96)).save(small, "JPEG", quality=80)
picture.save("in.jpg", exif=piexif.dump({"0th": {piexif.ImageIFD.Artist: b"Ada"}, "1st": {}, "thumbnail": small.getvalue()}))


def thumbnail(file):
    return subprocess.run(["exiftool", "-b", "-ThumbnailImage", file], capture_output=True, check=True).stdout


whole = thumbnail("in.jpg")
opened = PIL.Image.open("in.jpg")
opened.crop((0, 0, 64, 64)).save("info.jpg", exif=opened.info["exif"])
opened.crop((0, 0, 64, 64)).save("getexif.jpg", exif=opened.getexif())
run("convert-im6.q16", "in.jpg", "-crop", "64x64+0+0", "+repage", "im.jpg")
run("gm", "convert", "in.jpg", "-crop", "64x64+0+0", "gm.jpg")
run("vips", "crop", "in.jpg", "vips.jpg", "0", "0", "64", "64")
run("jpegtran", "-copy", "all", "-crop", "64x64+0+0", "-outfile", "jpegtran.jpg", "in.jpg")
run("cwebp", "-quiet", "-metadata", "exif", "-crop", "0", "0", "64", "64", "in.jpg", "-o", "cwebp.webp")
for file in ("im.jpg", "gm.jpg", "vips.jpg", "jpegtran.jpg", "cwebp.webp", "info.jpg", "getexif.jpg"):
    left = thumbnail(file)
    print(f"{file}: {PIL.Image.open(file).size[0]} pixels wide,", "the whole picture as thumbnail" if left == whole else "no thumbnail" if not left else "another thumbnail")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
im.jpg: 64 pixels wide, the whole picture as thumbnail
gm.jpg: 64 pixels wide, the whole picture as thumbnail
vips.jpg: 64 pixels wide, the whole picture as thumbnail
jpegtran.jpg: 64 pixels wide, the whole picture as thumbnail
cwebp.webp: 64 pixels wide, the whole picture as thumbnail
info.jpg: 64 pixels wide, the whole picture as thumbnail
getexif.jpg: 64 pixels wide, no thumbnail
SEEN
echo 'as seen before'
