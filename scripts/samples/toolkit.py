"""What the sample pictures share: noise, splines, brushes, tone, and files with the blocks that real files carry."""

import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw


def seeded(name: str) -> np.random.Generator:
    """A generator of its own for each picture, so that one picture's changes leave the others alone."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def smoothstep(low, high, x):
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    """Blends two pictures or colours; `t` may be a mask without a channel axis."""
    a, b, t = np.asarray(a, float), np.asarray(b, float), np.asarray(t, float)
    if t.ndim == 2:
        t = t[..., None]
    return a * (1 - t) + b * t


def rgb(code: str) -> np.ndarray:
    return np.array([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def gradient(stops, t):
    """Colours along `stops`, a list of (position, "#rrggbb"), at the positions `t`."""
    at = [p for p, _ in stops]
    colours = np.array([rgb(c) for _, c in stops])
    return np.stack([np.interp(t, at, colours[:, k]) for k in range(3)], axis=-1)


def noise(rng, height, width, cell):
    """Smooth noise around 0, about -1…1, with features of `cell` pixels (a pair for height and width)."""
    cy, cx = cell if isinstance(cell, tuple) else (cell, cell)
    grid = rng.uniform(-1, 1, (int(height / cy) + 3, int(width / cx) + 3)).astype(np.float32)
    box = (0.5, 0.5, 0.5 + width / cx, 0.5 + height / cy)
    return np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BICUBIC, box=box), float)


def fractal(rng, height, width, cell, octaves=5, gain=0.5):
    cy, cx = cell if isinstance(cell, tuple) else (cell, cell)
    total, weight, sum_of_weights = np.zeros((height, width)), 1.0, 0.0
    for _ in range(octaves):
        if min(cy, cx) < 1:
            break
        total += weight * noise(rng, height, width, (cy, cx))
        sum_of_weights += weight
        weight, cy, cx = weight * gain, cy / 2, cx / 2
    return total / sum_of_weights


def ridge(rng, width, roughness=0.55, octaves=9, first=2.0):
    """A mountain's outline: fractal noise in one dimension, about -1…1."""
    line, weight, cells = np.zeros(width), 1.0, first
    for _ in range(octaves):
        points = rng.uniform(-1, 1, int(cells) + 3)
        line += weight * np.interp(np.linspace(0, cells, width), np.arange(len(points)), points)
        weight, cells = weight * roughness, cells * 2
    return line


def blur(picture, radius):
    """A Gaussian blur of a mask or a picture, by three box blurs."""
    a = np.asarray(picture, float)
    for _ in range(3):
        for axis in (0, 1):
            r = max(1, round(radius * 0.98))
            pad = [(0, 0)] * a.ndim
            pad[axis] = (r + 1, r)
            c = np.cumsum(np.pad(a, pad, mode="edge"), axis=axis)
            n = a.shape[axis]
            high = np.take(c, np.arange(2 * r + 1, 2 * r + 1 + n), axis=axis)
            a = (high - np.take(c, np.arange(n), axis=axis)) / (2 * r + 1)
    return a


def grain(rng, picture, amount):
    """Film grain, strongest in the middle tones."""
    height, width = picture.shape[:2]
    speck = rng.normal(0, 1, (height, width))
    speck = 0.6 * speck + 0.4 * blur(speck, 1) * 2.2
    tone = picture.mean(axis=-1) if picture.ndim == 3 else picture
    weight = amount * (0.35 + 2.6 * np.clip(tone * (1 - tone), 0, 1))
    return picture + (speck * weight)[..., None] if picture.ndim == 3 else picture + speck * weight


