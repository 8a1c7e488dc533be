#!/usr/bin/env bash
# blind-watermark cannot return a mark of nothing but ones or nothing but zeros: it gives back a mixture of both from
# the untouched file, here with 16 and 7 of 32 bits wrong, and no error.
#
# Its decoder sorts what it measured into two groups and calls the higher one 1, whatever the values are. A mark with a
# single other bit comes back whole, and a picture without any mark gives one as well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check blind-watermark==0.4.4 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1
echo 'blind-watermark==0.4.4 numpy==2.4.6 pillow==13.0.0 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import blind_watermark
import numpy
import PIL.Image
import scipy.ndimage

blind_watermark.bw_notes.close()
smooth = scipy.ndimage.gaussian_filter(numpy.random.default_rng(1).normal(size=(384, 384, 3)), (6, 6, 0))
picture = (128 + smooth / smooth.std() * 40).clip(30, 220).round().astype(numpy.uint8)
PIL.Image.fromarray(picture).save("picture.png")


def read(file, size=32):
    found = blind_watermark.WaterMark(password_img=1, password_wm=1).extract(file, wm_shape=size, mode="bit")
    return "".join(str(int(bit)) for bit in found)


for bits in ("1" * 32, "0" * 32, "1" * 31 + "0", "1" * 16 + "0" * 16, "10" * 16):
    mark = blind_watermark.WaterMark(password_img=1, password_wm=1)
    mark.read_img("picture.png")
    mark.read_wm([bit == "1" for bit in bits], mode="bit")
    mark.embed("marked.png")
    found = read("marked.png")
    print(f"{bits} -> {found}", f"{sum(a != b for a, b in zip(bits, found))} wrong")
found = read("picture.png")
print(f"without a mark: {found.count('1')} ones and {found.count('0')} zeros")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
11111111111111111111111111111111 -> 01110000010101011101011110001001 16 wrong
00000000000000000000000000000000 -> 10010000100000000100000101000100 7 wrong
11111111111111111111111111111110 -> 11111111111111111111111111111110 0 wrong
11111111111111110000000000000000 -> 11111111111111110000000000000000 0 wrong
10101010101010101010101010101010 -> 10101010101010101010101010101010 0 wrong
without a mark: 15 ones and 17 zeros
SEEN
echo 'as seen before'
