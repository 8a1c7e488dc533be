"""A lighthouse in a wild sea, painted thickly. Stored lying on its side, with EXIF orientation 6, as cameras and tablets do."""

import numpy as np
from PIL import Image

import brush
import toolkit as t

WIDTH, HEIGHT = 800, 1120
LAMP = (402.0, 372.0)


def poly(points, soft=0.0):
    mask = t.Mask(HEIGHT, WIDTH, 2).polygon(points).coverage()
    return t.blur(mask, soft) if soft else mask


def swirl(x, y, centres):
    """The direction in radians of a wind that turns around each (x, y, reach, sense)."""
    vx, vy = np.full_like(x, 1.0), np.full_like(y, -0.18)
    for cx, cy, reach, sense in centres:
        dx, dy = x - cx, y - cy
        pull = 3.2 * sense * np.exp(-(dx * dx + dy * dy) / (2 * reach * reach))
        vx, vy = vx - pull * dy / reach, vy + pull * dx / reach
    return np.arctan2(vy, vx)


def reference(rng):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    centres = [(170, 190, 105, 1), (615, 130, 90, -1), (650, 420, 100, 1), (70, 480, 90, -1), (380, 70, 60, 1)]
    wind = swirl(x, y, centres)
    bands = np.zeros_like(x)
    for cx, cy, reach, sense in centres:
        away = np.hypot(x - cx, y - cy)
        coil = 0.5 + 0.5 * np.sin(away / 9.5 - sense * 1.8 * np.arctan2(y - cy, x - cx))
        bands += coil * np.exp(-((away / (1.45 * reach)) ** 2))
    bands += 0.32 * np.sin((y + 34 * np.sin(x / 120)) / 21) + 0.42 * t.fractal(rng, HEIGHT, WIDTH, (40, 150), 4)
    tone = np.clip(0.36 + 0.44 * bands + 0.25 * (y / 700 - 0.5), 0, 1)
    picture = t.gradient([(0, "#10204a"), (0.3, "#1f4a86"), (0.55, "#3f86ad"), (0.78, "#9cc7b8"), (1, "#f4e3a1")], tone)
    for cx, cy, reach, _ in centres[:3]:
        core = np.exp(-((np.hypot(x - cx, y - cy) / (reach * 0.30)) ** 2))
        picture = t.mix(picture, t.rgb("#ffe48a"), core * 0.95)
    horizon = 640.0
    picture = t.mix(picture, t.rgb("#f2b36b"), np.exp(-(((y - horizon) / 62) ** 2)) * 0.66)
    for angle, spread in [(-0.30, 0.085), (np.pi - 0.24, 0.075)]:
        turn = np.arctan2(y - LAMP[1], x - LAMP[0])
        off = np.abs((turn - angle + np.pi) % (2 * np.pi) - np.pi)
        beam = np.clip(1 - off / spread, 0, 1) * np.exp(-np.hypot(x - LAMP[0], y - LAMP[1]) / 520)
        picture = t.mix(picture, t.rgb("#fff4c2"), beam**0.7 * 0.82)

    for i in range(6):
        level = horizon + 10 + 88 * i + 6 * i * i
        crest = level - (7 + 9 * i) * (np.sin(x / (44 + 26 * i) + 1.7 * i + 0.7 * np.sin(x / 63)) + 0.5 * np.sin(x / (19 + 11 * i) + i))
        inside = t.smoothstep(-1.5, 1.5, y - crest)
        drop = np.clip((y - crest) / (60 + 18 * i), 0, 1)
        curls = 0.5 + 0.5 * np.sin((y - crest) / (5.5 + 1.6 * i) + 2.0 * np.sin(x / (36 + 9 * i)))
        water = t.gradient([(0, "#f3f7e6"), (0.10, "#a9dccb"), (0.28, "#3d9aa0"), (0.6, "#17587a"), (1, "#0c2a4d")], np.clip(drop * 0.95 + 0.16 * (curls - 0.5), 0, 1))
        picture = t.mix(picture, water, inside)

    rock_line = [(120, 905), (165, 838), (205, 822), (236, 772), (286, 752), (318, 722), (368, 708), (438, 706), (486, 724), (520, 760), (572, 776),
                 (604, 826), (652, 846), (700, 905), (640, 938), (540, 922), (430, 948), (300, 925), (190, 944)]  # fmt: skip
    rock = poly(rock_line)
    facets = np.clip(0.5 + 0.9 * t.fractal(rng, HEIGHT, WIDTH, (34, 46), 4, 0.7) - (x - 400) / 700 - (y - 800) / 480, 0, 1)
    picture = t.mix(picture, t.gradient([(0, "#1b1a2b"), (0.35, "#4a3c44"), (0.62, "#8a6a55"), (0.85, "#d6a873"), (1, "#f3d9a4")], facets), rock)
    grass = poly([(286, 754), (318, 724), (368, 710), (438, 708), (486, 726), (520, 762), (470, 752), (400, 740), (340, 748)], 2)
    picture = t.mix(picture, t.rgb("#5d8a3c"), grass * 0.85)

    tower = poly([(362, 716), (446, 716), (430, 412), (374, 412)])
    side = np.clip((x - 362) / 84, 0, 1)
    bands = np.floor((y - 412) / 61).astype(int) % 2
    white = t.gradient([(0, "#fff7e0"), (0.5, "#efe0c8"), (0.8, "#9d95a8"), (1, "#5d5f80")], side)
    red = t.gradient([(0, "#f0603c"), (0.45, "#c93a2b"), (0.8, "#7c2030"), (1, "#4a1430")], side)
    picture = t.mix(picture, np.where(bands[..., None] == 0, white, red), tower)
    for wx, wy in [(402, 470), (403, 560), (404, 650)]:
        picture = t.mix(picture, t.rgb("#1b2038"), poly([(wx - 7, wy - 12), (wx + 7, wy - 12), (wx + 7, wy + 12), (wx - 7, wy + 12)]))
        picture = t.mix(picture, t.rgb("#ffd76b"), poly([(wx - 4, wy - 9), (wx + 4, wy - 9), (wx + 4, wy + 9), (wx - 4, wy + 9)]))
    picture = t.mix(picture, t.rgb("#2a2440"), poly([(358, 412), (446, 412), (440, 400), (364, 400)]))
    picture = t.mix(picture, t.rgb("#ffefae"), poly([(378, 400), (426, 400), (424, 346), (380, 346)]))
    picture = t.mix(picture, t.rgb("#2a2440"), poly([(376, 400), (380, 400), (381, 346), (378, 346)]) + poly([(424, 400), (428, 400), (426, 346), (423, 346)]))
    picture = t.mix(picture, t.rgb("#b23430"), poly([(368, 348), (436, 348), (418, 322), (402, 308), (386, 322)]))
    picture = t.mix(picture, t.rgb("#2a2440"), poly([(400, 310), (404, 310), (403, 284), (401, 284)]))
    glow = np.exp(-np.hypot(x - LAMP[0], y - LAMP[1]) / 40)
    picture = t.mix(picture, t.rgb("#fff6cf"), glow * 0.9)

    house = poly([(470, 742), (560, 756), (560, 700), (470, 690)])
    picture = t.mix(picture, t.gradient([(0, "#f7e7c6"), (1, "#8c86a0")], (x - 470) / 90), house)
    picture = t.mix(picture, t.rgb("#a83a2c"), poly([(462, 694), (568, 706), (546, 668), (486, 660)]))
    for wx in (492, 530):
        picture = t.mix(picture, t.rgb("#ffcf5e"), poly([(wx - 7, 708), (wx + 7, 710), (wx + 7, 730), (wx - 7, 728)]))

    spray = t.Mask(HEIGHT, WIDTH, 2)
    for _ in range(430):
        at = rng.uniform(0, 1)
        sx, sy = 104 + 612 * at, 912 + 26 * np.sin(np.pi * at) + rng.normal(0, 8)
        if rng.random() < 0.30:
            sx, sy = 142 + rng.normal(0, 30), 880 - abs(rng.normal(0, 62))
        spray.ellipse(sx, sy, rng.uniform(4, 15) if sy > 890 else rng.uniform(1.5, 5), rng.uniform(2, 5))
    picture = t.mix(picture, t.rgb("#f6f9ea"), spray.coverage() * 0.92)
    gulls = t.Mask(HEIGHT, WIDTH, 2)
    for gx, gy, size in [(236, 430, 20), (286, 372, 15), (180, 358, 13), (560, 520, 17), (604, 556, 12)]:
        gulls.stroke(t.spline([(gx - size, gy - size * 0.45, 1.5), (gx - size * 0.5, gy - size * 0.55, 4), (gx, gy, 5), (gx + size * 0.5, gy - size * 0.6, 4), (gx + size, gy - size * 0.3, 1.5)], 10))
    picture = t.mix(picture, t.rgb("#fdfaf0"), gulls.coverage())
    care = np.clip(t.blur(np.clip(tower + house + gulls.coverage(), 0, 1), 9) * 1.3, 0, 1)
    return np.clip(picture, 0, 1), wind, care


def paint():
    rng = t.seeded("lighthouse")
    picture, wind, care = reference(rng)
    return brush.paint(rng, picture, t.rgb("#27406b"), (26, 14, 8, 5), wind, care, 0.045, 0.085)


def save(folder):
    stored = np.rot90(paint(), 1)
    Image.fromarray(t.levels(stored)).save(
        folder / "lighthouse.jpg", quality=85, subsampling="4:2:2", dpi=(300, 300),
        exif=t.exif("The keeper's evening", orientation=6),
    )  # fmt: skip
