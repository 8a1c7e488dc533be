#!/usr/bin/env bash
# sewar's universal quality index (UQI) of a picture and nothing but noise is 0.79, where the formula of the paper gives
# 0, and that of a picture and its negative 0.77 instead of -0.90: it takes a window's means for its sums.
#
# The product of the means is subtracted with a weight that is too small by the number of samples in the window, so that
# the index compares brightness and hardly the structure. Nearly everything passes; the index of a picture with itself
# is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check sewar==0.4.10 numpy==2.4.6 scipy==1.17.1
echo 'sewar==0.4.10 numpy==2.4.6 scipy==1.17.1'

venv/bin/python - <<'PYTHON' | tee seen
import numpy
import scipy.ndimage
import sewar

random = numpy.random.default_rng(1)
smooth = scipy.ndimage.gaussian_filter(random.normal(size=(256, 256)), 3)
picture = (128 + smooth / smooth.std() * 40 + random.choice([-1, 1], size=smooth.shape)).clip(20, 235).round().astype(numpy.uint8)


def by_formula(a, b, size=8):
    windows = [numpy.lib.stride_tricks.sliding_window_view(samples.astype(float), (size, size)).reshape(-1, size * size) for samples in (a, b)]
    means = [window.mean(1) for window in windows]
    variances = [window.var(1) for window in windows]
    covariance = ((windows[0] - means[0][:, None]) * (windows[1] - means[1][:, None])).mean(1)
    return (4 * covariance * means[0] * means[1] / ((variances[0] + variances[1]) * (means[0] ** 2 + means[1] ** 2))).mean()


changed = {"itself": picture, "8 levels of noise": (picture + random.choice([-8, 8], size=picture.shape)).clip(0, 255).astype(numpy.uint8), "negative": 255 - picture,
           "nothing but noise": random.integers(0, 256, picture.shape).astype(numpy.uint8)}
for name, samples in changed.items():
    print(f"{name}: formula {by_formula(picture, samples):.2f}, sewar {sewar.uqi(picture, samples):.2f}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
itself: formula 1.00, sewar 1.00
8 levels of noise: formula 0.92, sewar 1.00
negative: formula -0.90, sewar 0.77
nothing but noise: formula 0.00, sewar 0.79
SEEN
echo 'as seen before'
