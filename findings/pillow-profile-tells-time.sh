#!/usr/bin/env bash
# The sRGB profile that Pillow's ImageCms.createProfile makes has the time of that moment in it: the same picture saved
# twice is another file, and tells to the second when it was saved, without any EXIF.
#
# LittleCMS writes the time into each profile that it makes, and Pillow writes the profile into a PNG or TIFF by itself.
# Hashes of files cannot be repeated. The profiles that libvips brings along are the same every time.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7
echo 'pillow==13.0.0 pyvips==3.2.0 pyvips-binary==8.18.7'

venv/bin/python - <<'PYTHON' | tee seen
import datetime
import hashlib
import time

import PIL.Image
import PIL.ImageCms
import pyvips

picture = PIL.Image.linear_gradient("L").convert("RGB")


def pillow(space):
    return PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile(space)).tobytes()


makers = {
    "Pillow, sRGB": lambda: pillow("sRGB"),
    "Pillow, LAB": lambda: pillow("LAB"),
    "libvips, srgb": lambda: bytes(pyvips.Operation.call("profile_load", "srgb")),
    "libvips, p3": lambda: bytes(pyvips.Operation.call("profile_load", "p3")),
}
for name, make in makers.items():
    profiles, hashes, spans = [], [], []
    for _ in range(2):
        before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
        profiles.append(make())
        picture.save("a.png", icc_profile=profiles[-1])
        hashes.append(hashlib.sha256(open("a.png", "rb").read()).hexdigest())
        spans.append((before, datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)))
        time.sleep(1.5)
    differ = [place for place, (one, two) in enumerate(zip(*profiles)) if one != two]
    year, month, day, hour, minute, second = (int.from_bytes(profiles[1][24 + 2 * k : 26 + 2 * k], "big") for k in range(6))
    now = year > 2000 and spans[1][0] <= datetime.datetime(year, month, day, hour, minute, second) <= spans[1][1]
    print(f"{name}: the files are {'the same' if hashes[0] == hashes[1] else 'others'}, the profile's date is {'this moment' if now else 'an old one'}, bytes that differ lie {'nowhere' if not differ else 'in it' if 24 <= min(differ) and max(differ) < 36 else 'elsewhere'}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
Pillow, sRGB: the files are others, the profile's date is this moment, bytes that differ lie in it
Pillow, LAB: the files are others, the profile's date is this moment, bytes that differ lie in it
libvips, srgb: the files are the same, the profile's date is an old one, bytes that differ lie nowhere
libvips, p3: the files are the same, the profile's date is an old one, bytes that differ lie nowhere
SEEN
echo 'as seen before'
