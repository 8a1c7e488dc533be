"""Paints a reference with visible brush strokes that follow its forms, from broad to fine, on canvas, under raking light.

The layering is that of A. Hertzmann, "Painterly Rendering with Curved Brush Strokes of Multiple Sizes" (SIGGRAPH 1998), with
straight and bent bristle marks for strokes and the smoothed structure tensor for their direction.
"""

import numpy as np
from PIL import Image

import toolkit as t

ANGLES = 36


def mark(rng, length, width, bend):
    """One dab of a bristle brush lying along x: its coverage and its relief."""
    height, span = int(width * 2 + abs(bend) * 2 + 6), int(length + width + 6)
    y, x = np.mgrid[0:height, 0:span].astype(float)
    u = (x - span / 2) / (length / 2)
    v = (y - height / 2 - bend * (u * u - 0.4)) / (width / 2)
    bristles = np.interp((v + 1) * 1.5 * width, np.arange(3 * width + 2), rng.uniform(0.25, 1, int(3 * width) + 2))
    dry = t.noise(rng, height, span, (2.2, max(4, length / 3)))
    ends = np.clip((1.06 + 0.14 * (bristles - 0.6) - np.abs(u)) * 5, 0, 1)
    sides = np.clip((1 - np.abs(v)) * 3.2, 0, 1)
    body = ends * sides * np.clip(0.55 + bristles * 0.75 + dry * 0.35 - 0.28 * np.clip(u, 0, 1), 0, 1)
    relief = body * (0.35 + 0.65 * bristles) + 0.5 * sides * ends * np.clip((np.abs(v) - 0.6) * 3, 0, 1)
    return body, relief


def brush_set(rng, length, width):
    """Marks turned to each of ANGLES directions, three variants a direction."""
    turned = []
    for k in range(ANGLES):
        variants = []
        for bend in (-0.35, 0.0, 0.35):
            side = int(np.hypot(length, width) * 1.15 + 12) | 1
            pair = []
            for layer in mark(rng, length, width, bend * width):
                plate = Image.new("F", (side, side))
                plate.paste(Image.fromarray(layer.astype(np.float32)), ((side - layer.shape[1]) // 2, (side - layer.shape[0]) // 2))
                pair.append(np.asarray(plate.rotate(-180 * k / ANGLES, Image.Resampling.BICUBIC)).clip(0, 1.5))
            variants.append(pair)
        turned.append(variants)
    return turned


def directions(picture, radius, field=None):
    """The direction along forms in radians, by the structure tensor; where that is weak, along `field` (radians)."""
    grey = t.blur(picture.mean(axis=-1), 1.5)
    gy, gx = np.gradient(grey)
    xx, yy, xy = (t.blur(a, radius) for a in (gx * gx, gy * gy, gx * gy))
    if field is not None:
        strength = 2e-5
        xx = xx + strength * np.sin(field) ** 2
        yy = yy + strength * np.cos(field) ** 2
        xy = xy - strength * np.sin(field) * np.cos(field)
    return 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2


def paint(rng, reference, ground, sizes=(34, 18, 10, 6), field=None, detail=None, jitter=0.035, threshold=0.05):
    """Returns the painting. `detail` (0…1) raises the number of fine strokes where it is high, as on a face."""
    height, width = reference.shape[:2]
    canvas = np.ones_like(reference) * ground
    relief = np.zeros((height, width))
    for level, size in enumerate(sizes):
        target = t.blur(reference, max(1, size * 0.22)) if size > 7 else reference
        angle = directions(target, max(2, size * 0.5), field)
        brushes = brush_set(rng, size * (4.2 if level < 2 else 3.4), size)
        error = np.sqrt(((canvas - target) ** 2).sum(axis=-1))
        step = size * (0.62 if level == 0 else 0.66)
        spots = [(y, x) for y in np.arange(0, height, step) for x in np.arange(0, width, step)]
        for index in rng.permutation(len(spots)):
            y, x = (np.array(spots[index]) + rng.normal(0, step * 0.45, 2)).astype(int)
            if not (0 <= y < height and 0 <= x < width):
                continue
            care = 0.0 if detail is None else detail[y, x]
            if level > 0 and error[y, x] < threshold * (1.9 - 1.5 * care) * (1.25 if level >= 2 else 0.8):
                continue
            turn = int(round((angle[y, x] + rng.normal(0, 0.10)) / np.pi * ANGLES)) % ANGLES
            body, bump = brushes[turn][rng.integers(3)]
            colour = target[y, x] + rng.normal(0, jitter * (1 - 0.7 * care)) + rng.normal(0, jitter * 0.45, 3)
            lay(canvas, relief, y, x, body, bump, colour, 0.9)
    return varnish(rng, canvas, relief)


def lay(canvas, relief, y, x, body, bump, colour, opacity):
    half = body.shape[0] // 2
    top, left = max(0, y - half), max(0, x - half)
    bottom, right = min(canvas.shape[0], y + half + 1), min(canvas.shape[1], x + half + 1)
    cut = np.s_[top - y + half : bottom - y + half, left - x + half : right - x + half]
    cover = np.clip(body[cut] * opacity, 0, 1)
    spot = canvas[top:bottom, left:right]
    spot += (colour - spot) * cover[..., None]
    under = relief[top:bottom, left:right]
    under += (bump[cut] + under * 0.25 - under) * cover


def varnish(rng, canvas, relief):
    """Light from the upper left over the relief of the paint and the weave of the canvas."""
    height, width = relief.shape
    y, x = np.mgrid[0:height, 0:width].astype(float)
    weave = np.sin(x * 2.1 + np.sin(y * 0.21)) * np.sin(y * 2.1 + np.sin(x * 0.17))
    surface = t.blur(relief, 1) * 1.0 + weave * 0.018
    gy, gx = np.gradient(surface)
    light = np.clip(-(gx + gy) * 0.42, -0.16, 0.20)
    lit = np.where(light[..., None] > 0, canvas + light[..., None] * (0.55 + 0.45 * canvas), canvas * (1 + light[..., None] * 1.25))
    return np.clip(lit, 0, 1)
