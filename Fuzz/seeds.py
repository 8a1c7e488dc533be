#!/usr/bin/env python3
"""Writes a folder of seeds for each fuzz target: Fuzz/seeds.py FOLDER

Pictures come from the tests of the command line and from ../shared/corpus, where that is there; EXIF, XMP, IPTC and JUMBF from
the blocks of those pictures; the rest is made here.
"""

import json
import pickle
import struct
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 100_000


def pictures():
    folders = [ROOT / "Tests/LacquerCLITests/Pictures"]
    folders += sorted((ROOT.parent / "shared/corpus").glob("*"))
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and path.stat().st_size <= LONGEST:
                yield path


def png_chunks(data):
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if at + 12 + length > len(data):
            return
        yield data[at + 4:at + 8], data[at + 8:at + 8 + length]
        at += 12 + length


def jpeg_segments(data):
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        length = int.from_bytes(data[at + 2:at + 4], "big")
        yield data[at + 1], data[at + 4:at + 2 + length]
        at += 2 + length


def blocks(data):
    """Pairs of a target and the payload that it takes."""
    if data[:4] == b"\x89PNG":
        for kind, payload in png_chunks(data):
            if kind == b"eXIf":
                yield "exif", payload
            if kind == b"caBX":
                yield "jumbf", payload
            if kind == b"iTXt" and payload.startswith(b"XML:com.adobe.xmp\0\0\0\0\0"):
                yield "xmp", payload[22:]
    if data[:2] == b"\xff\xd8":
        for marker, payload in jpeg_segments(data):
            if marker == 0xE1 and payload.startswith(b"Exif\0\0"):
                yield "exif", payload[6:]
            if marker == 0xE1 and payload.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
                yield "xmp", payload[29:]
            if marker == 0xED and payload.startswith(b"Photoshop 3.0\0"):
                yield "iptc", payload[14:]
            if marker == 0xEB:
                yield "jumbf", payload


def small_pngs():
    """One PNG a colour type and depth, with and without interlace."""
    def chunk(kind, payload):
        return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))

    for colour, channels, depths in ((0, 1, (1, 2, 4, 8, 16)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)), (6, 4, (8, 16))):
        for depth in depths:
            row = b"\0" + bytes((x * 37) & 255 for x in range((5 * channels * depth + 7) // 8))
            palette = chunk(b"PLTE", bytes(range(6))) if colour == 3 else b""
            yield (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, depth, colour, 0, 0, 0)) + palette
                   + chunk(b"IDAT", zlib.compress(row.replace(b"%", b"\0") * 4 if colour != 3 else (b"\0" * len(row)) * 4))
                   + chunk(b"IEND", b""))


def small_tiffs():
    """One uncompressed TIFF a kind of colour and depth, in strips and in a tile, in both byte orders."""
    for order, letters in (("<", b"II"), (">", b"MM")):
        for photometric, samples, bits in ((0, 1, 1), (1, 1, 8), (1, 1, 16), (2, 3, 8), (2, 3, 16), (2, 4, 8), (3, 1, 4), (5, 4, 8)):
            for tiled in (False, True):
                sides = (16, 16) if tiled else (5, 4)
                pixels = bytes((x * 37) & 255 for x in range((sides[0] * samples * bits + 7) // 8 * sides[1]))
                tags = [(256, 4, 1, 5), (257, 4, 1, 4), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, photometric), (274, 3, 1, 6), (277, 3, 1, samples)]
                places = [(324, 4, 1, 8), (325, 4, 1, len(pixels))] if tiled else [(273, 4, 1, 8), (279, 4, 1, len(pixels))]
                tags += places + ([(322, 4, 1, 16), (323, 4, 1, 16)] if tiled else [(278, 4, 1, 4)])
                if samples == 4 and photometric == 2:
                    tags.append((338, 3, 1, 2))
                palette = struct.pack(f"{order}48H", *range(0, 48 * 1300, 1300)) if photometric == 3 else b""
                if palette:
                    tags.append((320, 3, 48, 8 + len(pixels)))
                entries = b"".join(
                    struct.pack(f"{order}HHI", tag, kind, count) + struct.pack(f"{order}{'I' if kind == 4 or count > 1 else 'H'}", value).ljust(4, b"\0")
                    for tag, kind, count, value in sorted(tags))
                head = letters + struct.pack(f"{order}HI", 42, 8 + len(pixels) + len(palette))
                yield head + pixels + palette + struct.pack(f"{order}H", len(tags)) + entries + bytes(4)


def safetensors():
    header = json.dumps({
        "__metadata__": {"format": "lacquer-sequential-1"},
        "a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
        "b": {"dtype": "F16", "shape": [3], "data_offsets": [16, 22]},
        "c": {"dtype": "BF16", "shape": [], "data_offsets": [22, 24]},
    }).encode()
    yield struct.pack("<Q", len(header)) + header + bytes(24)
    yield struct.pack("<Q", 2) + b"{}"


def onnx():
    """A model of one convolution."""
    def field(number, payload):
        if isinstance(payload, int):
            return varint(number << 3) + varint(payload)
        return varint(number << 3 | 2) + varint(len(payload)) + payload

    def varint(value):
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])

    def value(name, shape):
        dims = b"".join(field(1, field(1, side)) for side in shape)
        return field(1, name) + field(2, field(1, field(1, 1) + field(2, dims)))

    weights = (b"".join(field(1, side) for side in (1, 3, 1, 1)) + field(2, 1) + field(8, b"w") + field(9, bytes(12)))
    node = field(1, b"x") + field(1, b"w") + field(2, b"y") + field(4, b"Conv")
    graph = (field(1, node) + field(2, b"g") + field(5, weights) + field(11, value(b"x", (1, 3, 8, 8)))
             + field(12, value(b"y", (1, 1, 8, 8))))
    yield field(1, 8) + field(7, graph) + field(8, field(2, 17))


