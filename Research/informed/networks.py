"""Two small networks of somebody who has Lacquer: one that tells protected pictures, one that takes the change away again."""
import os
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "lacquer/informed"


class Detector(nn.Module):
    """The log-odds that a picture [n, 3, height, width] of 0...1 is protected, mean over the positions."""

    def __init__(self):
        super().__init__()
        widths = [3, 24, 24, 48, 64]
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in zip(widths, widths[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for width in widths[1:])
        self.last = nn.Linear(2 * widths[-1], 1)

    def forward(self, x):
        # What is fine, at about the size of the change: eight levels are 1.
        x = (x - F.avg_pool2d(F.pad(x, (2, 2, 2, 2), "reflect"), 5, 1)) * (255 / 8)
        for index, (layer, norm) in enumerate(zip(self.layers, self.norms)):
            x = F.relu(norm(layer(x)))
            if index in (1, 2):
                x = F.avg_pool2d(x, 2)
        return self.last(torch.cat([x.mean((2, 3)), x.var((2, 3)).add(1e-4).sqrt()], 1))[:, 0]


class Restorer(nn.Module):
    """The original of a protected picture [n, 3, height, width] of 0...1: the picture less what the network sees as the change."""

    def __init__(self, width=32):
        super().__init__()
        dilations = [1, 1, 2, 4, 1]
        self.first = nn.Conv2d(12, width, 3, padding=1)
        self.layers = nn.ModuleList(nn.Conv2d(width, width, 3, padding=d, dilation=d) for d in dilations)
        self.last = nn.Conv2d(width, 12, 3, padding=1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, x):
        height, width = x.shape[2:]
        padded = F.pad(x, (0, width % 2, 0, height % 2), "replicate")
        y = F.relu(self.first(F.pixel_unshuffle(padded, 2) - 0.5))
        for layer in self.layers:
            y = y + F.relu(layer(y))
        change = F.pixel_shuffle(self.last(y), 2) * (8 / 255)
        return x - change[..., :height, :width]
