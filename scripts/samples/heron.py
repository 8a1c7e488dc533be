"""A heron among reeds in ink: strokes that swell, thin and run dry, on a transparent ground, with a red seal."""

import numpy as np
from PIL import Image, PngImagePlugin

import toolkit as t

WIDTH, HEIGHT = 820, 1180


class Ink:
    """Layers of ink as opacity: darkness builds up, paper stays clear."""

    def __init__(self, rng):
        self.rng, self.opacity = rng, np.zeros((HEIGHT, WIDTH))
        self.fibre = t.fractal(rng, HEIGHT, WIDTH, (3, 3), 2) * 0.5 + t.fractal(rng, HEIGHT, WIDTH, (5, 46), 3) * 0.5

    def lay(self, coverage, strength=1.0):
        self.opacity = 1 - (1 - self.opacity) * (1 - np.clip(coverage * strength, 0, 1))

    def stroke(self, points, strength=1.0, dry=0.0, steps=24):
        """`points` are x, y, width. `dry` 0…1 tears the stroke open along the fibres of the paper."""
        cover = t.Mask(HEIGHT, WIDTH, 3).stroke(t.spline(points, steps)).coverage()
        if dry:
            cover = cover * t.smoothstep(dry * 0.9 - 0.55, dry * 0.9 - 0.25, self.fibre)
        self.lay(cover, strength)

    def wash(self, points, strength, soft=6):
        shape = t.Mask(HEIGHT, WIDTH, 2).polygon(t.spline(list(points) + [points[0]], 16)).coverage()
        edge = shape - t.blur(shape, 5)
        bloom = 0.75 + 0.55 * t.fractal(self.rng, HEIGHT, WIDTH, 70, 4)
        self.lay(np.clip(t.blur(shape, soft) * shape * bloom + np.clip(edge, 0, 1) * 0.5, 0, 1), strength)


def reeds(ink, rng):
    for k in range(15):
        x = 70 + 30 * k + rng.normal(0, 16) if k < 6 else 520 + 30 * (k - 6) + rng.normal(0, 14)
        tall, lean = rng.uniform(330, 800), rng.normal(0, 70)
        far = rng.random() < 0.45
        path = [(x, 1120, 5.5), (x + lean * 0.2, 1120 - tall * 0.4, 5), (x + lean * 0.55, 1120 - tall * 0.75, 3.6), (x + lean, 1120 - tall, 1.2)]
        ink.stroke(path, 0.38 if far else 0.92, 0.25)
        for j in range(3):
            at = rng.uniform(0.15, 0.72)
            bx, by = x + lean * at * at, 1120 - tall * at
            side, reach = rng.choice([-1, 1]), rng.uniform(70, 190)
            droop = rng.uniform(-60, 130)
            leaf = [(bx, by, 2), (bx + side * reach * 0.35, by - reach * 0.45, 10), (bx + side * reach * 0.75, by - reach * 0.42 + droop * 0.3, 8), (bx + side * reach, by - reach * 0.2 + droop, 0.8)]
            ink.stroke(leaf, 0.34 if far else 0.88, rng.uniform(0.15, 0.45))
        if rng.random() < 0.5:
            hx, hy = x + lean, 1120 - tall
            ink.stroke([(hx - 3, hy + 70, 7), (hx - 1, hy + 40, 15), (hx + 1, hy + 10, 13), (hx + 2, hy - 6, 4)], 0.4 if far else 0.95, 0.12)


