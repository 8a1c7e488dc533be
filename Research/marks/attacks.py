"""What is done to marked pictures: each attack by name, with its group, its parameters in the name, and a function of RGB levels.

The group names of `OMNI` and their values are those of Omni Seal Bench (image_attacks.yaml, commit 6b6bd067), without the values
that change nothing and without perspective beyond .4; ours are written from its definitions. `CODECS`, `JPEG_XL`, `CAMERA` and `EVERYDAY` are our own.
Chance has a seed made of the attack's name and the picture's first samples.
"""
import io
import zlib

import numpy
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont
from scipy import ndimage

FACTORS = [0.1, 0.25, 0.5, 0.75, 1.25, 1.5, 1.75, 2]


def picture(levels):
    return Image.fromarray(levels)


def levels(picture):
    return numpy.asarray(picture.convert("RGB"), numpy.uint8).copy()


def rounded(values):
    return numpy.clip(numpy.rint(values), 0, 255).astype(numpy.uint8)


def chance(name, a):
    return numpy.random.default_rng(zlib.crc32(name.encode() + a.tobytes()[:65536]))


# Codecs


def coded(a, kind, quality, **options):
    data = io.BytesIO()
    picture(a).save(data, kind, quality=quality, **options)
    data.seek(0)
    return levels(Image.open(data))


def jpeg(a, quality):
    return coded(a, "JPEG", quality)


def webp(a, quality):
    return coded(a, "WEBP", quality)


def avif(a, quality):
    return coded(a, "AVIF", quality, speed=6)


def jpeg_xl(a, quality):
    import pillow_jxl  # noqa: F401

    return coded(a, "JXL", quality)


# Geometry


def crop(a, side, x=0.5, y=0.5):
    height, width = a.shape[:2]
    h, w = int(height * side), int(width * side)
    top, left = round((height - h) * y), round((width - w) * x)
    return a[top:top + h, left:left + w].copy()


def resize(a, side, filter=Image.BILINEAR):
    height, width = a.shape[:2]
    return levels(picture(a).resize((max(1, int(width * side)), max(1, int(height * side))), filter))


def resize_back(a, side):
    height, width = a.shape[:2]
    return levels(picture(resize(a, side, Image.LANCZOS)).resize((width, height), Image.LANCZOS))


def rotate(a, degrees, filter=Image.NEAREST):
    return levels(picture(a).rotate(degrees, filter, expand=False))


def homography(corners, targets):
    """The eight coefficients that Pillow wants: from points of the output to points of the input."""
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, targets):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        values += [x, y]
    return numpy.linalg.solve(numpy.array(rows, float), numpy.array(values, float))


def warped(a, targets, filter=Image.BILINEAR):
    height, width = a.shape[:2]
    corners = [(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)]
    return levels(picture(a).transform((width, height), Image.PERSPECTIVE, homography(corners, targets), filter))


