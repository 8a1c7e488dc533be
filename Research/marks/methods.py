"""Ways of marking pictures: Lacquer alone, Lacquer's `protect`, and peers from PyPI. Each embeds 64 bits, rivaGan 32, and reads many pictures at once."""
import json
import math
import pathlib
import subprocess
import sys
import types

import numpy
from PIL import Image


def bits_of(number, count=64):
    return [number >> (count - 1 - index) & 1 for index in range(count)]


class Lacquer:
    """Marks of `lacquer mark embed`, or of `lacquer protect` with its change round them."""

    def __init__(self, program, inside, options=(), detect=()):
        self.program, self.inside, self.options, self.detect = program, inside, list(options), list(detect)
        self.name = "Lacquer in protect" if inside else "Lacquer"

    def embed(self, source, output, number, key):
        words = ["protect", "--no-ledger", "--mark-id"] if self.inside else ["mark", "embed", "--id"]
        subprocess.run([self.program, *words, f"{number:016x}", "--key", key, "--quiet", *self.options, source, "-o", output], check=False)
        return pathlib.Path(output).exists()

    def read(self, files, number, key):
        """For every file: whether the id is read, whether another one is, and whether a mark is there with at most .1 % false positives."""
        done = subprocess.run([self.program, "mark", "detect", "--json", "--key", key, *self.detect, *map(str, files)], capture_output=True, text=True)
        answers = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}
        wanted = f"{number:016x}"
        for file in files:
            answer = answers.get(str(file), {"id": None, "false_alarm": 1})
            yield answer["id"] == wanted, answer["id"] not in (None, wanted), answer["false_alarm"] <= 1e-3


class Peer:
    """A mark without a test for presence: .1 % false positives are so many right bits of a number that is known beforehand."""

    count = 64

    def read(self, files, number, key):
        count, bits = self.count, bits_of(number)[: self.count]
        enough = next(n for n in range(count, 0, -1) if sum(math.comb(count, k) for k in range(n - 1, count + 1)) / 2**count > 1e-3)
        for file in files:
            try:
                right = sum(int(a) == b for a, b in zip(self.extract(numpy.asarray(Image.open(file).convert("RGB"))[..., ::-1].copy()), bits))
            except Exception:  # whatever a peer stumbles over
                right = 0
            yield right == count, False, right >= enough

    def embed(self, source, output, number, key):
        try:
            marked = self.insert(numpy.asarray(Image.open(source).convert("RGB"))[..., ::-1].copy(), bits_of(number)[: self.count])
        except Exception as error:
            print(f"{self.name}: {source}: {error}", file=sys.stderr)
            return False
        Image.fromarray(numpy.clip(numpy.rint(marked), 0, 255).astype(numpy.uint8)[..., ::-1]).save(output, compress_level=1)
        return True


class InvisibleWatermark(Peer):
    """dwtDct or dwtDctSvd. The package imports PyTorch for its third method, rivaGAN; these two do without it."""

    def __init__(self, method):
        try:
            import torch  # noqa: F401
        except ImportError:
            sys.modules["torch"] = types.ModuleType("torch")
            sys.modules.setdefault("onnxruntime", types.ModuleType("onnxruntime"))
        import imwatermark

        self.library, self.method, self.name = imwatermark, method, method

    def insert(self, picture, bits):
        encoder = self.library.WatermarkEncoder()
        encoder.set_watermark("bits", bits)
        return encoder.encode(picture, self.method)

    def extract(self, picture):
        return self.library.WatermarkDecoder("bits", self.count).decode(picture, self.method)


class RivaGan(InvisibleWatermark):
    """The third method of invisible-watermark: networks on ONNX Runtime, 32 bits."""

    count = 32

    def __init__(self):
        import torch  # noqa: F401

        super().__init__("rivaGan")
        self.library.WatermarkEncoder.loadModel()
        self.library.WatermarkDecoder.loadModel()


class BlindWatermark(Peer):
    name = "blind-watermark"

    def __init__(self):
        import blind_watermark

        blind_watermark.bw_notes.close()
        self.library = blind_watermark

    def tool(self):
        return self.library.WaterMark(password_wm=7, password_img=9, processes=1)

    def insert(self, picture, bits):
        tool = self.tool()
        tool.read_img(img=picture)
        tool.read_wm([bool(bit) for bit in bits], mode="bit")
        return tool.embed()

    def extract(self, picture):
        return numpy.asarray(self.tool().extract(embed_img=picture, wm_shape=64, mode="bit")) > 0.5


METHODS = {
    "lacquer": lambda o: Lacquer(o.lacquer, False, o.embed, o.detect),
    "protect": lambda o: Lacquer(o.lacquer, True, o.embed, o.detect),
    "dwtDct": lambda o: InvisibleWatermark("dwtDct"),
    "dwtDctSvd": lambda o: InvisibleWatermark("dwtDctSvd"),
    "rivaGan": lambda o: RivaGan(),
    "blind": lambda o: BlindWatermark(),
}
