#!/usr/bin/env bash
# A phone picture that goes through avifenc and avifdec, or cwebp and dwebp with all metadata, comes out on its side and
# with nothing that says so; cjxl and djxl turn it upright.
#
# avifenc stores EXIF's orientation as a rotation of the file, which avifdec leaves out; dwebp writes no EXIF. libvips
# obeys the AVIF's rotation; Pillow and FFmpeg show it as stored.
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
debian libavif-bin 0.11.1
debian webp 1.2.4
debian libjxl-tools 0.7.0
debian libvips-tools 8.14.1
debian ffmpeg 5.1.
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import subprocess

import PIL.Image


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


exif = PIL.Image.Exif()
exif[0x0112] = 6
PIL.Image.linear_gradient("L").convert("RGB").resize((128, 64)).save("in.jpg", exif=exif)
for name, there, back in (
    ("AVIF", "avifenc in.jpg a.avif", "avifdec a.avif avif.png"), ("WebP", "cwebp -quiet -metadata all in.jpg -o a.webp", "dwebp -quiet a.webp -o webp.png"),
    ("JPEG XL", "cjxl --quiet in.jpg a.jxl", "djxl --quiet a.jxl jxl.png"),
):
    run(*there.split())
    run(*back.split())
    picture = PIL.Image.open(back.split()[-1])
    told = run("exiftool", "-s3", "-n", "-Orientation", back.split()[-1])
    print(f"{name}: {'upright' if picture.height == 128 else 'on its side'}, EXIF orientation {told or 'not told'}")
run("vips", "copy", "a.avif", "vips.png")
run("ffmpeg", "-v", "error", "-i", "a.avif", "ffmpeg.png")
for name, file in (("libvips", "vips.png"), ("FFmpeg", "ffmpeg.png"), ("Pillow", "a.avif")):
    print(f"the AVIF in {name}: {'upright' if PIL.Image.open(file).height == 128 else 'on its side'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
AVIF: on its side, EXIF orientation not told
WebP: on its side, EXIF orientation not told
JPEG XL: upright, EXIF orientation not told
the AVIF in libvips: upright
the AVIF in FFmpeg: on its side
the AVIF in Pillow: on its side
SEEN
echo 'as seen before'
