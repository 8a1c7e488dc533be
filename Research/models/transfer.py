"""Measures how far a change tuned on the members moves encoders that had no part in it, over matched noise.

    python transfer.py --work WORK --members A.safetensors B.safetensors --judge taef2=PATH --judge rush=PATH
"""
import argparse
import json
import pathlib
import time

import attack
import judges
import numpy as np
import torch
from PIL import Image

HANDLINGS = {
    "none": lambda x: x,
    "jpeg90": lambda x: attack.jpeg(x, 90),
    "jpeg75": lambda x: attack.jpeg(x, 75),
    "jpeg50": lambda x: attack.jpeg(x, 50),
    "half": lambda x: attack.resized(x, x.shape[2] // 2, x.shape[3] // 2),
    "to512": lambda x: attack.resized(x, *(max(16, round(s * 512 / min(x.shape[2:]))) for s in x.shape[2:])),
    "blur1": lambda x: attack.gaussian(x, 1.0),
    "blur2": lambda x: attack.gaussian(x, 2.0),
    "crop10": lambda x: x[..., int(x.shape[2] * 0.03):int(x.shape[2] * 0.93), int(x.shape[3] * 0.07):int(x.shape[3] * 0.97)],
}
QUICK = ("none", "jpeg75", "half", "blur1")

# Of the pictures that no member saw: photographs, paintings, clip art, a drawing.
PICTURES = [("endless-sky-data", "land/bwerner0.jpg"), ("flare-game", "fantasycore/images/portraits/female02.png"),
            ("endless-sky-data", "land/dmottl3.jpg"), ("openclipart-png", "animals/crawfish2_ganson.png"),
            ("lomiri-wallpapers-20.04", "backgrounds/Fossa_by_Jasper_Roks.jpg"), ("freeorion-data", "species/scylior.png"),
            ("lomiri-wallpapers-16.04", "backgrounds/Dragonfly_by_Bolly.jpg"), ("flare-game", "fantasycore/images/portraits/female05.png"),
            ("endless-sky-data", "land/bwerner6.jpg"), ("flare-game", "fantasycore/images/portraits/female08.png"),
            ("endless-sky-data", "land/myrabella1.jpg"), ("freeorion-data", "species/phinnert.png")]


def picture(rows, key, long_side):
    """The picture at `long_side`, its sides multiples of 16."""
    pixels = rows[key].permute(2, 0, 1)[None].float() / 255
    scale = long_side / max(pixels.shape[2:])
    height, width = (max(64, int(s * scale) // 16 * 16) for s in pixels.shape[2:])
    return (attack.resized(pixels, height, width).clamp(0, 1) * 255).round() / 255


def load_pictures(work, count, long_side, extra=()):
    rows = {(r["package"], r["file"]): r["pixels"] for r in torch.load(work / "pictures.pt", mmap=True) if r["split"] == "held"}
    found = [(f"{k[0]}/{k[1]}", picture(rows, k, long_side)) for k in PICTURES[:count]]
    for path in extra:
        rows[path] = torch.from_numpy(np.asarray(Image.open(path).convert("RGB")).copy())
        found.append((path, picture(rows, path, long_side)))
    return found


class Judge:
    """A judge with the features of clean pictures kept."""

    def __init__(self, name, encoder):
        self.name, self.encoder, self.clean = name, encoder, {}

    @torch.no_grad()
    def see(self, x):
        return self.encoder(attack.multiple_of_16(x).contiguous(memory_format=torch.channels_last))

    def drift(self, key, x, y, handling):
        handle = HANDLINGS[handling]
        if (key, handling) not in self.clean:
            self.clean[key, handling] = self.see(handle(x))
        return (self.see(handle(y)) - self.clean[key, handling]).norm().item()


def measure(pictures, deltas, judge_list, handlings, seeds, epsilon=8 / 255):
    """{judge: {handling: (ratio of each picture, drift of each picture over that of its clean latent's deviation)}}."""
    result = {j.name: {h: [] for h in handlings} for j in judge_list}
    for (key, x), delta in zip(pictures, deltas):
        noises = [attack.control(x, delta, 100 + s, epsilon) for s in range(seeds)]
        for j in judge_list:
            for h in handlings:
                noise = np.mean([j.drift(key, x, x + n, h) for n in noises])
                result[j.name][h].append(j.drift(key, x, x + delta, h) / noise)
    return result


def ssimulacra2_score():
    """The PyPI port of SSIMULACRA 2 as a function of two tensors; off by -1.9...+1.1 from libjxl's."""
    import tempfile

    from ssimulacra2 import compute_ssimulacra2
    folder = tempfile.mkdtemp()

    def score(x, y):
        for name, t in (("x", x), ("y", y)):
            Image.fromarray((t[0].permute(1, 2, 0) * 255).round().byte().numpy()).save(f"{folder}/{name}.png", compress_level=1)
        return compute_ssimulacra2(f"{folder}/x.png", f"{folder}/y.png")

    return score


def table(result):
    lines = []
    for judge, by in result.items():
        means = {h: np.mean(v) for h, v in by.items()}
        lines.append(f"{judge:13s} " + " ".join(f"{h} {m:.3f}" for h, m in means.items()) + f" | median {np.median(list(means.values())):.3f}")
    return "\n".join(lines)


def parse_judge(text):
    name, path = text.split("=", 1)
    path = pathlib.Path(path)
    if name.startswith("taef2"):
        return Judge(name, judges.taef2(path))
    if name.startswith("efficientnet"):
        return Judge(name, judges.efficientnet(path))
    if name in ("vgg", "alex"):
        return Judge(name, judges.lpips_net(path, name))
    return Judge(name, judges.member(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--members", nargs="+", required=True)
    parser.add_argument("--judge", action="append", type=parse_judge, required=True)
    parser.add_argument("--extra", nargs="*", default=[], help="further pictures, by path")
    parser.add_argument("--pictures", type=int, default=12)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="four handlings")
    parser.add_argument("--quality", type=float, help="SSIMULACRA 2 to meet; without it the recipe's PSNR is met")
    parser.add_argument("--recipe", default="{}", help="changes to the recipe, JSON")
    parser.add_argument("--threads", type=int, default=2)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    recipe = attack.Recipe(**json.loads(o.recipe))
    ensemble = [attack.Tap(path, recipe) for path in o.members]
    pictures = load_pictures(o.work, o.pictures, o.side, o.extra)
    score = ssimulacra2_score() if o.quality else None
    deltas, began = [], time.time()
    for _key, x in pictures:
        delta = attack.optimise(x, ensemble, recipe)
        if score:
            delta = attack.to_quality(x, delta, o.quality, recipe.epsilon, score)
        deltas.append(delta)
    spent = (time.time() - began) / len(pictures)
    sizes = [-10 * np.log10(d.square().mean().item()) for d in deltas]
    print(f"{spent:.1f} s a picture, PSNR {np.mean(sizes):.2f} ({min(sizes):.2f}...{max(sizes):.2f})")
    result = measure(pictures, deltas, o.judge, list(QUICK) if o.quick else list(HANDLINGS), o.seeds, recipe.epsilon)
    print(table(result))
    for judge, by in result.items():
        print(judge, "a picture, median over handlings:", " ".join(f"{m:.2f}" for m in np.median(list(by.values()), axis=0)))


if __name__ == "__main__":
    main()
