"""Quantised coefficients of JPEG files as tensors."""
import io
import math

import torch
from PIL import Image

COSINES = torch.tensor([[math.cos((2 * n + 1) * k * math.pi / 16) * (0.5 if k else 0.125 ** 0.5) for n in range(8)] for k in range(8)])
TO_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
FROM_YCC = torch.linalg.inv(TO_YCC)
GREY = 128 / 255


class Coefficients:
    """The quantised coefficients of a picture as a JPEG without subsampling, and pixels of changed ones."""

    def __init__(self, x, quality):
        self.height, self.width = x.shape[2:]
        data = io.BytesIO()
        Image.fromarray((x[0].permute(1, 2, 0) * 255).round().byte().numpy()).save(data, "JPEG", quality=quality, subsampling=0)
        tables = Image.open(data).quantization
        self.table = torch.stack([torch.tensor(tables[n], dtype=torch.float32).view(8, 8) for n in (0, 1, 1)]).view(1, 3, 1, 1, 8, 8)
        self.own = self.transformed(x - GREY).round()
        self.x = self.pixels(torch.zeros_like(self.own))

    def transformed(self, x):
        blocks = torch.einsum("ij,njhw->nihw", TO_YCC, x * 255).unfold(2, 8, 8).unfold(3, 8, 8)
        return COSINES @ blocks @ COSINES.T / self.table

    def pixels(self, change):
        blocks = COSINES.T @ ((self.own + change) * self.table) @ COSINES
        planes = blocks.permute(0, 1, 2, 4, 3, 5).reshape(1, 3, self.height, self.width)
        return (torch.einsum("ij,njhw->nihw", FROM_YCC, planes) / 255 + GREY).clamp(0, 1)