def heron(ink, rng):
    body = [(330, 560), (372, 508), (440, 500), (520, 560), (590, 660), (650, 780), (585, 742), (520, 735), (450, 728), (380, 690), (335, 630)]
    ink.wash(body, 0.30, 10)
    ink.stroke([(356, 500, 5), (326, 560, 7), (336, 640, 7), (392, 704, 6), (462, 736, 3)], 0.95, 0.1)
    ink.stroke([(372, 500, 4), (446, 494, 9), (524, 552, 10), (596, 656, 7), (668, 806, 1.5)], 1.0, 0.22)
    for k in range(11):
        s = k / 10
        start = (400 + 120 * s, 530 + 60 * s)
        ink.stroke([(*start, 3), (start[0] + 44, start[1] + 62, 13 - 5 * s), (start[0] + 96 + 14 * s, start[1] + 150, 12 - 4 * s),
                    (start[0] + 128 + 26 * s, start[1] + 214 + 12 * s, 1.5)], 0.50 + 0.4 * (k % 2), rng.uniform(0.3, 0.6))  # fmt: skip
    for k in range(6):
        x = 520 + 24 * k
        ink.stroke([(x - 60, 640 + 14 * k, 6), (x + 10, 724 + 12 * k, 17), (x + 56, 806 + 8 * k, 14), (x + 76, 852 + 4 * k, 1.5)], 0.95, 0.35)

    ink.stroke([(364, 512, 20), (312, 470, 22), (300, 404, 19), (350, 352, 17), (402, 300, 16), (392, 236, 17), (346, 206, 20)], 0.20)
    ink.stroke([(356, 500, 5), (298, 470, 6), (282, 400, 6), (334, 342, 4), (384, 296, 5), (378, 244, 4), (344, 226, 3)], 1.0, 0.1)
    ink.stroke([(384, 512, 3), (334, 470, 4), (318, 410, 4), (366, 362, 3), (420, 306, 5), (410, 232, 5), (372, 194, 4), (334, 186, 3)], 0.95, 0.15)
    for k in range(7):
        ink.stroke([(300 + 9 * k, 482 + 8 * k, 2), (292 + 8 * k, 540 + 14 * k, 4), (302 + 8 * k, 600 + 16 * k, 0.8)], 0.6, 0.3)
    for k in range(9):
        ink.stroke([(306 + 12 * k, 424 - 13 * k, 1.2), (314 + 10.5 * k, 414 - 13 * k, 3.5), (318 + 10 * k, 404 - 13 * k, 1)], 0.7)

    ink.wash([(384, 196), (346, 184), (318, 198), (322, 222), (352, 228), (386, 222)], 0.22, 3)
    ink.stroke([(390, 214, 4), (366, 190, 5), (330, 188, 4), (300, 204, 3)], 1.0)
    ink.stroke([(352, 190, 5), (394, 186, 12), (446, 214, 8), (512, 262, 1)], 1.0, 0.18)
    ink.stroke([(360, 196, 4), (412, 208, 7), (468, 252, 1)], 1.0, 0.1)
    ink.stroke([(316, 200, 6), (244, 218, 6), (158, 246, 1.4)], 1.0)
    ink.stroke([(318, 222, 6), (246, 230, 5), (158, 246, 1.4)], 0.95)
    ink.stroke([(322, 212, 8), (248, 224, 5), (170, 243, 1)], 0.35)
    eye = t.Mask(HEIGHT, WIDTH, 4).ellipse(338, 205, 7.5).coverage()
    ink.opacity *= 1 - eye
    ink.lay(t.Mask(HEIGHT, WIDTH, 4).ellipse(337, 205, 3.8).coverage())
    ink.lay(np.clip(eye - t.Mask(HEIGHT, WIDTH, 4).ellipse(338, 205, 6).coverage(), 0, 1))

    ink.stroke([(444, 726, 15), (440, 800, 11), (446, 876, 7), (440, 900, 12), (448, 985, 7), (452, 1078, 8)], 1.0, 0.08)
    ink.stroke([(500, 738, 13), (520, 812, 10), (486, 862, 7), (478, 880, 11), (500, 966, 7), (508, 1050, 7)], 0.85, 0.2)
    for fx, fy, ends in [(452, 1078, [(-62, 26), (-20, 40), (46, 28)]), (508, 1050, [(-40, 26), (8, 36), (60, 20)])]:
        for dx, dy in ends:
            ink.stroke([(fx, fy, 7), (fx + dx * 0.5, fy + dy * 0.5, 6), (fx + dx, fy + dy, 1.2)], 1.0)


