#!/usr/bin/env bash
# Pillow writes a picture's ICC profile by itself to PNG, TIFF and AVIF, and drops it for JPEG and WebP unless it is
# passed again.
#
# Wide-gamut pictures lose their colours in one line that works for the other formats: open(...).save(...).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image
import PIL.ImageCms

profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
PIL.Image.new("RGB", (32, 32), "red").save("in.png", icc_profile=profile)
for suffix in ("png", "tiff", "avif", "jpg", "webp"):
    PIL.Image.open("in.png").save("out." + suffix)
    print(suffix, "profile kept" if PIL.Image.open("out." + suffix).info.get("icc_profile") else "profile dropped")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
png profile kept
tiff profile kept
avif profile kept
jpg profile dropped
webp profile dropped
SEEN
echo 'as seen before'
