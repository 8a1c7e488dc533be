"""Pixel art: a campfire by a lake at night, sixteen colours, four screen pixels to the dot. A palette PNG of 4 bits."""

import numpy as np
from PIL import Image

import toolkit as t

WIDTH, HEIGHT, DOT = 160, 120, 4
PALETTE = ["#0b0e1f", "#141b3c", "#1f2b5b", "#34407f", "#5a5aa6", "#8f7bc4", "#0f2a2b", "#17443c",
           "#2b6b4a", "#3b2523", "#6b3b2a", "#b8612f", "#f2a03d", "#ffe07a", "#fff8dc", "#d94a35"]  # fmt: skip
BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16


def dithered(value, inks):
    """Ordered dithering of 0…1 between neighbours in a list of palette entries."""
    height, width = value.shape
    threshold = np.tile(BAYER, (height // 4 + 1, width // 4 + 1))[:height, :width]
    level = np.clip(value, 0, 0.999) * (len(inks) - 1)
    return np.array(inks)[np.minimum(np.floor(level + threshold), len(inks) - 1).astype(int)]


def paint():
    rng = t.seeded("pixels")
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    sky = dithered(np.clip(y / 74.0, 0, 1) ** 1.3, [0, 1, 2, 3, 4, 5])
    for _ in range(70):
        sky[int(rng.integers(0, 44)), int(rng.integers(0, WIDTH))] = rng.choice([4, 5, 14])
    for sx, sy in [(30, 12), (96, 20), (142, 30)]:
        sky[sy, sx - 1 : sx + 2] = 14
        sky[sy - 1 : sy + 2, sx] = 14
    moon, bite = np.hypot(x - 122, y - 24), np.hypot(x - 127, y - 21)
    crescent = (moon < 12) & (bite >= 11)
    sky[crescent] = np.where((moon > 10) & ((x + y) % 2 == 0), 13, 14)[crescent]

    far = 62 - np.abs(((np.arange(WIDTH) + 20) % 74) - 37) * 0.55 + 3 * t.ridge(rng, WIDTH, 0.5, 6, 7)
    peaks = y > far[None, :]
    sky[peaks] = dithered(np.clip((y - far[None, :]) / 26, 0, 1), [3, 2, 2, 1])[peaks]
    snow = peaks & (y < far[None, :] + 5 + (x * 7 % 5)) & (far[None, :] < 55)
    sky[snow] = np.where((x + y) % 2, 14, 5)[snow]
    scene = sky
    lake = slice(78, 98)
    mirror = scene[77 - np.arange(20) * 3 % 78][:, :]
    scene[lake] = np.where(mirror == 14, 5, np.where(mirror == 5, 3, np.where(mirror >= 3, 2, 1)))
    for k in range(46):
        wy, wx, reach = int(rng.integers(79, 97)), int(rng.integers(0, WIDTH - 12)), int(rng.integers(3, 11))
        scene[wy, wx : wx + reach] = 4 if wy < 88 else 3
    for wy in range(79, 97):
        sway = int(2 * np.sin(wy * 1.3))
        scene[wy, 118 + sway : 127 + sway : 2 if wy % 2 else 1] = 5 if wy % 3 else 14

    def pine(px, base, tall, dark, mid, lit):
        for row in range(tall):
            half = (row % 6) * 0.55 + row * 0.23
            left, right = int(px - half), int(px + half) + 1
            for cx in range(max(0, left), min(WIDTH, right)):
                if 0 <= base - tall + row < HEIGHT:
                    scene[base - tall + row, cx] = lit if cx > px + half * 0.4 and (row + cx) % 2 else (mid if cx > px - half * 0.2 else dark)
        scene[base : base + 4, px : px + 2] = 9

    for px in range(2, WIDTH, 7):
        pine(px + int(rng.integers(-2, 3)), 78 + int(rng.integers(0, 2)), int(rng.integers(9, 17)), 6, 6, 7)
    ground = 97 + np.round(2 * np.sin(np.arange(WIDTH) / 17.0)).astype(int)
    scene = np.where(y >= ground[None, :], dithered(np.clip(1.15 - np.hypot((x - 74) / 62, (y - 106) / 22), 0, 1), [6, 7, 8, 8]), scene)
    glow = np.hypot((x - 74) / 30, (y - 106) / 7.5)
    scene = np.where((y >= ground[None, :] + 2) & (glow < 1), dithered(np.clip(1.1 - glow, 0, 1), [8, 10, 11, 12]), scene)
    for _ in range(150):
        gx, gy = int(rng.integers(0, WIDTH)), int(rng.integers(98, HEIGHT))
        scene[gy - 1 : gy + 1, gx] = 8 if abs(gx - 74) < 44 else 7
    for px, tall in [(10, 66), (24, 48), (146, 74), (134, 46), (156, 54)]:
        pine(px, 108 - (px % 3), tall, 0, 6, 7)

    for row in range(24):
        half = int(row * 0.78)
        scene[84 + row, 108 - half : 108 + half + 1] = 10
        scene[84 + row, 108 - half : 108 - half + 3 + row // 5] = 12 if row % 2 else 11
        if row > 7:
            scene[84 + row, 108 - (row - 7) // 3 : 108 + (row - 7) // 3 + 1] = 0
    for row in range(5):
        scene[104 + row, 64 + row : 85 - row] = 9
    for k, (lx, colour) in enumerate([(62, 10), (66, 9), (80, 10), (84, 9)]):
        scene[107 - k % 2 : 110, lx : lx + 3] = colour
    flame = [(0, 15), (1, 11), (2, 12), (3, 13), (4, 14)]
    for shrink, colour in flame:
        for row in range(17 - 3 * shrink):
            rise = row / (17 - 3 * shrink)
            half = max(0, (6.4 - 1.25 * shrink) * (1 - rise) ** 0.7 * (0.75 + 0.6 * rise) + np.sin(row * 1.7 + shrink) * 0.9 * (1 - rise))
            scene[106 - row, int(74 - half) : int(75 + half)] = colour
    for _ in range(22):
        scene[int(rng.integers(60, 92)), int(74 + rng.normal(0, 7))] = rng.choice([11, 12, 13])

    def camper(cx, coat, hair, facing):
        scene[96:104, cx - 3 : cx + 4] = coat
        scene[102:106, cx - 4 : cx + 6 if facing > 0 else cx + 4] = 2
        scene[104:107, cx + 3 * facing : cx + 3 * facing + 3] = 9
        scene[89:96, cx - 2 : cx + 3] = 12
        scene[88:91, cx - 3 : cx + 4] = hair
        scene[89:94, cx - 3 * facing - (facing < 0) + (facing < 0)] = hair
        scene[92, cx + facing] = 0
        scene[98:100, cx + 3 * facing : cx + 6 * facing : facing] = 12
        scene[94:104, cx + 3 * facing] = 13 if facing > 0 else 12

    camper(54, 15, 9, 1)
    camper(94, 4, 13, -1)
    return scene.astype(np.uint8)


def save(folder):
    dots = np.kron(paint(), np.ones((DOT, DOT), np.uint8))
    picture = Image.frombytes("P", dots.shape[::-1], dots.tobytes())
    picture.putpalette(b"".join(bytes(t.levels(t.rgb(c))) for c in PALETTE))
    picture.save(folder / "pixels.png", optimize=True, bits=4)
