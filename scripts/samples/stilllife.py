"""A still life by window light, ray-marched: pears, an orange, a stoneware vase with twigs. A PNG of 16 bits a channel.

Distance fields and sphere tracing after J. C. Hart, "Sphere tracing" (1996); soft light by sampling an area lamp.
"""

import numpy as np

import toolkit as t

WIDTH, HEIGHT, SAMPLES = 640, 512, 24
BOUNDS = 60
LYING = -0.30  # how far the second pear's neck leans toward the table, in radians
CREAM, PEAR, ORANGE, GLAZE, WOOD, WALL, STALK, BERRY, PLUM = range(9)


def union(a, b, k):
    """A smooth minimum with a fillet of size k."""
    h = np.clip(0.5 + 0.5 * (b - a) / k, 0, 1)
    return b + (a - b) * h - k * h * (1 - h)


def length(*axes):
    return np.sqrt(sum(a * a for a in axes))


def capsule(x, y, z, a, b, radius):
    ax, ay, az = (b[i] - a[i] for i in range(3))
    px, py, pz = x - a[0], y - a[1], z - a[2]
    h = np.clip((px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az), 0, 1)
    return length(px - ax * h, py - ay * h, pz - az * h) - radius


def pear(x, y, z, cx, cz, turn, size=1.0):
    """Two spheres joined, leaning by `turn`, with a stalk; returns flesh and stalk."""
    x, y, z = (x - cx) / size, y / size, (z - cz) / size
    c, s = np.cos(turn), np.sin(turn)
    x, y = c * x + s * (y - 0.5), -s * x + c * (y - 0.5) + 0.5
    flesh = union(length(x, (y - 0.50), z) - 0.50, length(x * 1.02, y - 1.10, z) - 0.25, 0.36)
    stalk = capsule(x, y, z, (0.0, 1.30, 0.0), (0.10, 1.62, 0.05), 0.028)
    return flesh * size, stalk * size


def twig(path):
    return list(zip(path[:-1], path[1:]))


TWIGS = twig([(-1.25, 2.3, 0.55), (-1.42, 3.1, 0.45), (-1.30, 3.9, 0.30), (-1.62, 4.6, 0.2)]) + twig(
    [(-1.15, 2.3, 0.5), (-0.85, 3.2, 0.5), (-0.30, 3.8, 0.4), (0.25, 4.5, 0.25)]
) + twig([(-0.72, 3.32, 0.46), (-0.62, 4.0, 0.5), (-0.82, 4.7, 0.4)]) + twig([(-1.36, 3.4, 0.4), (-1.95, 3.9, 0.3), (-2.2, 4.5, 0.2)])
BERRIES = [(-1.62, 4.62, 0.2), (-1.44, 4.22, 0.2), (0.25, 4.52, 0.25), (-0.02, 4.10, 0.22), (-0.82, 4.72, 0.4), (-0.58, 4.28, 0.4), (-2.2, 4.52, 0.2),
           (-1.98, 4.10, 0.2), (-1.18, 3.66, 0.2), (-0.46, 3.52, 0.32), (-1.74, 3.58, 0.25), (0.06, 4.36, 0.12)]  # fmt: skip


def scene(x, y, z, with_material=False):
    parts = []
    a, stem_a = pear(x, y, z, 0.75, -0.35, 0.06)
    c, s = np.cos(0.5), np.sin(0.5)
    along, across = c * (x - 1.95) - s * (z + 1.15), s * (x - 1.95) + c * (z + 1.15)
    b, stem_b = pear(y - 0.46, along + 0.46, across, 0.0, 0.0, LYING, 0.92)
    parts += [(a, PEAR), (b, PEAR), (np.minimum(stem_a, stem_b), STALK)]
    parts.append((length(x + 0.28, y - 0.43, z + 1.05) - 0.43, ORANGE))
    parts.append((length(x + 1.32, (y - 0.235) * 1.06, z + 1.42) - 0.25, PLUM))
    parts.append((length(x + 0.98, (y - 0.225) * 1.06, z + 1.86) - 0.24, PLUM))
    radius = length(x + 1.2, z - 0.5)
    belly = 0.30 + 0.52 * np.exp(-(((y - 0.85) / 0.72) ** 2)) + 0.13 * np.clip((y - 1.9) / 0.5, 0, 1) ** 2
    vase = np.maximum(np.maximum(np.abs(radius - belly) - 0.045, y - 2.4), -y) * 0.62
    parts.append((vase - 0.02, GLAZE))
    sticks = capsule(x, y, z, TWIGS[0][0], TWIGS[0][1], 0.03)
    for start, end in TWIGS[1:]:
        sticks = np.minimum(sticks, capsule(x, y, z, start, end, 0.022))
    parts.append((sticks, STALK))
    berries = length(x - BERRIES[0][0], y - BERRIES[0][1], z - BERRIES[0][2]) - 0.10
    for bx, by, bz in BERRIES[1:]:
        berries = np.minimum(berries, length(x - bx, y - by, z - bz) - 0.10)
    parts.append((berries, BERRY))
    fold = 0.05 * np.sin(x * 2.1 + 1.2 * np.sin(z * 1.4)) * np.clip((x - 1.2) * 0.6, 0, 1)
    cloth = np.maximum(np.abs(y - 0.012 - np.abs(fold)) - 0.012, length(np.maximum(np.abs(x - 2.0) - 1.25, 0), np.maximum(np.abs(z + 1.25) - 0.85, 0)) - 0.06)
    parts += [(cloth * 0.7, CREAM), (y, WOOD), (2.6 - z, WALL)]
    distance = parts[0][0]
    for d, _ in parts[1:]:
        distance = np.minimum(distance, d)
    if not with_material:
        return distance
    material = np.full(np.shape(x), parts[0][1])
    best = parts[0][0]
    for d, m in parts[1:]:
        material = np.where(d < best, m, material)
        best = np.minimum(best, d)
    return distance, material