def receipts():
    signature = "A" * 86 + "=="
    for kind, body in (("lacquer-receipt", {"input": {"name": "a.png", "sha256": "0" * 64}, "time": "2026-11-28T00:00:00Z"}),
                       ("lacquer-seal", {"root": "0" * 64, "entries": [{"name": "a", "sha256": "0" * 64}]})):
        yield json.dumps({"type": kind, "document": body, "key": "A" * 43 + "=", "signature": signature}).encode()
    yield json.dumps({"a": [1, 2.5, -1e-7, 1e21, None, True, "é\u2028\U0001f600"], "": {"b": {}}}).encode()


def timestamps():
    """A response that grants nothing, and the outline of one that does."""
    yield bytes.fromhex("3005300302 0102".replace(" ", ""))
    oid = bytes.fromhex("06092a864886f70d010702")
    yield bytes.fromhex("30183003020100") + b"\x30\x0f" + oid + bytes.fromhex("a0023000")


def marks():
    for kind in range(4):
        yield bytes([180, 140, kind & 1, 0, kind, 0, 0, 128]) + bytes((x * x * 7 + kind) & 255 for x in range(997))
    yield bytes([10, 10, 0, 0, 0, 0, 0, 0])


def main():
    folder = Path(sys.argv[1])
    counts = {}

    def add(target, data):
        counts[target] = counts.get(target, 0) + 1
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{counts[target]:04d}").write_bytes(data[:LONGEST])

    for path in pictures():
        data = path.read_bytes()
        if data[:4] == b"\x89PNG":
            add("png", data)
        if data[:2] == b"\xff\xd8":
            add("jpeg", data)
        if data[:4] == b"RIFF":
            add("webp", data)
        if data[:4] in (b"II*\0", b"MM\0*"):
            add("tiff", data)
        add("metadata-file", data)
        for target, payload in blocks(data):
            add(target, payload)
    for data in small_pngs():
        add("png", data)
        add("metadata-file", data)
    for data in small_tiffs():
        add("tiff", data)
    for data in (pickle.dumps([1, 2.5, "a", (1, [2]), {"b": b"c"}], protocol) for protocol in range(5)):
        add("pickle", data)
    for path in (ROOT / "Tests/SurrogatesTests/Fixtures").glob("*.pth"):
        add("pickle", path.read_bytes())
    for target, made in (("safetensors", safetensors()), ("onnx", onnx()), ("receipt", receipts()),
                         ("timestamp", timestamps()), ("mark", marks())):
        for data in made:
            add(target, data)
    add("xmp", b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
               b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>A'
               b"</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>")
    add("exif", b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x3b\0\x02\0\0\0\x04Ada\0\0\0\0\0")
    add("exif", b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0")
    add("iptc", b"8BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x03Ada\x1c\x02\x74\0\x01c")
    add("configuration", b'creator = "Ada"\njson = true\n\n[profile.web]\nrecipient = ["Gallery", "Ada"]\noutput = "../out/"\n')
    add("jumbf", b"\0\0\0\x25jumb\0\0\0\x1djumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9bq\x03c2pa\0")


if __name__ == "__main__":
    main()
