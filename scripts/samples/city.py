"""A city across the water at night: lit windows, neon, a moon, rain-wet reflections. A progressive JPEG with EXIF and ICC."""

import numpy as np
from PIL import Image

import toolkit as t

WIDTH, HEIGHT, SHORE = 1280, 720, 470
WARM = ["#ffd58a", "#ffc061", "#ffe6b0", "#fff3d9", "#ffb14e"]
COOL = ["#bfe4ff", "#8fd0ff", "#e3f4ff"]
NEON = ["#ff3f8e", "#38e1ff", "#ff7a2f", "#9d6bff", "#3dffb0"]


def tower(rng, picture, glow, left, width, top, near):
    """A block with its windows, roof and lamps; `near` 0…1 darkens and sharpens it."""
    body = t.mix(t.rgb("#2a3560"), t.rgb("#0a0d1c"), near)
    shade = np.linspace(1.18, 0.82, width)[None, :, None] * np.linspace(1.0, 1.35, SHORE - top)[:, None, None]
    picture[top:SHORE, left : left + width] = body * shade
    glow[top:SHORE, left : left + width] = 0
    if rng.random() < 0.35:
        step = int(rng.integers(6, 16))
        inset = width // 5
        picture[top - step : top, left + inset : left + width - inset] = body * 0.95
    if rng.random() < 0.4 and near > 0.2:
        mast, x = int(rng.integers(14, 44)), left + width // 2
        picture[top - mast : top, x : x + 2] = body * 0.9
        glow[top - mast - 1 : top - mast + 2, x - 1 : x + 3] += t.rgb("#ff4a3d") * 1.6
    cell_w, cell_h = int(rng.integers(5, 10)), int(rng.integers(7, 13))
    lamp = [t.rgb(c) for c in (WARM if rng.random() < 0.72 else COOL)]
    lively, band = rng.uniform(0.12, 0.5), rng.random() < 0.25
    for wy in range(top + 6, SHORE - 7, cell_h):
        row_lit = rng.random() < 0.5
        for wx in range(left + 4, left + width - cell_w + 1, cell_w):
            if rng.random() < (lively * 1.6 if band and row_lit else lively * (0.2 if band else 0.8)):
                colour = lamp[int(rng.integers(len(lamp)))] * rng.uniform(0.35, 1.0) * (0.55 + 0.45 * near)
                pane = (slice(wy, wy + max(3, cell_h - 5)), slice(wx, wx + max(2, cell_w - 3)))
                picture[pane] = colour
                glow[pane] += colour * 0.55
    if near > 0.6 and width > 44 and rng.random() < 0.55:
        sign(rng, picture, glow, left, width, top)


def sign(rng, picture, glow, left, width, top):
    colour = t.rgb(NEON[int(rng.integers(len(NEON)))])
    sw, sh = int(rng.integers(9, 15)), int(rng.integers(50, 96))
    sx, sy = left + int(rng.integers(3, width - sw - 3)), top + int(rng.integers(10, 24))
    sh = min(sh, SHORE - 30 - sy)
    if sh < 24:
        return
    picture[sy : sy + sh, sx : sx + sw] = colour * 0.14
    for edge in (np.s_[sy : sy + sh, sx : sx + 2], np.s_[sy : sy + sh, sx + sw - 2 : sx + sw]):
        picture[edge] = t.mix(colour, t.rgb("#ffffff"), 0.45)
        glow[edge] += colour * 2.6
    for gy in range(sy + 5, sy + sh - 9, 13):
        for k in range(3):
            bar = np.s_[gy + 3 * k : gy + 3 * k + 2, sx + 3 : sx + 3 + int(rng.integers(2, sw - 5))]
            picture[bar] = t.mix(colour, t.rgb("#ffffff"), 0.6)
            glow[bar] += colour * 1.6