def march(origin, ray, limit, steps, tolerance=0.0012):
    """How far along each ray the first surface lies; `limit` where there is none."""
    reach = np.zeros(ray.shape[1])
    alive = np.arange(ray.shape[1])
    for _ in range(steps):
        p = origin[:, alive] + ray[:, alive] * reach[alive]
        d = scene(*p)
        reach[alive] += d
        end = limit if np.isscalar(limit) else limit[alive]
        alive = alive[(d > tolerance) & (reach[alive] < end)]
        if alive.size == 0:
            break
    return np.minimum(reach, limit)


def normals(p):
    e = 0.0015
    signs = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], float)
    n = sum(s[:, None] * scene(*(p + e * s[:, None])) for s in signs)
    return n / length(*n)


class Surface:
    """Colours in linear light; grain of wood, speckle of pears and pores of the orange come from noise in space."""

    def __init__(self, rng):
        self.table = rng.uniform(-1, 1, (32, 32, 32))

    def noise(self, p, scale):
        q = p * scale
        base = np.floor(q).astype(int)
        f = q - base
        f = f * f * (3 - 2 * f)
        total = 0
        for i in (0, 1):
            for j in (0, 1):
                for k in (0, 1):
                    w = (f[0] if i else 1 - f[0]) * (f[1] if j else 1 - f[1]) * (f[2] if k else 1 - f[2])
                    total = total + w * self.table[(base[0] + i) % 32, (base[1] + j) % 32, (base[2] + k) % 32]
        return total

    def colour(self, p, material):
        def linear(code):
            return (t.rgb(code) ** 2.2)[:, None]

        fine, coarse, speck = self.noise(p, 7.0), self.noise(p, 2.1), self.noise(p, 26.0)
        wood = 0.5 + 0.5 * np.sin(p[2] * 9 + 2.4 * self.noise(p * np.array([0.35, 1, 2.2])[:, None], 2.0) + 0.5 * p[0])
        plank = np.where(np.abs((p[2] + 4) % 1.15 - 0.02) < 0.02, 0.35, 1.0)
        shades = {
            CREAM: linear("#e9dcc0") * (1 - 0.45 * (np.abs((p[0] - 2.0) % 0.6 - 0.3) < 0.035)),

            ORANGE: linear("#e8791c") * (1 + 0.10 * speck),
            GLAZE: np.where(p[1] + 0.10 * fine + 0.06 * np.sin(4 * np.arctan2(p[2] - 0.5, p[0] + 1.2)) > 1.15, linear("#4c6873"), linear("#b9a88e")) * (1 + 0.12 * fine),
            WOOD: (linear("#573824") + (linear("#8c6544") - linear("#573824")) * wood) * plank * (1 + 0.08 * speck),
            WALL: linear("#5f6a63") * (1 + 0.18 * coarse + 0.05 * fine),
            STALK: linear("#4a2f1c") * (1 + 0.2 * speck),
            BERRY: linear("#b3202a") * (1 + 0.05 * fine),
            PLUM: linear("#3c2148") * (1 + 0.35 * np.clip(fine, 0, 1)),
        }
        blush = np.clip(0.5 + 0.9 * coarse + 0.5 * (p[0] - 0.9), 0, 0.85)
        shades[PEAR] = linear("#c2b03c") * (1 - blush) + linear("#b0562a") * blush
        shades[PEAR] = shades[PEAR] * (1 - 0.4 * (speck > 0.42))
        out = np.zeros_like(p)
        for kind, shade in shades.items():
            out = np.where(material == kind, shade, out)
        return out