def perspective(a, distortion):
    height, width = a.shape[:2]
    dice = chance(f"perspective {distortion}", a)
    across, down = int(distortion * (width // 2)), int(distortion * (height // 2))
    x, y = dice.integers(0, across + 1, 4), dice.integers(0, down + 1, 4)
    return warped(a, [(x[0], y[0]), (width - 1 - x[1], y[1]), (width - 1 - x[2], height - 1 - y[2]), (x[3], height - 1 - y[3])])


def lens(a, k):
    """A barrel or cushion: points move from or to the middle by k times the cube of their distance in half diagonals."""
    height, width = a.shape[:2]
    y, x = numpy.mgrid[:height, :width].astype(float)
    x, y = x - (width - 1) / 2, y - (height - 1) / 2
    factor = 1 + k * (x * x + y * y) / ((width / 2) ** 2 + (height / 2) ** 2)
    points = [y * factor + (height - 1) / 2, x * factor + (width - 1) / 2]
    return numpy.stack([rounded(ndimage.map_coordinates(a[..., c].astype(float), points, order=1, mode="nearest")) for c in range(3)], -1)


def displaced(kind):
    """Points move by at most so much of the longer side, then JPEG 90: a curled sheet, a wavy one, or a random bend over a grid of 4 × 4, as in StirMark."""
    def attack(a, amount):
        height, width = a.shape[:2]
        y, x = numpy.mgrid[:height, :width].astype(float)
        s, t = x / width - 0.5, y / height - 0.5
        if kind == "curl":
            move = 4 * t**3 - 2 * s * t, 2.5 * s * s
        elif kind == "wave":
            move = numpy.sin(numpy.pi * (1.4 * t + 0.2)), 0.8 * numpy.sin(numpy.pi * (1.2 * s - 0.3))
        else:
            grid = chance(f"bend {amount}", a).normal(size=(2, 4, 4))
            places = [(t + 0.5) * 3, (s + 0.5) * 3]
            move = [ndimage.map_coordinates(part, places, order=3, mode="nearest") for part in grid]
        move = [part / max(1, numpy.abs(part).max()) * amount * max(width, height) for part in move]
        points = [y + move[1], x + move[0]]
        return jpeg(numpy.stack([rounded(ndimage.map_coordinates(a[..., c].astype(float), points, order=3, mode="nearest")) for c in range(3)], -1), 90)
    return attack


def screen(a, degrees):
    """A photograph of a screen: its raster, a camera that looks from the side and from above, gamma, the camera's raster, blur, JPEG 80."""
    height, width = a.shape[:2]
    dice = chance(f"screen {degrees}", a)
    turn = numpy.radians(degrees) * numpy.array([1, dice.choice([-0.5, 0.5])])
    distance = 1.5 * max(width, height)
    half = numpy.array([width, height]) / 2
    targets = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = sx * half[0], sy * half[1]
        depth = distance + x * numpy.sin(turn[0]) + y * numpy.sin(turn[1])
        targets.append((half[0] + 0.92 * x * numpy.cos(turn[0]) * distance / depth, half[1] + 0.92 * y * numpy.cos(turn[1]) * distance / depth))
    light = (a / 255.0) ** 2.2
    y, x = numpy.mgrid[:height, :width]
    light = light * (1 + 0.05 * numpy.cos(2 * numpy.pi * x / 2.93) * numpy.cos(2 * numpy.pi * y / 3.07))[..., None]
    shown = warped(rounded(255 * numpy.clip(light, 0, 1) ** (1 / 2.2)), targets, Image.BICUBIC)
    moire = 1 + 0.02 * numpy.cos(2 * numpy.pi * (x * 0.031 + y * 0.017))
    seen = 255 * numpy.clip((shown / 255.0) ** 1.1 * moire[..., None], 0, 1) + dice.normal(0, 2, a.shape)
    return jpeg(levels(picture(rounded(seen)).filter(ImageFilter.GaussianBlur(0.7))), 80)


# Values


def enhanced(kind):
    return lambda a, factor: levels(kind(picture(a)).enhance(factor))


def hue(a, turn):
    hsv = numpy.asarray(picture(a).convert("HSV")).copy()
    hsv[..., 0] = hsv[..., 0] + numpy.uint8(round(turn * 255) % 256)
    return levels(Image.fromarray(hsv, "HSV"))


def blur(a, kernel):
    sigma = 0.3 * ((kernel - 1) * 0.5 - 1) + 0.8
    return rounded(ndimage.gaussian_filter(a.astype(float), (sigma, sigma, 0), mode="mirror", radius=(kernel // 2, kernel // 2, 0)))


def median(a, kernel):
    """Of the medians of rows, as that benchmark has it, with black round the picture."""
    rows = ndimage.median_filter(a, (1, kernel, 1), mode="constant")
    return ndimage.median_filter(rows, (kernel, 1, 1), mode="constant")


def text(a):
    shown = picture(a)
    font = ImageFont.load_default(round(0.15 * a.shape[0]))
    ImageDraw.Draw(shown).text((0, 0.5 * a.shape[0]), "Lorem Ipsum", (255, 0, 0), font)
    return levels(shown)


def combination(a):
    dice = chance("combination", a)
    return jpeg(enhanced(ImageEnhance.Brightness)(crop(a, 0.5, dice.random(), dice.random()), 1.5), 80)


def noise(a, deviation):
    return rounded(a + chance("noise", a).normal(0, deviation, a.shape))


def social(a):
    side = 1080 / max(a.shape[:2])
    return jpeg(resize(a, side, Image.LANCZOS) if side < 1 else a, 78)


def narrow(a):
    height, width = a.shape[:2]
    return levels(picture(a).resize((round(width * 0.9), height), Image.LANCZOS))


def family(group, values, function):
    return {f"{group} {value}": (group, lambda a, value=value: function(a, value)) for value in values}


OMNI = {
    **family("crop", [0.05, 0.1, 0.2, 0.5], lambda a, area: crop(a, area**0.5)),
    **family("rotation", [5, 10, 30, 45, 90], rotate),
    **family("JPEG", [90, 80, 70, 60, 50, 40], jpeg),
    **family("brightness", FACTORS, enhanced(ImageEnhance.Brightness)),
    **family("contrast", FACTORS, enhanced(ImageEnhance.Contrast)),
    **family("saturation", FACTORS, enhanced(ImageEnhance.Color)),
    **family("sharpness", FACTORS, enhanced(ImageEnhance.Sharpness)),
    **family("size", [0.32, 0.45, 0.55, 0.63, 0.71, 0.77, 0.84, 0.89, 0.95], lambda a, area: resize(a, area**0.5)),
    "text": ("text", text),
    "mirror": ("mirror", lambda a: a[:, ::-1].copy()),
    **family("perspective", [0.1, 0.2, 0.3, 0.4], perspective),
    **family("median", [3, 5, 9, 13, 17], median),
    **family("hue", [-0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4, 0.5], hue),
    **family("blur", [3, 5, 9, 13, 17], blur),
    "combination": ("combination", combination),
}
CODECS = {**family("WebP", [90, 75, 60], webp), **family("AVIF", [80, 60, 50, 40], avif)}
JPEG_XL = family("JPEG XL", [90, 75, 60, 40], jpeg_xl)
CAMERA = {**family("lens", [-0.05, 0.05], lens), **family("screen", [5, 10, 15], screen)}
PAPER = {name: attack for kind in ("curl", "wave", "bend") for name, attack in family(kind, [0.01, 0.02, 0.04], displaced(kind)).items()}
EVERYDAY = {
    "nothing": ("nothing", lambda a: a),
    **{f"everyday JPEG {q}": ("everyday", lambda a, q=q: jpeg(a, q)) for q in (95, 85, 75)},
    "size .75": ("everyday", lambda a: resize(a, 0.75, Image.LANCZOS)),
    "size .5": ("everyday", lambda a: resize(a, 0.5, Image.LANCZOS)),
    "size .25": ("everyday", lambda a: resize(a, 0.25, Image.LANCZOS)),
    "size .75 and back": ("everyday", lambda a: resize_back(a, 0.75)),
    "size .5 and back": ("everyday", lambda a: resize_back(a, 0.5)),
    "size .25 and back": ("everyday", lambda a: resize_back(a, 0.25)),
    "side .9": ("everyday", lambda a: crop(a, 0.9)),
    "side .75": ("everyday", lambda a: crop(a, 0.75)),
    "side .5": ("everyday", lambda a: crop(a, 0.5)),
    "5 rows, 3 columns off": ("everyday", lambda a: a[5:, 3:].copy()),
    "rotation 1, smooth": ("everyday", lambda a: rotate(a, 1, Image.BICUBIC)),
    "rotation 5, smooth": ("everyday", lambda a: rotate(a, 5, Image.BICUBIC)),
    "blur 1": ("everyday", lambda a: levels(picture(a).filter(ImageFilter.GaussianBlur(1)))),
    "noise 5": ("everyday", lambda a: noise(a, 5)),
    ".7 and JPEG 80": ("everyday", lambda a: jpeg(resize(a, 0.7, Image.LANCZOS), 80)),
    "1080 px and JPEG 78": ("everyday", social),
    "width .9": ("everyday", narrow),
    "width .9, side .75": ("everyday", lambda a: crop(narrow(a), 0.75)),
}
LISTS = {"omni": OMNI, "codecs": CODECS, "jpegxl": JPEG_XL, "camera": CAMERA, "paper": PAPER, "everyday": EVERYDAY}
ALL = {name: attack for attacks in LISTS.values() for name, attack in attacks.items()}
