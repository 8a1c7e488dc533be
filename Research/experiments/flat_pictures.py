"""Draws flat pictures of our own: a comic, line art and a page in screentone, each at several times its size and brought down."""
import math
import random

import numpy
from PIL import Image, ImageDraw

LANCZOS = Image.Resampling.LANCZOS


class Sheet:
    """A picture that is drawn enlarged, in units of its final pixels."""

    def __init__(self, width, height, scale, paper):
        self.size, self.scale = (width, height), scale
        self.picture = Image.new("RGB", (width * scale, height * scale), paper)
        self.draw = ImageDraw.Draw(self.picture)

    def at(self, *values):
        return [value * self.scale for value in values]

    def polygon(self, corners, **look):
        self.draw.polygon([tuple(self.at(*corner)) for corner in corners], **look)

    def reduced(self):
        return self.picture.resize(self.size, LANCZOS)


def comic():
    """Two panels: a boat at night, a cat before a window. One shadow is in printed dots."""
    s, ink = Sheet(640, 480, 4, (250, 246, 235)), (24, 20, 30)
    d, thick = s.draw, 16
    for box, fill in (((16, 16, 312, 464), (38, 52, 97)), ((328, 16, 624, 464), (233, 178, 92))):
        d.rectangle(s.at(*box), fill=fill, outline=ink, width=thick)
    d.ellipse(s.at(210, 50, 280, 120), fill=(247, 233, 176), outline=ink, width=thick)
    s.polygon(((18, 330), (90, 250), (150, 310), (220, 230), (310, 330)), fill=(60, 88, 120), outline=ink)
    d.rectangle(s.at(18, 330, 310, 462), fill=(52, 110, 138), outline=ink, width=thick)
    s.polygon(((80, 350), (250, 350), (220, 400), (110, 400)), fill=(176, 74, 58), outline=ink)
    d.line(s.at(165, 350, 165, 200), fill=ink, width=thick)
    s.polygon(((170, 205), (250, 330), (170, 330)), fill=(245, 240, 224), outline=ink)
    for y in (420, 440):
        d.arc(s.at(40, y, 140, y + 20), 200, 340, fill=(150, 196, 206), width=12)
    d.rectangle(s.at(360, 50, 590, 250), fill=(152, 205, 220), outline=ink, width=thick)
    d.line(s.at(475, 50, 475, 250), fill=ink, width=thick)
    d.line(s.at(360, 150, 590, 150), fill=ink, width=thick)
    coat = (70, 66, 80)
    for box in ((390, 290, 540, 440), (415, 215, 515, 310)):
        d.ellipse(s.at(*box), fill=coat, outline=ink, width=thick)
    for x in (420, 480):
        s.polygon(((x, 235), (x + 8, 190), (x + 30, 222)), fill=coat, outline=ink)
    for x in (437, 477):
        d.ellipse(s.at(x, 245, x + 20, 268), fill=(190, 214, 92), outline=ink, width=8)
    d.arc(s.at(450, 330, 610, 460), 300, 100, fill=ink, width=40)
    for row in range(40):
        for column in range(40):
            x, y = 335 + column * 7 + (row % 2) * 3.5, 262 + row * 6
            radius = 2.6 * max(0, (y - 262) / 200)
            if x < 395 and y < 458:
                d.ellipse(s.at(x - radius, y - radius, x + radius, y + radius), fill=(196, 130, 60))
    d.rectangle(s.at(328, 16, 624, 464), outline=ink, width=thick)
    return s.reduced()


def lines(seed=3):
    """Outlines on white."""
    chance, s, side = random.Random(seed), Sheet(600, 600, 4, "white"), 2400
    for _ in range(30):
        x, y, angle, points = chance.randrange(side), chance.randrange(side), chance.random() * math.tau, []
        for _ in range(60):
            angle += chance.uniform(-0.4, 0.4)
            x, y = x + math.cos(angle) * 48, y + math.sin(angle) * 48
            points.append((x, y))
        s.draw.line(points, fill="black", width=chance.choice([2, 3, 5]) * 2, joint="curve")
    return s.reduced()


def screentone():
    """A page of three panels in ink and sheets of dots."""
    s = Sheet(512, 640, 3, "white")
    d = s.draw
    y, x = numpy.mgrid[0:640 * 3, 0:512 * 3] / 3

    def lay(region, shade, angle, pitch):
        mask = Sheet(512, 640, 3, "black")
        region(mask)
        u, v = x * math.cos(angle) + y * math.sin(angle), -x * math.sin(angle) + y * math.cos(angle)
        dots = (numpy.cos(math.tau * u / pitch) + numpy.cos(math.tau * v / pitch)) / 4 + 0.5 > 1 - shade
        dots &= numpy.asarray(mask.picture.convert("L")) > 0
        s.picture.paste((20, 20, 20), mask=Image.fromarray((dots * 255).astype("uint8")))

    def box(*corners):
        return lambda sheet: sheet.draw.rectangle(sheet.at(*corners), fill="white")

    def shape(corners):
        return lambda sheet: sheet.polygon(corners, fill="white")

    slope, coat = ((300, 100), (420, 220), (330, 250), (290, 250)), ((100, 480), (170, 480), (230, 622), (40, 622))
    lay(box(16, 16, 496, 250), numpy.clip((250 - y) / 420, 0, 1), math.pi / 4, 5)
    s.polygon(((16, 250), (120, 140), (190, 210), (300, 100), (420, 220), (496, 160), (496, 250)), fill="white", outline="black")
    lay(shape(slope), 0.3, math.pi / 4, 4)
    d.ellipse(s.at(60, 40, 120, 100), fill="white", outline="black", width=6)
    d.rectangle(s.at(16, 266, 250, 624), fill="white")
    lay(box(16, 266, 250, 624), 0.18, math.pi / 4, 6)
    d.ellipse(s.at(70, 330, 200, 480), fill="white", outline="black", width=9)
    d.pieslice(s.at(62, 315, 208, 450), 180, 360, fill="black")
    for left in (100, 150):
        d.ellipse(s.at(left, 400, left + 22, 425), fill="black")
        d.ellipse(s.at(left + 5, 404, left + 11, 411), fill="white")
    d.arc(s.at(115, 430, 160, 455), 20, 160, fill="black", width=6)
    s.polygon(coat, fill="white", outline="black")
    lay(shape(coat), 0.45, 0.26, 5)
    for ray in range(48):
        turn = math.tau * ray / 48
        ends = [(373 + a * math.cos(turn), 445 + b * math.sin(turn)) for a, b in ((90, 130), (250, 300))]
        d.line(s.at(*ends[0], *ends[1]), fill="black", width=(1 + ray % 3) * 3 // 2 + 1)
    for gap in ((0, 251, 512, 265), (251, 251, 265, 640), (0, 625, 512, 640), (497, 0, 512, 640)):
        d.rectangle(s.at(*gap), fill="white")
    d.ellipse(s.at(300, 400, 446, 490), fill="white", outline="black", width=6)
    for panel in ((16, 16, 496, 250), (16, 266, 250, 624), (266, 266, 496, 624)):
        d.rectangle(s.at(*panel), outline="black", width=9)
    return s.reduced()
