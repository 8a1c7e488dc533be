#!/usr/bin/env bash
# tiffcp, libtiff's program to copy TIFF files, keeps the artist and drops the copyright, and drops XMP, IPTC and all of
# EXIF, opt-outs among them; it ends with 0 and says nothing.
#
# The samples stay as they are, so that the copy passes for the same file. tiffcrop does the same even if there is
# nothing to crop, tiffsplit drops the colour profile too. libvips and GraphicsMagick keep XMP.
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
debian libtiff-tools 4.5.0
debian libimage-exiftool-perl 12.57
debian libvips-tools 8.14.1
debian graphicsmagick 1.3.40

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import json
import subprocess

import PIL.Image
import PIL.ImageCms


def run(*command):
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()


exif = PIL.Image.Exif()
exif[0x010E] = "Lilies"
exif[0x013B] = "Ada"
exif[0x8298] = "2026 Ada"
exif[0x0112] = 6
exif.get_ifd(0x8769)[0x9003] = "2026:05:01 12:00:00"
profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
picture = PIL.Image.linear_gradient("L").convert("RGB")
picture.save("a.tif", exif=exif, icc_profile=profile)
# A property of PLUS that ExifTool of Debian 12 can write stands for the opt-out, which is one too.
run("exiftool", "-q", "-overwrite_original", "-XMP-dc:Rights=2026 Ada", "-XMP-plus:OtherConstraints=No training", "-IPTC:By-line=Ada", "a.tif")
tags = {"ImageDescription": "-IFD0:ImageDescription", "Artist": "-IFD0:Artist", "Copyright": "-IFD0:Copyright", "Orientation": "-IFD0:Orientation", "EXIF": "-ExifIFD:DateTimeOriginal",
        "XMP Rights": "-XMP-dc:Rights", "PLUS": "-XMP-plus:OtherConstraints", "IPTC": "-IPTC:By-line", "profile": "-ICC_Profile:ProfileDescription"}
commands = {"the file": ("true",), "tiffcp": ("tiffcp", "a.tif", "b.tif"), "tiffcp -c zip": ("tiffcp", "-c", "zip", "a.tif", "b.tif"), "tiffcrop": ("tiffcrop", "a.tif", "b.tif"),
            "tiffsplit": ("tiffsplit", "a.tif", "page"), "libvips": ("vips", "copy", "a.tif", "b.tif"), "GraphicsMagick": ("gm", "convert", "a.tif", "b.tif")}
for name, command in commands.items():
    run("rm", "-f", "b.tif")
    said = run(*command)
    file = {"the file": "a.tif", "tiffsplit": "pageaaa.tif"}.get(name, "b.tif")
    has = [tag for tag, argument in tags.items() if len(json.loads(run("exiftool", "-j", argument, file))[0]) > 1]
    same = PIL.Image.open(file).tobytes() == PIL.Image.open("a.tif").tobytes()
    print(f"{name}: {', '.join(has)}; samples {'the same' if same else 'others'}; it says {said or 'nothing'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the file: ImageDescription, Artist, Copyright, Orientation, XMP Rights, PLUS, IPTC, profile; samples the same; it says nothing
tiffcp: ImageDescription, Artist, Orientation, profile; samples the same; it says nothing
tiffcp -c zip: ImageDescription, Artist, Orientation, profile; samples the same; it says nothing
tiffcrop: ImageDescription, Artist, Orientation, profile; samples the same; it says nothing
tiffsplit: ImageDescription, Artist, Orientation; samples the same; it says nothing
libvips: ImageDescription, Orientation, XMP Rights, PLUS, profile; samples the same; it says nothing
GraphicsMagick: ImageDescription, Artist, Copyright, Orientation, XMP Rights, PLUS, profile; samples the same; it says nothing
SEEN
echo 'as seen before'
