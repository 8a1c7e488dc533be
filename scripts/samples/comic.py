"""One panel of a comic: flat fills, ink outlines, halftone dots, a balloon. An RGB PNG with few colours and large flat areas."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

import toolkit as t

WIDTH, HEIGHT, SCALE = 1024, 768, 4
INK = "#1b1626"


class Panel:
    """Draws at four times the size; every shape may carry its outline."""

    def __init__(self, ground):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def fill(self, points, colour, outline=0, smooth=True, ink=INK):
        path = t.spline(list(points) + [points[0]], 16) if smooth else np.array(list(points) + [points[0]], float)
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in path[:, :2]], fill=colour)
        if outline:
            self.line(path, outline, ink, smooth=False)

    def line(self, points, width=None, colour=INK, smooth=True):
        path = t.spline(points, 16) if smooth else np.asarray(points, float)
        widths = path[:, 2] if path.shape[1] > 2 else np.full(len(path), float(width))
        flat = [(x * SCALE, y * SCALE) for x, y in path[:, :2]]
        for a, b, w in zip(flat[:-1], flat[1:], widths[:-1]):
            self.draw.line([a, b], fill=colour, width=max(1, round(w * SCALE)))
        for (x, y), w in zip(flat, widths):
            r = w * SCALE / 2
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def disc(self, x, y, rx, ry, colour, outline=0):
        self.draw.ellipse([v * SCALE for v in (x - rx, y - ry, x + rx, y + ry)], fill=colour, outline=INK, width=round(outline * SCALE))

    def text(self, x, y, words, size, colour=INK):
        font = ImageFont.load_default(size * SCALE)
        for k, row in enumerate(words):
            self.draw.text((x * SCALE, (y + k * size * 1.16) * SCALE), row, colour, font, anchor="mm", stroke_width=SCALE * size // 36, stroke_fill=colour)


def halftone(panel, colour, centre, reach, pitch=11):
    for j in range(int(HEIGHT / pitch) + 2):
        for i in range(int(WIDTH / pitch) + 2):
            x, y = (i + 0.5 * (j % 2)) * pitch, j * pitch
            r = pitch * 0.62 * (1 - np.hypot(x - centre[0], y - centre[1]) / reach)
            if r > 0.8:
                panel.disc(x, y, r, r, colour)


def background(panel):
    halftone(panel, "#ffb38a", (700, 560), 620)
    panel.disc(742, 300, 148, 148, "#fff1c2")
    panel.disc(742, 300, 118, 118, "#ffe08a")
    for left, top, right, tone in [(0, 420, 120, "#7c5a99"), (108, 350, 196, "#6b4b8a"), (190, 448, 300, "#7c5a99"), (560, 430, 640, "#7c5a99"), (636, 380, 716, "#6b4b8a"),
                                   (842, 400, 930, "#7c5a99"), (924, 330, 1024, "#6b4b8a")]:  # fmt: skip
        panel.fill([(left, 800), (left, top), (right, top), (right, 800)], tone, smooth=False)
        for wy in range(top + 22, 610, 34):
            for wx in range(left + 16, right - 18, 26):
                if (wx * 7 + wy * 3) % 5 < 3:
                    panel.fill([(wx, wy), (wx + 11, wy), (wx + 11, wy + 16), (wx, wy + 16)], "#ffd36b" if (wx + wy) % 4 else "#523a73", smooth=False)
    panel.fill([(296, 800), (296, 470), (352, 470), (352, 440), (420, 440), (420, 470), (566, 470), (566, 800)], "#5a3d7a", smooth=False)
    panel.fill([(-10, 640), (1034, 610), (1034, 800), (-10, 800)], "#3b2a57", 6, smooth=False)
    for k in range(8):
        y = 660 + 3 * k * k + 4 * k
        panel.line([(-10, y + 18), (1034, y - 10)], 3, "#2d1f46", smooth=False)
        for i in range(14):
            x = i * 84 + (k % 2) * 42 - 20
            panel.line([(x, y + 17 - x * 0.027), (x - 4, y + 30 + 6 * k - x * 0.027)], 3, "#2d1f46", smooth=False)


def fox(panel):
    """The painter: a fox in a yellow coat with a brush behind her ear."""
    panel.fill([(268, 716), (196, 690), (128, 620), (104, 540), (126, 470), (152, 530), (186, 590), (250, 620)], "#f07b2e", 6)
    panel.fill([(126, 470), (106, 520), (112, 566), (134, 560), (150, 536)], "#fff4e4", 5)
    panel.fill([(236, 800), (262, 590), (290, 500), (352, 470), (414, 500), (442, 590), (470, 800), (352, 812)], "#f9c62f", 7)
    panel.fill([(398, 500), (414, 500), (440, 590), (467, 800), (418, 804), (418, 600)], "#d99a17")
    panel.line([(352, 500, 4), (350, 610, 5), (352, 780, 4)])
    for by in (560, 612, 664, 716):
        panel.disc(368, by, 7, 7, "#fff4e4", 3)
    panel.fill([(302, 486), (352, 524), (402, 486), (410, 508), (352, 552), (294, 508)], "#d6453d", 5)
    panel.fill([(266, 300), (252, 196), (270, 176), (330, 238)], "#f07b2e", 7)
    panel.fill([(276, 276), (268, 214), (308, 250)], "#4b2030")
    panel.fill([(438, 300), (456, 196), (438, 176), (376, 238)], "#f07b2e", 7)
    panel.fill([(428, 276), (438, 214), (398, 250)], "#4b2030")
    panel.fill([(352, 226), (412, 242), (452, 300), (462, 366), (424, 420), (384, 468), (352, 486), (320, 468), (280, 420), (242, 366), (252, 300), (292, 242)], "#f58a38", 7)
    panel.fill([(246, 368), (296, 376), (336, 398), (352, 440), (368, 398), (408, 376), (458, 368), (424, 420), (384, 466), (352, 483), (320, 466), (280, 420)], "#fff4e4")
    panel.fill([(440, 290), (452, 300), (461, 366), (424, 420), (398, 452), (424, 390)], "#d9691f")
    for ex, look in ((304, 6), (400, 6)):
        panel.fill([(ex - 27, 352), (ex - 12, 320), (ex + 12, 320), (ex + 27, 352), (ex + 10, 374), (ex - 10, 374)], "#ffffff", 5)
        panel.disc(ex + look, 350, 13, 17, "#2f6b4f")
        panel.disc(ex + look, 350, 7, 11, INK)
        panel.disc(ex + look + 4, 342, 4.5, 5.5, "#ffffff")
    panel.line([(272, 306, 3), (298, 290, 9), (330, 298, 3)])
    panel.line([(378, 300, 3), (408, 288, 9), (436, 300, 3)])
    panel.fill([(332, 424), (352, 418), (372, 424), (360, 444), (352, 449), (344, 444)], INK)
    panel.disc(345, 427, 5, 3, "#ffffff")
    panel.line([(352, 446, 4), (350, 458, 4), (330, 464, 3)])
    panel.line([(350, 458, 4), (376, 466, 5), (392, 452, 2)])
    for dx, dy in ((296, 410), (308, 424), (396, 424), (408, 410)):
        panel.disc(dx, dy, 2.8, 2.8, "#d8b79a")
    panel.line([(446, 214), (504, 158)], 11, INK, smooth=False)
    panel.line([(446, 214), (504, 158)], 6, "#b0753a", smooth=False)
    panel.fill([(502, 170), (494, 156), (512, 138), (534, 130), (526, 152)], "#3ba7d0", 4)
    panel.fill([(404, 540), (462, 560), (506, 616), (540, 640), (528, 668), (476, 656), (420, 622)], "#f9c62f", 7)
    panel.fill([(528, 634), (556, 628), (574, 644), (566, 666), (536, 672)], "#4b2030", 6)


def easel(panel):
    """What she painted: the sunset over the roofs."""
    panel.line([(604, 742), (664, 470)], 15, INK, smooth=False)
    panel.line([(604, 742), (664, 470)], 8, "#8f5a2e", smooth=False)
    panel.line([(790, 742), (730, 470)], 15, INK, smooth=False)
    panel.line([(790, 742), (730, 470)], 8, "#8f5a2e", smooth=False)
    panel.fill([(576, 494), (806, 474), (816, 650), (588, 672)], "#fffaf0", 8, smooth=False)
    panel.fill([(590, 508), (794, 490), (802, 590), (596, 608)], "#ff9d6e", smooth=False)
    panel.fill([(593, 556), (799, 538), (802, 590), (596, 608)], "#ffc37d", smooth=False)
    panel.disc(710, 546, 31, 31, "#fff1c2")
    panel.fill([(596, 600), (620, 566), (650, 590), (676, 552), (706, 588), (744, 560), (774, 584), (801, 566), (804, 636), (599, 656)], "#6b4b8a", smooth=False)
    panel.fill([(598, 632), (660, 606), (724, 622), (803, 602), (804, 636), (600, 656)], "#3b2a57", smooth=False)
    panel.line([(668, 684), (740, 678)], 13, INK, smooth=False)
    panel.line([(560, 690), (836, 668)], 17, INK, smooth=False)
    panel.line([(562, 690), (834, 668)], 9, "#8f5a2e", smooth=False)


def robot(panel):
    """A small vacuum of a robot that would like to have the picture."""
    panel.line([(900, 470, 6), (906, 420, 5), (894, 384, 4)])
    panel.disc(893, 378, 11, 11, "#ff5d5d", 5)
    panel.fill([(838, 480), (962, 472), (972, 590), (846, 602)], "#9fc3cf", 8, smooth=False)
    panel.fill([(936, 474), (962, 472), (972, 590), (944, 593)], "#6f98a8", smooth=False)
    panel.fill([(852, 496), (944, 490), (949, 548), (857, 555)], "#20323c", 5, smooth=False)
    for ex in (880, 920):
        panel.disc(ex, 522, 14, 15, "#7df0d2")
        panel.disc(ex - 5, 524, 6, 7, "#20323c")
    panel.line([(868, 494, 7), (892, 502, 7)], colour="#20323c", smooth=False)
    panel.line([(908, 500, 7), (932, 490, 7)], colour="#20323c", smooth=False)
    for k in range(5):
        panel.line([(872 + 14 * k, 568 - k), (872 + 14 * k, 584 - k)], 5, "#45626e", smooth=False)
    panel.fill([(862, 604), (956, 596), (966, 690), (856, 700)], "#86aebb", 8, smooth=False)
    panel.disc(870, 714, 25, 25, "#33404a", 7)
    panel.disc(870, 714, 8, 8, "#9fc3cf")
    panel.disc(948, 706, 25, 25, "#33404a", 7)
    panel.disc(948, 706, 8, 8, "#9fc3cf")
    for colour, width in ((INK, 21), ("#5c7d8a", 11)):
        panel.line([(862, 640), (832, 664), (838, 612), (826, 576)], width, colour)
    panel.fill([(842, 574), (808, 582), (800, 556), (846, 546)], "#c94f4f", 6, smooth=False)
    for y in (560, 570, 580):
        panel.line([(796, y - 4), (772, y - 8 + (y - 570))], 3, "#ffffff", smooth=False)


def balloon(panel, cx, cy, rx, ry, tail, words, size):
    around = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    bubble = [(cx + rx * np.sign(np.cos(a)) * abs(np.cos(a)) ** 0.8, cy + ry * np.sign(np.sin(a)) * abs(np.sin(a)) ** 0.8) for a in around]
    panel.fill(bubble, "#ffffff", 7)
    panel.fill(tail, "#ffffff", 7, smooth=False)
    panel.fill([(cx + (x - cx) * 0.965, cy + (y - cy) * 0.945) for x, y in bubble], "#ffffff")
    panel.text(cx, cy - (len(words) - 1) * size * 0.58, words, size)


def paint():
    panel = Panel("#ff9272")
    background(panel)
    easel(panel)
    robot(panel)
    fox(panel)
    balloon(panel, 258, 98, 212, 66, [(296, 150), (350, 150), (344, 212)], ["THIS ONE IS MINE.", "ASK ME FIRST!"], 34)
    balloon(panel, 894, 316, 92, 36, [(880, 344), (914, 344), (902, 366)], ["BZZT?"], 30)
    panel.text(752, 64, ["sunset on Roof Street"], 25, "#5b2c4f")
    s = SCALE
    panel.draw.rectangle((0, 0, WIDTH * s - 1, HEIGHT * s - 1), outline=INK, width=12 * s)
    return panel.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def save(folder):
    text = PngImagePlugin.PngInfo()
    text.add_itxt("Title", "Ask me first", lang="en", tkey="Title")
    text.add_itxt("XML:com.adobe.xmp", t.xmp("Ask me first").decode())
    text.add_text("Copyright", "Lacquer contributors, Apache License 2.0")
    text.add(b"sRGB", bytes([0]))
    paint().save(folder / "comic.png", optimize=True, dpi=(144, 144), pnginfo=text)
