"""The remover noise-0.1-nlm of `lacquer stress`, as a function of pictures: white noise of a tenth of the range, then non-local means.

Of the removers in docs/evidence.md it leaves the least drift on the FLUX.2 tiny encoder. Called as `remover.py INPUT.png OUTPUT.png` it is a program for
`lacquer stress --handling noise-0.1-nlm --handling program:PATH`, so that both can be compared.
"""

import sys

import numpy
import torch
from PIL import Image
from torch.nn import functional as F

SIGMA, PATCH, DISTANCE = 0.1, 5, 6


def non_local_means(x, sigma=SIGMA):
    """[3, height, width] of 0...1: each pixel the mean of those within DISTANCE, weighed by how alike the patches about them are, as scikit-image does."""
    h = 0.8 * sigma
    frame = DISTANCE + PATCH // 2
    wide = F.pad(x[None], (frame,) * 4, mode="reflect")
    height, width = x.shape[1:]

    def shifted(dy, dx, margin):
        top, left = frame - margin + dy, frame - margin + dx
        return wide[:, :, top : top + height + 2 * margin, left : left + width + 2 * margin]

    total, weights = torch.zeros_like(x)[None], torch.zeros(1, 1, height, width)
    centre = shifted(0, 0, PATCH // 2)
    for dy in range(-DISTANCE, DISTANCE + 1):
        for dx in range(-DISTANCE, DISTANCE + 1):
            apart = (centre - shifted(dy, dx, PATCH // 2)).square().mean(1, keepdim=True)
            distance = ((F.avg_pool2d(apart, PATCH, 1) - 2 * sigma**2) / h**2).clamp(min=0)
            weight = torch.where(distance < 5, (-distance).exp(), 0)
            total += weight * shifted(dy, dx, 0)
            weights += weight
    return (total / weights)[0]


def noise_and_means(picture):
    x = torch.from_numpy(numpy.asarray(picture.convert("RGB"), dtype=numpy.float32) / 255).permute(2, 0, 1)
    x = x + SIGMA * torch.randn(x.shape, generator=torch.Generator().manual_seed(1))
    return Image.fromarray((255 * non_local_means(x).clamp(0, 1)).round().byte().permute(1, 2, 0).numpy())


if __name__ == "__main__":
    noise_and_means(Image.open(sys.argv[1])).save(sys.argv[2])
