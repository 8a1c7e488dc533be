#!/usr/bin/env bash
# Pillow's two usual ways to ask whether two pictures are the same are both wrong: ImageChops.difference().getbbox()
# says None, "no difference", for pictures with an alpha channel whose colours all differ, and == says False for equal
# samples.
#
# getbbox() looks at the alpha channel alone, which in a difference of two opaque pictures is zero everywhere
# (alpha_only=False helps). == compares info too, such as the resolution or the comment of the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0
echo 'pillow==13.0.0'

venv/bin/python - <<'PYTHON' | tee seen
import PIL.Image
from PIL import ImageChops

red, blue = PIL.Image.new("RGBA", (8, 8), (200, 0, 0, 255)), PIL.Image.new("RGBA", (8, 8), (0, 0, 200, 255))
for mode in ("RGB", "RGBA", "LA"):
    difference = ImageChops.difference(red.convert(mode), blue.convert(mode))
    print(f"red and blue, {mode}: differ in {difference.getbbox()}, with alpha_only=False {difference.getbbox(alpha_only=False)}")

red.save("a.png")
red.save("b.png", dpi=(72, 72))
red.convert("RGB").save("a.jpg", quality=100)
red.convert("RGB").save("b.jpg", quality=100, comment="by Jane Roe")
for kind in ("png", "jpg"):
    a, b = PIL.Image.open(f"a.{kind}"), PIL.Image.open(f"b.{kind}")
    print(f"{kind} with other info: the same bytes of samples {a.tobytes() == b.tobytes()}, == {a == b}")
print("a file and its copy in memory: ==", PIL.Image.open("a.png") == PIL.Image.open("a.png").copy())
print("a new picture and itself in a file: ==", red == PIL.Image.open("a.png"))
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
red and blue, RGB: differ in (0, 0, 8, 8), with alpha_only=False (0, 0, 8, 8)
red and blue, RGBA: differ in None, with alpha_only=False (0, 0, 8, 8)
red and blue, LA: differ in None, with alpha_only=False (0, 0, 8, 8)
png with other info: the same bytes of samples True, == False
jpg with other info: the same bytes of samples True, == False
a file and its copy in memory: == False
a new picture and itself in a file: == False
SEEN
echo 'as seen before'
