#!/usr/bin/env bash
# scikit-image's estimate_sigma measures the noise of an 8-bit picture in levels, and denoise_nl_means takes the same
# picture from 0 to 1: with the sigma that the one returns, the other makes a mere blur, at 17 instead of 36 dB.
#
# The two are used one after the other in the usual instructions, there with floats. The result is the mean of all
# pixels around, worse than the noise, and nothing is said. denoise_wavelet takes the same sigma and adapts it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check scikit-image==0.26.0 numpy==2.4.6 scipy==1.17.1 PyWavelets==1.9.0
echo 'scikit-image==0.26.0 numpy==2.4.6 scipy==1.17.1 PyWavelets==1.9.0'

venv/bin/python - <<'PYTHON' | tee seen
import numpy
import scipy.ndimage
from skimage.restoration import denoise_nl_means, denoise_wavelet, estimate_sigma
from skimage.util import img_as_float

y, x = numpy.mgrid[0:96, 0:96]
clean = numpy.where((x // 12 + y // 8) % 2 == 0, 90.0, 170.0)
noisy = (clean + numpy.random.default_rng(1).normal(0, 10, clean.shape)).clip(0, 255).round().astype(numpy.uint8)


def decibels(samples):
    return f"{10 * numpy.log10(255**2 / ((samples * 255 - clean) ** 2).mean()):.0f} dB"


def with_noise_of(sigma, picture):
    return denoise_nl_means(picture, h=0.8 * sigma, sigma=sigma, patch_size=5, patch_distance=6, fast_mode=True)


levels, part = estimate_sigma(noisy), estimate_sigma(img_as_float(noisy))
print(f"noise of 10 levels: estimate_sigma of the 8-bit picture {levels:.1f}, of the floats {part:.3f}; the noisy picture has {decibels(noisy / 255)}")
as_asked = with_noise_of(levels, noisy)
box = scipy.ndimage.uniform_filter(noisy / 255, 13, mode="reflect")
print(f"denoise_nl_means of the 8-bit picture, samples of {as_asked.dtype} from {as_asked.min():.2f} to {as_asked.max():.2f}: {decibels(as_asked)}; off from the mean of 13 × 13 pixels by up to {abs(as_asked - box).max() * 255:.1f} levels")
print(f"the same with sigma / 255: {decibels(with_noise_of(levels / 255, noisy))}; of floats with their sigma: {decibels(with_noise_of(part, img_as_float(noisy)))}")
print(f"denoise_wavelet with the same sigma, 8-bit: {decibels(denoise_wavelet(noisy, sigma=levels))}, floats: {decibels(denoise_wavelet(img_as_float(noisy), sigma=part))}")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
noise of 10 levels: estimate_sigma of the 8-bit picture 10.2, of the floats 0.040; the noisy picture has 28 dB
denoise_nl_means of the 8-bit picture, samples of float64 from 0.35 to 0.67: 17 dB; off from the mean of 13 × 13 pixels by up to 1.2 levels
the same with sigma / 255: 36 dB; of floats with their sigma: 36 dB
denoise_wavelet with the same sigma, 8-bit: 43 dB, floats: 43 dB
SEEN
echo 'as seen before'
