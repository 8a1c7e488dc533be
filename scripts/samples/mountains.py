"""Misty mountains at dawn: a photograph that never was, in Display P3, with grain."""

import numpy as np
from PIL import Image

import toolkit as t

WIDTH, HEIGHT = 1280, 853


def fir(mask, x, base, height, rng):
    """A fir with drooping, uneven branches."""
    mask.polygon([(x - height * 0.012, base), (x, base - height), (x + height * 0.012, base)])
    tiers = int(9 + height / 9)
    for i in range(tiers):
        at = (i + 0.6) / tiers
        y = base - height * (1 - at * 0.93)
        for side in (-1, 1):
            reach = side * height * 0.21 * at**0.85 * rng.uniform(0.7, 1.15)
            thick = height / tiers * rng.uniform(0.75, 1.2)
            mask.polygon([(x, y - thick * 0.8), (x + reach, y + thick * 0.75), (x + reach * 0.55, y + thick * 0.55), (x, y + thick * 0.5)])


def paint():
    rng = t.seeded("mountains")
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    sky = t.gradient([(0, "#3c5c8f"), (0.2, "#7d93b6"), (0.36, "#d9b7a8"), (0.5, "#ffd9a0"), (1, "#ffe6bd")], y / HEIGHT)
    sun_x, sun_y = WIDTH * 0.66, HEIGHT * 0.36
    away = np.hypot(x - sun_x, (y - sun_y) * 1.05)
    clouds = t.smoothstep(0.0, 0.55, t.fractal(rng, HEIGHT, WIDTH, (70, 420), 6) + 0.10) * t.smoothstep(0.5, 0.1, y / HEIGHT)
    lit = t.mix(t.rgb("#c9a2b1"), t.rgb("#ffe9c4"), np.exp(-away / 330))
    picture = t.mix(sky, lit, clouds * 0.62)
    picture = t.mix(picture, t.rgb("#fff3d6"), 0.85 * np.exp(-((away / 150) ** 1.25)))
    picture = t.mix(picture, t.rgb("#fffdf2"), t.smoothstep(40, 36, away))

    layers = 7
    for i in range(layers):
        near = i / (layers - 1)
        height = HEIGHT * (0.40 + 0.085 * i)
        swing = HEIGHT * (0.105 + 0.03 * np.sin(2.2 * i + 1))
        line = height - swing * t.ridge(rng, WIDTH, 0.5 - 0.06 * near, 10, 2 + 1.1 * i) * 0.75
        mask = t.Mask(HEIGHT, WIDTH)
        mask.polygon(list(zip(range(WIDTH), line)) + [(WIDTH, HEIGHT), (0, HEIGHT)])
        if near > 0.45:
            count = int(rng.uniform(80, 110) * (1.55 - near))
            for position in np.sort(rng.uniform(0, WIDTH, count)):
                tall = rng.uniform(0.5, 1.25) * (6 + 150 * (near - 0.35) ** 2)
                fir(mask, position, line[int(position)] + tall * 0.08, tall, rng)
        coverage = mask.coverage()
        haze = t.gradient([(0, "#c4a7a6"), (0.35, "#8d8ba4"), (0.65, "#4e627f"), (0.85, "#263d52"), (1, "#0f2030")], near)
        slope = np.convolve(np.pad(np.gradient(line), 24, mode="edge"), np.hanning(51)[1:-1] / np.hanning(51).sum(), "valid")
        relief = t.fractal(rng, HEIGHT, WIDTH, (26 + 26 * near, 30 + 36 * near), 6, 0.6)
        fall = np.exp(-np.clip(y - line[None, :], 0, None) / 60)
        light = np.clip(-slope[None, :] * 0.16 * fall + relief * 0.30, -0.35, 0.45) * (1 - 0.55 * near)
        rock = haze * (1 + light[..., None] * np.array([1.0, 0.82, 0.62]))
        depth = np.clip((y - line[None, :]) / (HEIGHT * 0.24), 0, 1)
        warm = t.mix(t.rgb("#dcc3b8"), t.rgb("#ffdfae"), np.exp(-(np.abs(x - sun_x) / 420)))
        wisps = 0.78 + 0.5 * t.fractal(rng, HEIGHT, WIDTH, (40, 260), 5)
        mist = np.clip(depth**1.15 * wisps, 0, 1) * (0.92 - 0.62 * near)
        picture = t.mix(picture, t.mix(rock, warm, mist), coverage)

    birds = t.Mask(HEIGHT, WIDTH)
    for k in range(11):
        bx, by = WIDTH * 0.33 + 26 * k + rng.normal(0, 13), HEIGHT * 0.205 - 9 * abs(k - 4) + rng.normal(0, 6) + 40
        size, lift = rng.uniform(5, 9), rng.uniform(0.25, 0.75)
        wing = [(bx - size, by - size * lift, 0.6), (bx - size * 0.4, by - size * lift * 0.9, 1.5), (bx, by, 2.0)]
        wing += [(bx + size * 0.45, by - size * lift, 1.5), (bx + size, by - size * lift * 0.7, 0.6)]
        birds.stroke(t.spline(wing, 8))
    picture = t.mix(picture, t.rgb("#3a3644"), birds.coverage() * 0.85)

    bloom = t.blur(np.clip(picture - 0.78, 0, 1), 26)
    picture = 1 - (1 - np.clip(picture, 0, 1)) * (1 - np.clip(bloom * 0.9, 0, 1))
    corner = np.hypot((x / WIDTH - 0.5) * 1.0, (y / HEIGHT - 0.5) * 0.9)
    picture *= (1 - 0.42 * t.smoothstep(0.34, 0.76, corner))[..., None]
    return t.grain(rng, picture, 0.016)


def save(folder):
    Image.fromarray(t.levels(paint())).save(
        folder / "mountains.jpg", quality=88, subsampling="4:2:0", icc_profile=t.profile("Display P3 (Lacquer samples)", t.DISPLAY_P3), dpi=(300, 300),
        exif=t.exif("Misty mountains", details={0x829A: 1 / 125, 0x829D: 8.0, 0x8827: 200, 0x920A: 70.0, 0xA001: 65535}),
        xmp=t.xmp("Misty mountains"),
    )  # fmt: skip
