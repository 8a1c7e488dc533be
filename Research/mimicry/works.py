"""Works of three hands, in every treatment, and what the generator learns before it meets them.

Pictures come from Debian's packages: those that `Research/models/fetch_data.py --work WORK` left in WORK, and wesnoth-1.16-data, which is fetched here.
`prepare` writes WORK/works/HAND/TREATMENT/NAME.png, all lossless and opaque; `others` reads the pictures of all other hands.
"""

import fnmatch
import pathlib
import random
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader

import numpy
import remover
import torch
from PIL import Image, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "Research/experiments"), str(ROOT / "Research/models")]
baselines = SourceFileLoader("baselines", str(ROOT / "Research/experiments/baselines")).load_module()

WESNOTH = "packages/wesnoth-1.16-data/usr/share/games/wesnoth/1.16/data/core/images/portraits"
CLIPART = "packages/openclipart-png/usr/share/openclipart/png"
# What core/about.cfg of Wesnoth names as the focus of Kathrin Polikeit; it credits no single files.
PORTRAITS = ["elves/*", "merfolk/*", "nagas/*", "trolls/*", "humans/mage*", "humans/dark-adept*", "humans/necromancer*"]
HANDS = {
    "polikeit": dict(author="Kathrin Polikeit (Kitty)", licence="GPL-2+", train=24),
    "pickel": dict(author="Chris Pickel", licence="CC-BY-SA-4.0", train=20),
    "ganson": dict(author="ganson, Open Clip Art Library", licence="public domain", train=24),
}
TREATMENTS = ["clean", "standard", "strong", "noise", "noise-strong", "purified", "clean-purified", "blurred"]
LEAST, SEED = 320, 5


def opaque(path):
    """The picture on white, and the box of what is not transparent."""
    picture = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB"), picture.getchannel("A").point(lambda a: 255 * (a > 16)).getbbox()


def figure(path):
    """The square round the upper part of a figure."""
    picture, (left, top, right, bottom) = opaque(path)
    side = min(max(LEAST, min(right - left, bottom - top)), *picture.size)
    x = min(max(0, (left + right - side) // 2), picture.width - side)
    y = min(top, picture.height - side)
    return picture.crop((x, y, x + side, y + side))


def portrait_files(work):
    folder = work / WESNOTH
    if not folder.exists():
        subprocess.run(["apt-get", "download", "-q", "wesnoth-1.16-data"], cwd=work / "debs", check=True, stdout=sys.stderr)
        subprocess.run(["dpkg-deb", "-x", next((work / "debs").glob("wesnoth-1.16-data_*.deb")), work / "packages/wesnoth-1.16-data"], check=True)
    files = [path for path in sorted(folder.rglob("*.png")) if path.parent != folder]
    mine = [path for path in files if any(fnmatch.fnmatch(path.relative_to(folder).as_posix(), rule) for rule in PORTRAITS)]
    return mine, [path for path in files if path not in mine]


def clip_art(work):
    """One file of each name: drawings lie in several categories; outlines to colour in, and what is small or long, are left out."""
    found = {}
    for path in sorted((work / CLIPART).rglob("*ganson*.png")):
        with Image.open(path) as head:
            width, height = head.size
        if min(width, height) >= 240 and max(width, height) >= LEAST and max(width, height) < 2 * min(width, height) and not fnmatch.fnmatch(path.name, "*bw*"):
            found.setdefault(path.name, path)
    return list(found.values())


def gathered(work):
    """Of each hand its works, in an order drawn once: the first are trained on, the rest are held back."""
    portraits, _ = portrait_files(work)
    photographs = sorted((work / "packages/endless-sky-data/usr/share/games/endless-sky/images/land").glob("*-sfiera*"))
    found = {
        "polikeit": [figure(path) for path in portraits],
        "pickel": [Image.open(path).convert("RGB") for path in photographs],
        "ganson": [opaque(path)[0] for path in clip_art(work)],
    }
    for pictures in found.values():
        random.Random(SEED).shuffle(pictures)
    return found


def protect(lacquer, originals, folder, strength):
    command = [lacquer, "protect", originals, "-o", folder, "--strength", strength, "--no-ledger", "--quiet", "-t", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def noise(lacquer, originals, protected, folder):
    """White noise in a lossless file whose SSIMULACRA2 is that of the protected file."""
    folder.mkdir(exist_ok=True)
    for number, picture in enumerate(sorted(originals.glob("*.png"))):
        wanted = baselines.score(lacquer, picture, protected / picture.name, "ssimulacra2")
        width, height = Image.open(picture).size
        change = torch.randn((1, 3, height, width), generator=torch.Generator().manual_seed(1000 * SEED + number))
        if wanted < 99.99:
            baselines.scaled(lacquer, picture, folder / picture.name, wanted, baselines.EPSILON * change)
        else:
            shutil.copy(picture, folder / picture.name)


def each(originals, folder, change):
    folder.mkdir(exist_ok=True)
    for path in sorted(originals.glob("*.png")):
        change(Image.open(path)).save(folder / path.name)


def prepare(work, lacquer):
    for hand, pictures in gathered(work).items():
        folder = work / "works" / hand
        count = HANDS[hand]["train"]
        for name, part in (("clean", pictures[:count]), ("held", pictures[count:])):
            (folder / name).mkdir(parents=True, exist_ok=True)
            for number, picture in enumerate(part):
                picture.save(folder / name / f"{number:03}.png")
        clean = folder / "clean"
        protect(lacquer, clean, folder / "standard", "standard")
        protect(lacquer, clean, folder / "strong", "strong")
        noise(lacquer, clean, folder / "standard", folder / "noise")
        noise(lacquer, clean, folder / "strong", folder / "noise-strong")
        each(folder / "standard", folder / "purified", remover.noise_and_means)
        each(clean, folder / "clean-purified", remover.noise_and_means)
        each(clean, folder / "blurred", lambda picture: picture.filter(ImageFilter.GaussianBlur(6)))
        report(lacquer, hand, folder, len(pictures) - count)


def report(lacquer, hand, folder, held):
    for name in TREATMENTS[1:]:
        scores, psnr = [], []
        for path in sorted((folder / "clean").glob("*.png")):
            scores.append(baselines.score(lacquer, path, folder / name / path.name, "ssimulacra2"))
            before, after = (numpy.asarray(Image.open(place).convert("RGB"), dtype=float) for place in (path, folder / name / path.name))
            psnr.append(float(10 * numpy.log10(255**2 / max(1e-3, ((before - after) ** 2).mean()))))
        medians = f"SSIMULACRA2 {numpy.median(scores):.1f}, PSNR {numpy.median(psnr):.1f} dB (medians)"
        print(f"{hand}: {len(scores)} works, {held} held back; {name}: {medians}", flush=True)


def others(work):
    """Pictures of all other hands: (picture, how many crops)."""
    rows = torch.load(work / "pictures.pt", weights_only=False)
    chance = random.Random(SEED)
    drawings = [row for row in rows if row["package"] == "openclipart-png" and "ganson" not in row["file"]]
    for row in rows:
        if row["package"] != "openclipart-png" and row["author"] != HANDS["pickel"]["author"]:
            yield Image.fromarray(row["pixels"].numpy()), 2
    for path in portrait_files(work)[1]:
        yield opaque(path)[0], 2
    for row in chance.sample(drawings, 900):
        yield Image.fromarray(row["pixels"].numpy()), 1