def paint():
    rng = t.seeded("city")
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    picture = t.gradient([(0, "#060a1f"), (0.35, "#141a45"), (0.55, "#3b2a63"), (0.68, "#7b3f6f"), (1, "#b5606a")], y / SHORE * 0.68)
    stars = rng.random((HEIGHT, WIDTH)) < 0.0011 * np.clip(1 - y / 300, 0, 1)
    picture += (stars * rng.uniform(0.2, 0.9, (HEIGHT, WIDTH)))[..., None]
    clouds = t.smoothstep(-0.05, 0.7, t.fractal(rng, HEIGHT, WIDTH, (90, 380), 6))
    picture = t.mix(picture, t.gradient([(0, "#1d2350"), (1, "#c26d72")], y / SHORE), clouds * 0.5)
    moon = np.hypot(x - 935, y - 128)
    seas = t.fractal(rng, HEIGHT, WIDTH, 30, 4)
    picture = t.mix(picture, t.rgb("#ffe9c9") * (0.93 + 0.2 * seas[..., None]), t.smoothstep(51.5, 50, moon))
    picture += t.rgb("#ffcf9a") * (0.34 * np.exp(-np.clip(moon - 50, 0, None) / 62))[..., None]

    glow = np.zeros_like(picture)
    for near, count, low, high, thin, wide in [(0.0, 46, 130, 260, 26, 54), (0.4, 34, 90, 300, 30, 66), (1.0, 24, 50, 240, 44, 92)]:
        for place in np.sort(rng.uniform(-30, WIDTH, count)):
            width = int(rng.integers(thin, wide))
            skyline = 0.35 + 0.65 * np.exp(-(((place - 430) / 330) ** 2)) + 0.28 * np.exp(-(((place - 1110) / 130) ** 2))
            top = SHORE - int((low + (high - low) * rng.random() ** 1.3) * min(1.0, skyline) * (1.18 - 0.2 * near))
            left = int(np.clip(place, 0, WIDTH - width))
            tower(rng, picture, glow, left, width, top, near)
        fog = t.smoothstep(SHORE - 210, SHORE, y) * (0.55 - 0.42 * near)
        picture = t.mix(picture, t.rgb("#8a4f78"), fog)
    needle = t.Mask(HEIGHT, WIDTH).polygon([(417, SHORE), (426, 190), (429, 74), (431, 74), (434, 190), (443, SHORE)])
    needle.ellipse(430, 196, 24, 8).ellipse(430, 188, 15, 7).polygon([(421, 262), (439, 262), (436, 206), (424, 206)])
    picture = t.mix(picture, t.rgb("#0d1024"), needle.coverage())
    glow[193:196, 408:453] += t.rgb("#38e1ff") * 2.2
    glow[70:75, 429:432] += t.rgb("#ff4a3d") * 5
    quay = np.s_[SHORE - 7 : SHORE]
    picture[quay] = t.rgb("#05070f")
    for lx in range(14, WIDTH, 41):
        glow[SHORE - 15 : SHORE - 11, lx : lx + 4] += t.rgb("#ffcf80") * 3.2
        picture[SHORE - 15 : SHORE - 11, lx : lx + 4] = t.rgb("#fff0cc")
        picture[SHORE - 11 : SHORE - 6, lx + 1 : lx + 3] = t.rgb("#05070f")
    light = picture + t.blur(glow, 2) * 0.9 + t.blur(glow, 9) * 1.1 + t.blur(glow, 34) * 0.9

    ripples = t.fractal(rng, HEIGHT, WIDTH, (5, 70), 4) * 0.7 + t.noise(rng, HEIGHT, WIDTH, (16, 240)) * 0.6
    depth = np.clip(y - SHORE, 0, None)
    sway = ripples * (1.5 + depth * 0.085)
    source_y = np.clip(SHORE - 1 - depth * 1.55 + sway * 3.4, 0, SHORE - 1).astype(int)
    source_x = np.clip(x + sway * 1.3, 0, WIDTH - 1).astype(int)
    smeared = sum(np.roll(light, k, axis=0) for k in (-14, -9, -5, -2, 0, 2, 5, 9, 14)) / 9
    mirror = t.mix(smeared[source_y, source_x], light[source_y, source_x], 0.35)
    water = mirror * (0.80 - 0.28 * depth[..., None] / (HEIGHT - SHORE)) * np.array([0.86, 0.9, 1.05]) + t.rgb("#070b1e") * 0.6
    crest = t.smoothstep(0.28, 0.62, ripples)
    water += crest[..., None] * (0.03 + 0.16 * mirror)
    picture = np.where((y >= SHORE)[..., None], water, light)

    boat = t.Mask(HEIGHT, WIDTH)
    boat.polygon(t.spline([(880, 602), (905, 622), (975, 626), (1040, 620), (1066, 596), (1000, 604), (930, 606), (880, 602)], 8))
    boat.polygon([(930, 606), (938, 580), (996, 580), (1004, 605)]).stroke([(968, 582, 2.5), (969, 528, 1.6)])
    dark = boat.coverage()
    picture = t.mix(picture, t.rgb("#04060d"), dark)
    shadow = np.roll(dark[::-1], 2 * 626 - HEIGHT + 1, axis=0) * (y > 624)
    picture = t.mix(picture, t.rgb("#04060d"), t.blur(shadow, 3) * 0.62 * (0.75 + 0.5 * ripples))
    lamp = np.zeros_like(picture)
    lamp[526:530, 967:971] += t.rgb("#ffe2a0") * 7
    for wx in (945, 962, 979):
        lamp[587:595, wx : wx + 9] += t.rgb("#ffbf66") * 0.9
    for ry in range(634, 716):
        wide = 4 + (ry - 634) * 0.10
        rx = 968 + ripples[ry, 968] * (4 + (ry - 634) * 0.16) + rng.normal(0, 1.2)
        lamp[ry, int(rx - wide) : int(rx + wide)] += t.rgb("#ffbf66") * 0.34 * rng.uniform(0.3, 1) * np.exp(-(ry - 634) / 45)
    picture = picture + lamp + t.blur(lamp, 5) + t.blur(lamp, 18) * 1.4

    picture = 1.04 * (1 - np.exp(-1.55 * np.clip(picture, 0, None)))
    picture *= (1 - 0.35 * t.smoothstep(0.42, 0.8, np.hypot(x / WIDTH - 0.5, y / HEIGHT - 0.5)))[..., None]
    return t.grain(rng, picture, 0.012)


def save(folder):
    Image.fromarray(t.levels(paint())).save(
        folder / "city.jpg", quality=86, subsampling="4:2:0", progressive=True, dpi=(300, 300),
        icc_profile=t.profile("sRGB (Lacquer samples)", t.SRGB), xmp=t.xmp("Across the water"),
        exif=t.exif("Across the water", details={0x829A: 0.5, 0x829D: 2.8, 0x8827: 800, 0xA001: 1}),
    )  # fmt: skip