GLOSS = {CREAM: (0.0, 8), PEAR: (0.10, 40), ORANGE: (0.16, 46), GLAZE: (0.5, 160), WOOD: (0.10, 30), WALL: (0, 8), STALK: (0.04, 16), BERRY: (0.5, 120), PLUM: (0.14, 26)}


def shade(rng, surface, origin, ray):
    reach = march(origin, ray, BOUNDS, 110)
    p = origin + ray * reach
    _, material = scene(*p, with_material=True)
    n = normals(p)
    albedo = surface.colour(p, material)
    count = p.shape[1]

    lamp = np.array([-5.2, 5.4, -3.2])[:, None] + np.array([0.3, 1.5, 1.5])[:, None] * rng.uniform(-1, 1, (3, count))
    to_lamp = lamp - p
    far = length(*to_lamp)
    to_lamp = to_lamp / far
    start = p + n * 0.006
    open_to_lamp = march(start, to_lamp, far, 46, 0.002) >= far - 1e-6
    facing = np.clip((n * to_lamp).sum(0), 0, 1)
    pane = 1 - 0.85 * (np.abs(lamp[2] + 3.2) < 0.10)
    key = np.array([1.0, 0.90, 0.74])[:, None] * 74 * facing * open_to_lamp * pane / far**2

    around = rng.normal(0, 1, (3, count))
    around /= length(*around)
    scatter = n + around
    scatter /= length(*scatter)
    hit = march(start, scatter, 6.0, 26, 0.004)
    sky = np.array([0.34, 0.38, 0.46])[:, None] * np.clip(0.35 + 0.65 * scatter[1], 0.1, 1)
    met = start + scatter * hit
    _, other = scene(*met, with_material=True)
    bounced = surface.colour(met, other) * np.array([1.0, 0.9, 0.78])[:, None] * 0.62 * np.clip(1.2 - 0.10 * length(*(met - np.array([-2.0, 1.0, -1.0])[:, None])), 0.1, 1)
    fill = np.where(hit < 5.9, bounced, sky)

    half = to_lamp - ray
    half /= length(*half)
    strength = np.array([GLOSS[k][0] for k in range(9)])[material]
    power = np.array([GLOSS[k][1] for k in range(9)])[material]
    fresnel = 0.35 + 0.65 * (1 - np.clip(-(n * ray).sum(0), 0, 1)) ** 4
    shine = strength * fresnel * np.clip((n * half).sum(0), 0, 1) ** power * open_to_lamp * pane
    rim = strength * 0.35 * (1 - np.clip(-(n * ray).sum(0), 0, 1)) ** 3 * np.clip(0.5 + 0.5 * n[1], 0, 1)
    return albedo * (key + fill) + np.array([1, 0.95, 0.86])[:, None] * (shine * 1.5 + rim * 0.4)


def paint():
    rng = t.seeded("stilllife")
    surface = Surface(rng)
    eye, aim = np.array([0.55, 3.1, -8.2]), np.array([0.20, 1.98, -0.2])
    forward = (aim - eye) / np.linalg.norm(aim - eye)
    right = np.cross([0, 1, 0], forward)
    right /= np.linalg.norm(right)
    up = np.cross(forward, right)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].reshape(2, -1).astype(float)
    light = np.zeros((3, HEIGHT * WIDTH))
    focus = np.linalg.norm(aim - eye) - 0.8
    for _ in range(SAMPLES):
        u = (x + rng.random(x.size) - WIDTH / 2) / HEIGHT * 0.76
        v = (HEIGHT / 2 - y - rng.random(x.size)) / HEIGHT * 0.76
        ray = forward[:, None] + right[:, None] * u + up[:, None] * v
        blade, turn = 0.055 * np.sqrt(rng.random(x.size)), 2 * np.pi * rng.random(x.size)
        origin = eye[:, None] + right[:, None] * blade * np.cos(turn) + up[:, None] * blade * np.sin(turn)
        ray = eye[:, None] + ray * focus - origin
        light += np.minimum(shade(rng, surface, origin, ray / length(*ray)), 6)
    light = (light / SAMPLES).T.reshape(HEIGHT, WIDTH, 3) * 0.92
    filmic = light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14)
    yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = t.encode(np.clip(filmic, 0, 1))
    return picture * (1 - 0.30 * t.smoothstep(0.40, 0.78, np.hypot(xx / WIDTH - 0.5, yy / HEIGHT - 0.5)))[..., None]


def save(folder):
    text = [("Title", "Pears by the window"), ("Author", "Lacquer contributors"), ("Copyright", "Lacquer contributors, Apache License 2.0")]
    t.write_png16(folder / "stilllife.png", paint(), t.profile("sRGB (Lacquer samples)", t.SRGB), text)
