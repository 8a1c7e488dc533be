#!/usr/bin/env bash
# torchmetrics gives a picture another structural similarity if another picture stands in the same batch, and calls 23 dB
# the PSNR of a set of two pictures that have 60 dB and 20 dB.
#
# SSIM takes the range of its constants from the highest and lowest sample of the batch unless data_range is given, so
# that a pale picture alone scores half of what it scores beside a bright one. PSNR adds up the squared errors of all
# pictures first, so that the worst one decides, where SSIM takes the mean of the pictures.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6
echo 'torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6'

venv/bin/python - <<'PYTHON' | tee seen
import torch
import torchmetrics
from torchmetrics.functional.image import peak_signal_noise_ratio, structural_similarity_index_measure

torch.set_num_threads(1)
generator = torch.Generator().manual_seed(1)
y, x = torch.meshgrid(torch.arange(128.0), torch.arange(128.0), indexing="ij")
pale = (0.5 + 0.06 * torch.sin(x / 9) + 0.04 * torch.sin(y / 5)).expand(1, 3, 128, 128)
noisy = pale + 0.03 * torch.randn(pale.shape, generator=generator)
bright = (x / 127).expand(1, 3, 128, 128)


def similarity(*others, **options):
    return structural_similarity_index_measure(torch.cat([noisy, *others]), torch.cat([pale, *others]), reduction="none", **options).reshape(-1)[0].item()


print(f"SSIM of the pale picture: alone {similarity():.2f}, beside a black to white one {similarity(bright):.2f}, with data_range=1 {similarity(data_range=1.0):.2f} and {similarity(bright, data_range=1.0):.2f}")

errors = (0.001, 0.1)
each = [peak_signal_noise_ratio(pale + error, pale, data_range=1.0).item() for error in errors]
together = peak_signal_noise_ratio(torch.cat([pale + error for error in errors]), torch.cat([pale, pale]), data_range=1.0).item()
metric = torchmetrics.image.PeakSignalNoiseRatio(data_range=1.0)
for error in errors:
    metric.update(pale + error, pale)
print(f"PSNR: {' and '.join(f'{v:.0f}' for v in each)} dB, of the batch {together:.0f} dB, of the metric after two updates {metric.compute().item():.0f} dB")
PYTHON

diff - seen <<'SEEN' || { echo 'this has changed' >&2; exit 1; }
SSIM of the pale picture: alone 0.30, beside a black to white one 0.57, with data_range=1 0.57 and 0.57
PSNR: 60 and 20 dB, of the batch 23 dB, of the metric after two updates 23 dB
SEEN
echo 'as seen before'