def water(ink, rng):
    for k in range(16):
        cx, cy, reach = 470 + rng.normal(0, 90), 1086 + 5.5 * k, rng.uniform(60, 310)
        ink.stroke([(cx - reach, cy, 1), (cx - reach * 0.3, cy + 5, rng.uniform(3, 8)), (cx + reach * 0.4, cy - 2, rng.uniform(2, 6)), (cx + reach, cy + 3, 0.8)],
                   rng.uniform(0.15, 0.6), rng.uniform(0.35, 0.7))  # fmt: skip
    for _ in range(70):
        drop = t.Mask(HEIGHT, WIDTH, 2).ellipse(rng.normal(300, 170), rng.normal(980, 90), abs(rng.normal(0, 1.6)) + 0.6)
        ink.lay(drop.coverage(), rng.uniform(0.3, 0.9))


def seal(rng):
    """A carved stamp: a fish-like sign in a worn red square."""
    stamp = t.Mask(HEIGHT, WIDTH, 4).polygon([(668, 232), (742, 229), (745, 306), (670, 308)]).coverage()
    sign = t.Mask(HEIGHT, WIDTH, 4)
    sign.stroke(t.spline([(682, 248, 5), (706, 242, 5), (730, 248, 5)], 8)).stroke([(706, 242, 5), (706, 296, 5)])
    sign.stroke(t.spline([(684, 268, 5), (706, 262, 4), (730, 270, 5)], 8)).stroke(t.spline([(684, 296, 5), (698, 284, 4), (706, 270, 4)], 8))
    sign.stroke(t.spline([(706, 270, 4), (716, 284, 4), (730, 294, 5)], 8))
    worn = t.smoothstep(-0.75, -0.35, t.fractal(rng, HEIGHT, WIDTH, 9, 3))
    return np.clip(stamp - sign.coverage(), 0, 1) * worn * 0.94


def paint():
    rng = t.seeded("heron")
    ink = Ink(rng)
    moon = np.hypot(*(np.mgrid[0:HEIGHT, 0:WIDTH][::-1] - np.array([565, 300])[:, None, None]))
    halo = t.smoothstep(150, 154, moon) * np.exp(-np.clip(moon - 152, 0, None) / 62)
    ink.lay(halo * (0.5 + 0.5 * t.fractal(rng, HEIGHT, WIDTH, 90, 5)), 0.42)
    reeds(ink, rng)
    body = t.Mask(HEIGHT, WIDTH, 2).polygon(t.spline([(330, 560), (372, 508), (440, 500), (520, 560), (590, 660), (650, 790), (520, 735), (400, 700), (330, 560)], 16)).coverage()
    neck = t.Mask(HEIGHT, WIDTH, 2).stroke(t.spline([(360, 520, 46), (306, 462, 40), (300, 404, 38), (350, 352, 34), (398, 300, 34), (392, 236, 32), (346, 206, 36)], 16)).coverage()
    ink.opacity *= 1 - np.clip(body + neck, 0, 1) * 0.94
    heron(ink, rng)
    water(ink, rng)
    red = seal(rng)
    opacity = 1 - (1 - ink.opacity * 0.97) * (1 - red)
    share = np.where(opacity > 0, red / np.maximum(opacity, 1e-6), 0)[..., None]
    colour = t.rgb("#14161c") * (1 - share) + t.rgb("#b3261e") * share
    return np.dstack([colour * np.ones((HEIGHT, WIDTH, 1)), opacity])


def save(folder):
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", "Heron, listening")
    text.add_text("Author", "Lacquer contributors")
    text.add_text("Copyright", "Lacquer contributors, Apache License 2.0")
    picture = t.levels(paint())
    picture[picture[..., 3] == 0] = 0
    Image.fromarray(picture).save(folder / "heron.png", optimize=True, dpi=(300, 300), pnginfo=text)
