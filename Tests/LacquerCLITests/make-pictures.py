#!/usr/bin/env python3
"""Cuts the ten small pictures of the command-line tests out of samples/: one of each kind of file.

Run it with NumPy and Pillow 13.0.0 at hand: Tests/LacquerCLITests/make-pictures.py
"""

import pathlib
import struct
import zlib

import numpy
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent / "Pictures"
SAMPLES = HERE.parents[2] / "samples"
SIZE = (288, 256)  # a mark needs 256 pixels on the shorter side


def cut(name: str, x: int, y: int, factor: float = 2) -> Image.Image:
    picture = Image.open(SAMPLES / name)
    box = (x, y, x + int(SIZE[0] * factor), y + int(SIZE[1] * factor))
    return picture.convert("RGBA" if picture.mode == "RGBA" else "RGB").resize(SIZE, Image.Resampling.BOX, box)


def write_png_16(path: pathlib.Path, picture: Image.Image) -> None:
    """Pillow writes no RGB PNG of 16 bits, so its chunks are written here."""
    samples = numpy.asarray(picture).astype(numpy.uint32) * 257
    noise = numpy.random.default_rng(1).integers(-2, 3, samples.shape) * 32
    samples = numpy.clip(samples + noise, 0, 65535).astype(numpy.uint16)
    # Filter 1 (Sub): each byte less the same byte of the pixel before.
    lines = samples.astype(">u2").view(numpy.uint8).reshape(picture.height, -1)
    before = numpy.pad(lines, ((0, 0), (6, 0)))[:, :-6]
    rows = b"".join(b"\1" + row.tobytes() for row in lines - before)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", picture.width, picture.height, 16, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )


def main() -> None:
    stilllife = cut("stilllife.png", 30, 0)
    stilllife.quantize(64).save(HERE / "palette.png", optimize=True)
    cut("heron.png", 200, 300).save(HERE / "alpha.png", optimize=True)
    write_png_16(HERE / "deep.png", cut("heron.png", 200, 300).convert("RGB"))
    grey = cut("winter.jpg", 100, 500).convert("L")
    grey.save(HERE / "grey.png", optimize=True)
    grey.crop((0, 0, SIZE[0] * 9 // 10, SIZE[1])).save(HERE.parent / "Crops" / "grey.png", optimize=True)
    cut("mountains.jpg", 300, 320).save(HERE / "baseline.jpg", quality=90)
    cut("city.jpg", 500, 200).save(HERE / "progressive.jpg", quality=88, progressive=True)
    cut("portrait.jpg", 160, 300).convert("CMYK").save(HERE / "cmyk.jpg", quality=88)
    profile = Image.open(SAMPLES / "mountains.jpg").info["icc_profile"]
    cut("portrait.jpg", 160, 500).save(HERE / "p3.jpg", quality=90, icc_profile=profile)
    cut("portrait.jpg", 160, 500).save(HERE / "lossy.webp", quality=85, icc_profile=profile)
    cut("heron.png", 200, 300).save(HERE / "lossless.webp", lossless=True)


if __name__ == "__main__":
    main()
