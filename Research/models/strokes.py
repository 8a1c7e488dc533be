"""The first layers of `sedge`, which are not trained: oriented energy, as complex cells of the visual cortex report it.

Even and odd Gabor filters on luma, rectified, are summed to an energy an orientation and period (Adelson &
Bergen, J. Opt. Soc. Am. A 2, 284, 1985); each orientation is inhibited by the mean over all of them (cross-orientation
inhibition; Heeger, Vis. Neurosci. 9, 181, 1992) and pooled along its own direction. Noise drives all orientations alike,
so it cancels; a change moves this encoder only if it draws long coherent strokes. Early layers of trained encoders answer
to the same.
"""
import math

import members
import numpy as np
import torch

LUMA = (0.299, 0.587, 0.114)


def grid(size, angle):
    """Coordinates across and along strokes whose wave vector points at `angle`."""
    t = np.arange(size) - (size - 1) / 2
    y, x = np.meshgrid(t, t, indexing="ij")
    return x * math.cos(angle) + y * math.sin(angle), -x * math.sin(angle) + y * math.cos(angle)


def bank(orientations=8, periods=(3, 5), kernel=11, stride=2, pool=7, along=2.0, across=0.75, gain=20.0):
    filters, windows = [], []
    for period in periods:
        for index in range(orientations):
            angle = math.pi * index / orientations
            u, v = grid(kernel, angle)
            deviation = period / 2
            window = np.exp(-(u * u + 0.36 * v * v) / (2 * deviation ** 2))
            even, odd = (window * wave(2 * math.pi * u / period) for wave in (np.cos, np.sin))
            even -= window * even.sum() / window.sum()
            for profile in (even, odd):
                filters.append(profile / abs(profile).sum())
            u, v = grid(pool, angle)
            window = np.exp(-u * u / (2 * across ** 2) - v * v / (2 * along ** 2))
            windows.append(window / window.sum())
    cells = len(windows)
    # Sums the two phases of a cell and takes away the mean over the orientations of its period.
    mix = np.zeros((cells, len(filters)))
    for cell in range(cells):
        mix[cell, 2 * cell:2 * cell + 2] += 1
        first = cell // orientations * orientations
        mix[cell, 2 * first:2 * (first + orientations)] -= 1 / orientations
    layers = [members.conv(3, 1, 1, bias=False), members.conv(1, len(filters), kernel, stride, bias=False), members.ABS,
              members.conv(len(filters), cells, 1, bias=False), members.RELU,
              members.conv(cells, cells, pool, groups=cells, bias=False)]
    layers[1]["padding"], layers[5]["padding"] = (kernel - 1) // 2, (pool - 1) // 2
    encoder = members.build(layers)
    for layer, weights in ((0, np.array(LUMA)[None, :, None, None] * gain), (1, np.array(filters)[:, None]),
                           (3, mix[:, :, None, None]), (5, np.array(windows)[:, None])):
        encoder[layer].weight.data = torch.tensor(weights).float()
    return layers, encoder
