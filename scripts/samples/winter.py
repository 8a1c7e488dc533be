"""Bare trees in falling snow: a grey JPEG of odd size, without a single marker beyond those that it needs."""

import numpy as np
from PIL import Image

import toolkit as t

WIDTH, HEIGHT = 767, 1023


def tree(rng, mask, x, y, length, angle, width, spread):
    """A trunk that forks into ever finer branches; each bends upward a little."""
    if width < 0.45 or length < 3:
        return
    bend = rng.normal(0, 0.10)
    ends = []
    path = [(x, y, width)]
    for k in range(1, 5):
        angle += bend / 4 + 0.016 * (np.pi / 2 - angle)
        x, y = x + length / 4 * np.cos(angle), y - length / 4 * np.sin(angle)
        path.append((x, y, width * (1 - 0.07 * k)))
        ends.append((x, y, angle))
    mask.stroke(t.spline(path, 6))
    for count in range(2 if rng.random() < 0.72 else 3):
        side = (-1) ** count * rng.uniform(0.55, 1.25) if count < 2 else rng.normal(0, 0.3)
        tree(rng, mask, x, y, length * rng.uniform(0.70, 0.86), angle + side * spread, width * rng.uniform(0.58, 0.76), spread)
    if width > 1.4:
        for k in range(2):
            bx, by, turn = ends[int(rng.integers(0, 3))]
            tree(rng, mask, bx, by, length * rng.uniform(0.3, 0.55), turn + rng.choice([-1, 1]) * rng.uniform(0.6, 1.1), width * 0.32, spread)


def paint():
    rng = t.seeded("winter")
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    picture = 0.80 + 0.10 * (y / HEIGHT) + 0.05 * t.fractal(rng, HEIGHT, WIDTH, (180, 300), 5)
    picture += 0.10 * np.exp(-((np.hypot(x - 250, (y - 330)) / 190) ** 2))
    layers = [(0.74, 9, 610, 80, 5, 0.42), (0.58, 6, 690, 104, 9, 0.44), (0.36, 3, 775, 132, 15, 0.46)]
    for tone, count, ground, length, width, spread in layers:
        mask = t.Mask(HEIGHT, WIDTH, 3)
        slots = np.linspace(0.02, 0.98, count) * WIDTH + rng.normal(0, 40, count)
        for place in slots:
            tree(rng, mask, place, ground + rng.normal(0, 12), length * rng.uniform(0.7, 1.15), np.pi / 2 + rng.normal(0, 0.06), width * rng.uniform(0.7, 1.2), spread)
        picture = picture * (1 - mask.coverage()) + tone * mask.coverage()
        hill = ground + 16 * np.sin(x / 160 + ground) + 7 * np.sin(x / 53)
        snow = 0.93 - 0.09 * t.smoothstep(0, 170, y - hill) + 0.025 * t.fractal(rng, HEIGHT, WIDTH, (14, 60), 4)
        bank = t.smoothstep(-9, 9, y - hill)
        picture = picture * (1 - bank) + snow * bank
        fog = np.exp(-(((y - ground) / 120) ** 2)) * 0.42
        picture = picture * (1 - fog) + 0.93 * fog

    main = t.Mask(HEIGHT, WIDTH, 3)
    tree(rng, main, 500, 905, 190, np.pi / 2 + 0.05, 36, 0.46)
    for root in ([(486, 880, 18), (452, 908, 9), (410, 918, 2)], [(512, 880, 18), (548, 912, 8), (590, 918, 2)]):
        main.stroke(t.spline(root, 10))
    wood = main.coverage()
    lit = np.clip(t.blur(wood, 2) - np.roll(t.blur(wood, 2), (3, 3), (0, 1)), 0, 1)
    bark = 0.10 + 0.10 * t.fractal(rng, HEIGHT, WIDTH, (26, 4), 3)
    picture = picture * (1 - wood) + bark * wood
    rim = np.clip(wood - np.roll(wood, (2, 1), (0, 1)), 0, 1)
    picture = picture * (1 - 0.8 * rim) + 0.95 * 0.8 * rim + 0.1 * lit
    shadow = t.Mask(HEIGHT, WIDTH, 2).polygon([(486, 906), (516, 906), (790, 1010), (790, 1034), (680, 1034)]).coverage()
    picture -= 0.10 * t.blur(shadow, 9) * (1 - wood)
    drift = t.smoothstep(-6, 10, y - (906 + 10 * np.sin(x / 90 + 1)))
    picture = picture * (1 - drift) + (0.96 - 0.10 * t.smoothstep(906, HEIGHT, y) + 0.02 * t.fractal(rng, HEIGHT, WIDTH, (10, 46), 4)) * drift - 0.08 * t.blur(shadow, 9) * drift
    figure = t.Mask(HEIGHT, WIDTH, 4)
    figure.polygon(t.spline([(214, 862), (218, 826), (230, 806), (243, 826), (250, 862), (232, 866), (214, 862)], 8)).ellipse(231, 799, 8, 9)
    figure.stroke([(224, 862, 7), (222, 892, 6)]).stroke([(239, 862, 7), (243, 890, 6)])
    figure.stroke(t.spline([(246, 836, 3), (262, 848, 2), (280, 866, 1.6)], 6))
    figure.polygon(t.spline([(276, 868), (292, 860), (312, 862), (318, 872), (300, 876), (280, 876)], 8)).ellipse(320, 861, 6, 5)
    for lx in (282, 288, 306, 312):
        figure.stroke([(lx, 872, 3.2), (lx - 1, 890, 2.4)])
    dark = figure.coverage()
    picture = picture * (1 - dark) + 0.14 * dark
    for k in range(26):
        fx, fy = 206 - 8 * k + rng.normal(0, 2), 898 + 3.6 * k + 4 * (k % 2)
        picture -= 0.16 * t.Mask(HEIGHT, WIDTH, 2).ellipse(fx, fy, 3 + 0.08 * k, 1.6 + 0.05 * k).coverage()

    for count, size, soft, bright in [(900, 1.1, 0, 0.55), (260, 2.2, 1, 0.8), (46, 6.0, 3, 0.75)]:
        flakes = t.Mask(HEIGHT, WIDTH, 2)
        for _ in range(count):
            flakes.ellipse(rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), size * rng.uniform(0.5, 1.2))
        cover = t.blur(flakes.coverage(), soft) if soft else flakes.coverage()
        picture = picture * (1 - cover * bright) + cover * bright
    picture *= 1 - 0.32 * t.smoothstep(0.36, 0.80, np.hypot(x / WIDTH - 0.48, y / HEIGHT - 0.5))
    return t.grain(rng, np.clip(picture, 0, 1), 0.014)


def save(folder):
    Image.fromarray(t.levels(paint())).save(folder / "winter.jpg", quality=87)
