"""A woman with closed eyes and copper hair before a wall of gold: shapes first, brush strokes over them."""

import numpy as np
from PIL import Image

import brush
import toolkit as t

WIDTH, HEIGHT = 900, 1120
TILT = np.radians(-9)
HEAD = np.array([455.0, 455.0])


def head(points):
    """From the head's own coordinates (0, 0 between the brows, y down) to the picture's."""
    p = np.asarray(points, float)
    turn = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
    out = p.copy()
    out[:, :2] = p[:, :2] @ turn.T + HEAD
    return out


def shape(points, soft=0.0):
    mask = t.Mask(HEIGHT, WIDTH, 2).polygon(t.spline(list(points) + [points[0]], 20)).coverage()
    return t.blur(mask, soft) if soft else mask


def line(points, soft=0.0):
    mask = t.Mask(HEIGHT, WIDTH, 2).stroke(t.spline(points, 24)).coverage()
    return t.blur(mask, soft) if soft else mask


def gold(rng):
    """A wall of leaf and ornament: rings, spirals of dots and squares on old gold."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    tone = 0.5 + 0.34 * t.fractal(rng, HEIGHT, WIDTH, 240, 5) + 0.16 * (1 - y / HEIGHT)
    wall = t.gradient([(0, "#5a3a12"), (0.35, "#a8751f"), (0.6, "#d6a538"), (0.85, "#f2cf6a"), (1, "#fff0ad")], tone)
    inks = ["#7c2f1b", "#1f4d4a", "#f6dc8a", "#3a2410", "#b8862b", "#d9623a", "#2c6b6b"]
    for _ in range(64):
        cx, cy, radius = rng.uniform(0, WIDTH), rng.uniform(-20, HEIGHT * 0.86), rng.uniform(14, 62)
        rings = int(rng.integers(2, 5))
        for k in range(rings):
            ring = t.Mask(HEIGHT, WIDTH, 1).ellipse(cx, cy, radius * (1 - k / rings)).coverage()
            wall = t.mix(wall, t.rgb(inks[int(rng.integers(len(inks)))]), ring * 0.62)
    for _ in range(260):
        cx, cy, half = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(3, 9)
        tile = t.Mask(HEIGHT, WIDTH, 1).polygon([(cx - half, cy - half), (cx + half, cy - half), (cx + half, cy + half), (cx - half, cy + half)])
        wall = t.mix(wall, t.rgb(inks[int(rng.integers(len(inks)))]), tile.coverage() * 0.7)
    return wall


def hair(rng, picture, strands, root_colours):
    for path in strands:
        colour = t.rgb(root_colours[int(rng.integers(len(root_colours)))])
        picture = t.mix(picture, colour * rng.uniform(0.8, 1.15), line(path) * 0.8)
    return picture


def flower(rng, picture, cx, cy, size, petal, heart):
    for k in range(6):
        a = k / 6 * 2 * np.pi + rng.uniform(-0.2, 0.2)
        leaf = [(cx, cy), (cx + size * np.cos(a - 0.42), cy + size * np.sin(a - 0.42)),
                (cx + size * 1.28 * np.cos(a), cy + size * 1.28 * np.sin(a)),
                (cx + size * np.cos(a + 0.42), cy + size * np.sin(a + 0.42))]  # fmt: skip
        picture = t.mix(picture, t.rgb(petal) * rng.uniform(0.78, 1.12), shape(leaf))
    return t.mix(picture, t.rgb(heart), t.Mask(HEIGHT, WIDTH, 2).ellipse(cx, cy, size * 0.34).coverage())


def reference(rng):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    picture = gold(rng)
    back = shape(head([(-30, -232), (110, -222), (205, -120), (238, 40), (262, 210), (300, 420), (240, 560), (60, 520), (-150, 560), (-262, 470),
                       (-232, 260), (-226, 60), (-190, -110), (-120, -205)]))  # fmt: skip
    picture = t.mix(picture, t.gradient([(0, "#3a150d"), (0.5, "#6e2a14"), (1, "#4b1a10")], (x / WIDTH + y / HEIGHT) / 2), back)
    strands = []
    for k in range(150):
        s, start = (-1 if k % 2 else 1), rng.uniform(0, 1)
        x0, y0 = s * (10 + 160 * start), -222 + 120 * start**2
        reach = rng.uniform(0.82, 1.22)
        strands.append(head([(x0 * 0.4, y0 + 4, 3), (s * (150 + 60 * start) * reach, y0 + 130, 8), (s * 212 * reach, 90 + 60 * start, 9),
                             (s * (190 + 60 * np.sin(k)) * reach, 280, 9), (s * (210 + 80 * np.cos(k * 1.7)) * reach, 420 + 60 * start, 7),
                             (s * (180 + 110 * np.sin(k * 0.7)) * reach, 545 + 50 * start, 2)]))  # fmt: skip
    picture = hair(rng, picture, strands, ["#7a2c12", "#a5421a", "#c9622a", "#5a1e10", "#e08a45", "#8f3817"])

    neck = shape(head([(-66, 150), (70, 150), (74, 280), (150, 352), (300, 440), (330, 640), (-330, 640), (-300, 440), (-160, 362), (-72, 286)]))
    neck_light = t.gradient([(0, "#f0bd92"), (0.45, "#d99b70"), (1, "#7e4530")], np.clip((x - 250) / 420, 0, 1))
    picture = t.mix(picture, neck_light, neck)
    under = shape(head([(-88, 168), (0, 240), (92, 160), (100, 262), (40, 318), (-60, 300)]), 9)
    picture = t.mix(picture, t.rgb("#6b3424"), under * neck * 0.72)
    for collar in ([(-150, 372, 5), (-70, 362, 9), (-12, 384, 4)], [(24, 384, 4), (88, 360, 9), (170, 366, 5)]):
        picture = t.mix(picture, t.rgb("#8a4a33"), line(head(collar), 4) * 0.55)
    gown = shape([(-40, 1160), (20, 950), (140, 862), (262, 838), (360, 930), (480, 962), (596, 928), (690, 846), (790, 800), (880, 860), (960, 1000), (960, 1160)])
    folds = 0.5 + 0.5 * np.sin(x / 34 + 2.6 * t.fractal(rng, HEIGHT, WIDTH, 200, 4) + y / 120)
    picture = t.mix(picture, t.gradient([(0, "#072b33"), (0.5, "#0f5560"), (0.85, "#2f8f8f"), (1, "#8fd0bd")], folds * 0.9), gown)
    trim = line([(20, 950, 10), (140, 862, 13), (262, 838, 14), (360, 930, 14), (480, 962, 14), (596, 928, 14), (690, 846, 14), (790, 800, 13), (880, 860, 11), (905, 890, 8)])
    picture = t.mix(picture, t.rgb("#e8c15a"), trim)
    for k in range(60):
        gx, gy = rng.uniform(0, WIDTH), rng.uniform(900, HEIGHT)
        picture = t.mix(picture, t.rgb("#e8c15a") * rng.uniform(0.7, 1.1), t.Mask(HEIGHT, WIDTH, 1).ellipse(gx, gy, rng.uniform(3, 8)).coverage() * gown * 0.9)

    face = shape(head([(0, -178), (92, -158), (140, -80), (146, 10), (132, 96), (86, 176), (30, 222), (-30, 222), (-86, 176), (-132, 96),
                       (-146, 10), (-140, -80), (-92, -158)]))  # fmt: skip
    inverse = np.array([[np.cos(TILT), np.sin(TILT)], [-np.sin(TILT), np.cos(TILT)]])
    u, v = np.tensordot(inverse, np.stack([x - HEAD[0], y - HEAD[1]]), 1)
    nx, ny = u / 172, (v - 20) / 236
    nz = np.sqrt(np.clip(1 - nx**2 - ny**2, 0.02, 1))
    light = np.clip((-0.50 * nx - 0.20 * ny + 0.80 * nz) / 0.96, 0, 1) * 0.92
    light += 0.16 * np.exp(-(((u - 4) / 17) ** 2 + ((v - 40) / 70) ** 2))
    light -= 0.30 * np.exp(-(((u - 26) / 17) ** 2 + ((v - 62) / 52) ** 2))
    for side in (-1, 1):
        light -= 0.20 * np.exp(-(((u - side * 62) / 44) ** 2 + ((v - 2) / 25) ** 2))
        light += 0.09 * np.exp(-(((u - side * 62) / 34) ** 2 + ((v - 26) / 12) ** 2))
    light -= 0.17 * np.exp(-(((u - 8) / 34) ** 2 + ((v - 113) / 8) ** 2))
    light -= 0.16 * np.exp(-(((u - 2) / 40) ** 2 + ((v - 184) / 10) ** 2))
    skin = t.gradient([(0, "#5b2a20"), (0.3, "#9c5a40"), (0.55, "#d39570"), (0.8, "#f3c79f"), (1, "#fff0d8")], np.clip(light, 0, 1))
    for side in (-1, 1):
        blush = np.exp(-(((u - side * 86) / 42) ** 2 + ((v - 84) / 34) ** 2))
        skin = t.mix(skin, t.rgb("#d2603f"), blush * 0.34)
    skin = t.mix(skin, t.rgb("#3e6f6a"), np.clip(nx - 0.55, 0, 1) * 0.5)
    picture = t.mix(picture, skin, face)

    for side in (-1, 1):
        lid = head([(side * 26, 30, 2), (side * 46, 42, 5), (side * 68, 45, 6), (side * 90, 38, 5), (side * 108, 25, 2)])
        picture = t.mix(picture, t.rgb("#2a120d"), line(lid) * 0.95)
        for k in range(7):
            at = 0.15 + 0.12 * k
            bx, by = side * (28 + 80 * at), 32 + 13 * np.sin(np.pi * min(1, at * 1.05))
            picture = t.mix(picture, t.rgb("#2a120d"), line(head([(bx, by, 2.6), (bx + side * (2 + 7 * at), by + 9, 1.8), (bx + side * (5 + 15 * at), by + 13, 0.8)])) * 0.8)
        crease = head([(side * 30, 8, 2), (side * 62, -6, 4), (side * 100, 8, 2)])
        picture = t.mix(picture, t.rgb("#80422d"), line(crease, 1) * 0.75)
        brow = head([(side * 22, -30, 6), (side * 52, -46, 10), (side * 84, -48, 8), (side * 116, -30, 3)])
        picture = t.mix(picture, t.rgb("#4d1f12"), line(brow, 1) * 0.85)
        nostril = head([(side * 9 + 4, 104, 3), (side * 16 + 4, 100, 6), (side * 22 + 4, 106, 3)])
        picture = t.mix(picture, t.rgb("#5b241a"), line(nostril, 1) * 0.8)
    upper = [(-46, 150), (-22, 138), (-6, 134), (2, 138), (10, 134), (26, 138), (48, 150), (20, 153), (2, 156), (-20, 153)]
    lower = [(-46, 150), (-20, 153), (2, 156), (20, 153), (48, 150), (30, 170), (2, 177), (-28, 170)]
    picture = t.mix(picture, t.rgb("#8c2a2a"), shape(head(upper)) * 0.95)
    picture = t.mix(picture, t.rgb("#c24a42"), shape(head(lower)) * 0.95)
    picture = t.mix(picture, t.rgb("#f0a08c"), line(head([(-20, 163, 3), (-4, 166, 6), (10, 164, 3)]), 1) * 0.8)
    picture = t.mix(picture, t.rgb("#4d1414"), line(head([(-46, 150, 2), (-18, 152, 3), (2, 155, 4), (20, 152, 3), (48, 150, 2)])) * 0.85)

    parting = [(-14, -196), (-6, -128), (30, -118), (84, -84), (122, -20), (140, 60), (176, 60), (190, -80), (120, -196), (40, -232), (-40, -232),
               (-126, -196), (-192, -80), (-178, 60), (-142, 60), (-124, -20), (-92, -82), (-44, -116)]  # fmt: skip
    crown = shape(head(parting), 1)
    shine = np.exp(-(((np.hypot(u, v + 20) - 178) / 26) ** 2)) * np.clip(0.5 - nx * 0.7, 0, 1)
    copper = t.gradient([(0, "#5a1e10"), (0.5, "#a5421a"), (1, "#f0aa66")], np.clip(0.35 + 0.6 * shine, 0, 1))
    picture = t.mix(picture, t.rgb("#6b3424"), t.blur(np.roll(crown, (9, 4), (0, 1)), 7) * face * 0.55)
    picture = t.mix(picture, copper, crown)
    fringe = []
    for k in range(86):
        s, r = (-1 if k % 2 else 1), rng.uniform(0, 1)
        fringe.append(head([(-10 + 10 * s * r, -214 + 90 * r, 3), (s * (56 + 20 * (1 - r)) - 6, -206 + 98 * r, 7), (s * (112 + 40 * (1 - r)), -140 + 78 * r, 9),
                            (s * (146 + 30 * (1 - r)), -10, 9), (s * (146 + 40 * r), 120, 8), (s * (150 + 60 * r), 250 + 60 * r, 3)]))  # fmt: skip
    picture = hair(rng, picture, fringe, ["#7a2c12", "#a5421a", "#c9622a", "#5a1e10", "#e89a55", "#8f3817"])
    for cx, cy, size, petal in [(318, 320, 40, "#f4ead8"), (276, 388, 30, "#e9b7a0"), (372, 262, 30, "#e9b7a0"), (300, 258, 22, "#f4ead8"), (246, 330, 20, "#d97b5c")]:
        picture = flower(rng, picture, cx, cy, size, petal, "#d9a02e")
    picture = t.mix(picture, t.rgb("#f2d27a"), t.Mask(HEIGHT, WIDTH, 2).ellipse(*head([(150, 150)])[0], 9, 13).coverage())
    care = np.clip(t.blur(face, 12) * 1.2, 0, 1)
    return np.clip(picture, 0, 1), care


def paint():
    rng = t.seeded("portrait")
    picture, care = reference(rng)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    around = np.arctan2(y - HEAD[1], x - HEAD[0]) + np.pi / 2
    return brush.paint(rng, picture, t.rgb("#6b4a22"), (30, 16, 9, 5), around, care, 0.03, 0.055)


def save(folder):
    Image.fromarray(t.levels(paint())).save(
        folder / "portrait.jpg", quality=88, subsampling="4:4:4", optimize=True, dpi=(240, 240),
        exif=t.exif("Copper and gold"),
    )  # fmt: skip