def spline(points, steps=24):
    """A Catmull-Rom curve through rows of numbers (x, y, and whatever goes along, such as width)."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:])
    ]
    return np.vstack(parts + [p[-2:-1]])


class Mask:
    """A drawing surface for smooth shapes: four samples a side, read as coverage 0…1."""

    def __init__(self, height, width, scale=4):
        self.size, self.scale = (width, height), scale
        self.image = Image.new("L", (width * scale, height * scale), 0)
        self.draw = ImageDraw.Draw(self.image)

    def polygon(self, points, value=255):
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in np.asarray(points)[:, :2]], fill=value)
        return self

    def ellipse(self, cx, cy, rx, ry=None, value=255):
        ry = rx if ry is None else ry
        s = self.scale
        self.draw.ellipse(((cx - rx) * s, (cy - ry) * s, (cx + rx) * s, (cy + ry) * s), fill=value)
        return self

    def stroke(self, path, width=None, value=255):
        """A line whose width is the third column of `path`, or `width` throughout."""
        path, s = np.asarray(path, float), self.scale
        widths = path[:, 2] if width is None else np.full(len(path), float(width))
        for (x, y), (u, v), w, z in zip(path[:-1, :2], path[1:, :2], widths[:-1], widths[1:]):
            dx, dy = u - x, v - y
            length = np.hypot(dx, dy) or 1.0
            nx, ny = -dy / length / 2, dx / length / 2
            quad = [(x + nx * w, y + ny * w), (u + nx * z, v + ny * z), (u - nx * z, v - ny * z), (x - nx * w, y - ny * w)]
            self.draw.polygon([(a * s, b * s) for a, b in quad], fill=value)
        for x, y, w in zip(path[:, 0], path[:, 1], widths):
            self.draw.ellipse(((x - w / 2) * s, (y - w / 2) * s, (x + w / 2) * s, (y + w / 2) * s), fill=value)
        return self

    def coverage(self):
        return np.asarray(self.image.resize(self.size, Image.Resampling.BOX), float) / 255


def encode(linear):
    """Linear light to sRGB."""
    linear = np.clip(linear, 0, None)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def levels(picture, maximum=255):
    return np.clip(np.rint(np.asarray(picture) * maximum), 0, maximum).astype(np.uint8 if maximum == 255 else np.uint16)


# The red, green and blue columns of a profile's matrix: primaries adapted from D65 to D50 by the Bradford transform.
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
DISPLAY_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))


def profile(name, columns) -> bytes:
    """A matrix profile with sRGB's curve (ICC.1:2001-04, version 2.1), all our own bytes and no date of today."""

    def fixed(*numbers):
        return b"".join(struct.pack(">i", round(n * 65536)) for n in numbers)

    def text(kind, body):
        return kind + bytes(4) + body

    title = name.encode() + b"\0"
    description = text(b"desc", struct.pack(">I", len(title)) + title + bytes(4 + 4 + 2 + 1 + 67))
    curve_points = np.linspace(0, 1, 1024)
    linear = np.where(curve_points <= 0.04045, curve_points / 12.92, ((curve_points + 0.055) / 1.055) ** 2.4)
    curve = text(b"curv", struct.pack(">I", 1024) + np.rint(linear * 65535).astype(">u2").tobytes())
    tags = [
        (b"desc", description),
        (b"cprt", text(b"text", b"CC0\0")),
        (b"wtpt", text(b"XYZ ", fixed(0.9642, 1.0, 0.8249))),
        (b"rXYZ", text(b"XYZ ", fixed(*columns[0]))),
        (b"gXYZ", text(b"XYZ ", fixed(*columns[1]))),
        (b"bXYZ", text(b"XYZ ", fixed(*columns[2]))),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    table, body, start, placed = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags), {}
    for signature, data in tags:
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += signature + struct.pack(">II", placed[data], len(data))
    header = struct.pack(">I4sI4s4s4s6H4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ",
                         2026, 1, 1, 0, 0, 0, b"acsp")  # fmt: skip
    header += bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return header + bytes(128 - len(header)) + table + body


def exif(title, orientation=None, **more) -> bytes:
    """EXIF of an artist's file; the date is fixed so that the same bytes come out every time."""
    block = Image.Exif()
    block[0x010E] = title
    block[0x013B] = "Lacquer contributors"
    block[0x8298] = "Lacquer contributors, Apache License 2.0"
    block[0x0131] = "scripts/make-samples"
    block[0x0132] = "2026:01:01 12:00:00"
    block[0x011A], block[0x011B], block[0x0128] = 300.0, 300.0, 2
    if orientation is not None:
        block[0x0112] = orientation
    details = block.get_ifd(0x8769)
    for tag, value in more.get("details", {}).items():
        details[tag] = value
    return block.tobytes()


def xmp(title: str) -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Lacquer contributors</rdf:li></rdf:Seq>"
        '</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def write_png16(path, picture, icc=None, text=()):
    """A PNG of 16 bits a channel, which Pillow cannot write, with the row filter that costs least on each row."""
    samples = levels(picture, 65535)
    height, width, channels = samples.shape
    rows = samples.astype(">u2").tobytes()
    stride, bpp = width * channels * 2, channels * 2
    raw = np.frombuffer(rows, np.uint8).reshape(height, stride).astype(np.int16)
    left = np.pad(raw, ((0, 0), (bpp, 0)))[:, :stride]
    up = np.pad(raw, ((1, 0), (0, 0)))[:height]
    corner = np.pad(raw, ((1, 0), (bpp, 0)))[:height, :stride]
    estimate = left + up - corner
    a, b, c = abs(estimate - left), abs(estimate - up), abs(estimate - corner)
    paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, up, corner))
    filtered = [(raw - p) & 255 for p in (0 * raw, left, up, (left + up) // 2, paeth)]
    cost = np.stack([np.minimum(f, 256 - f).sum(axis=1) for f in filtered])
    best = cost.argmin(axis=0)
    data = b"".join(bytes([k]) + filtered[k][y].astype(np.uint8).tobytes() for y, k in enumerate(best))

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    blocks = [chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))]
    if icc:
        blocks.append(chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(icc, 9)))
    blocks.append(chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1)))
    blocks += [chunk(b"tEXt", key.encode() + b"\0" + value.encode("latin-1")) for key, value in text]
    blocks += [chunk(b"IDAT", zlib.compress(data, 9)), chunk(b"IEND", b"")]
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + b"".join(blocks))
