#!/usr/bin/env bash
# ImageMagick 6 drops colour profile, EXIF and XMP when it writes AVIF or HEIC, without -strip and without a word. Into a
# JPEG or PNG it puts the same blocks. A wide-gamut picture gets duller, and rights and opt-outs are gone.
#
# The colour has half width and height besides, at quality 100 too, where its JPEG has all of it. libvips, avifenc and
# heif-enc keep profile, EXIF and XMP.
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
debian libheif1 1.15.1
debian libavif-bin 0.11.1
debian libheif-examples 1.15.1
debian libvips-tools 8.14.1
debian libimage-exiftool-perl 12.57

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON'
import PIL.Image
import PIL.ImageCms

profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
ramp = PIL.Image.linear_gradient("L")
PIL.Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180))).save("a.jpg", icc_profile=profile, quality=95, subsampling=0)
PYTHON
exiftool -q -overwrite_original -Artist=Ada '-XMP-dc:Rights=No training' a.jpg

look() { # FILE NAME: which of the blocks the file has
  local tag kept=()
  for tag in ICC_Profile:ProfileDescription IFD0:Artist XMP-dc:Rights; do
    [[ -z $(exiftool -s3 "-$tag" "$1") ]] || kept+=("${tag%%:*}")
  done
  echo "$2: ${kept[*]:-nothing}"
}

{
  look a.jpg 'the JPEG'
  for kind in jpg tif png avif heic; do
    said=$(convert-im6.q16 a.jpg -quality 100 "b.$kind" 2>&1)
    look "b.$kind" "ImageMagick to $kind, which says ${said:-nothing}"
  done
  avifdec --info b.avif | sed -n 's/ \* Format *: /ImageMagick to avif: /p'
  avifenc a.jpg c.avif >/dev/null
  look c.avif 'avifenc'
  heif-enc a.jpg -o c.heic >/dev/null
  look c.heic 'heif-enc'
  for kind in avif heic; do
    vips copy a.jpg "d.$kind"
    look "d.$kind" "libvips to $kind"
  done
} | tee seen

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
the JPEG: ICC_Profile IFD0 XMP-dc
ImageMagick to jpg, which says nothing: ICC_Profile IFD0 XMP-dc
ImageMagick to tif, which says nothing: ICC_Profile XMP-dc
ImageMagick to png, which says nothing: ICC_Profile IFD0 XMP-dc
ImageMagick to avif, which says nothing: nothing
ImageMagick to heic, which says nothing: nothing
ImageMagick to avif: YUV420
avifenc: ICC_Profile IFD0 XMP-dc
heif-enc: ICC_Profile IFD0 XMP-dc
libvips to avif: ICC_Profile IFD0 XMP-dc
libvips to heic: ICC_Profile IFD0 XMP-dc
SEEN
echo 'as seen before'
