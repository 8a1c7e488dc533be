"""Fetches freely licensed pictures from Debian packages and packs them for training.

Writes under --work: debs/, packages/, pictures.pt (a list of uint8 HWC pictures with source, author, licence, split)
and pictures.tsv (the same list without pixels, the source of the tables in CARD.md). Which files are taken, from whom
and under which licence is in sources.json; it repeats what /usr/share/doc/PACKAGE/copyright (or, for
plasma-workspace-wallpapers, each wallpaper's metadata) says. A file no rule names is not used.
"""
import argparse
import fnmatch
import json
import pathlib
import subprocess

import numpy as np
import torch
from PIL import Image

LONG_SIDE = 896
Image.MAX_IMAGE_PIXELS = None


def load(path, rng):
    """RGB pixels at most LONG_SIDE wide or high; transparency is laid over white, grey, or a random colour."""
    picture = Image.open(path)
    if "A" in picture.mode or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        colour = [(255, 255, 255), (127, 127, 127), tuple(int(c) for c in rng.integers(0, 256, 3))][rng.integers(0, 3)]
        under = Image.new("RGBA", picture.size, colour + (255,))
        picture = Image.alpha_composite(under, picture)
    picture = picture.convert("RGB")
    scale = LONG_SIDE / max(picture.size)
    if scale < 1:
        picture = picture.resize([max(1, round(s * scale)) for s in picture.size], Image.Resampling.LANCZOS)
    return np.asarray(picture)


def render(rng, size=512):
    """A picture of our own: overlapping flat and shaded shapes with outlines, hatching and gradients."""
    y, x = np.mgrid[0:size, 0:size] / size
    a, b = rng.random(3), rng.random(3)
    t = (x * rng.normal() + y * rng.normal())[..., None]
    out = a + (b - a) * (t - t.min()) / max(np.ptp(t), 1e-6)
    for _ in range(rng.integers(8, 40)):
        cx, cy, r = rng.random(), rng.random(), rng.random() ** 2 * 0.35 + 0.02
        angle, squash = rng.random() * np.pi, rng.random() + 0.3
        u = ((x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)) / r
        v = (-(x - cx) * np.sin(angle) + (y - cy) * np.cos(angle)) / (r * squash)
        d = [np.hypot(u, v), np.maximum(abs(u), abs(v)), abs(u) + abs(v), abs(v) * 6 + (abs(u) > 3)][rng.integers(0, 4)]
        inside = np.clip((1 - d) * r * size, 0, 1)[..., None]
        edge = np.clip(1.5 - abs(1 - d) * r * size / rng.uniform(0.7, 3), 0, 1)[..., None]
        colour = rng.random(3) * np.ones_like(out)
        style = rng.integers(0, 4)
        if style == 1:
            colour *= (0.6 + 0.4 * u)[..., None].clip(0.2, 1)
        elif style == 2:
            colour *= 0.75 + 0.25 * np.sign(np.sin(u * rng.uniform(5, 40)))[..., None]
        elif style == 3:
            colour += rng.normal(size=out.shape[:2])[..., None] * 0.08
        out = out * (1 - inside) + colour * inside
        if rng.random() < 0.5:
            out = out * (1 - edge) + edge * rng.random() * 0.3
    return (out.clip(0, 1) * 255).round().astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    work = parser.parse_args().work
    sources = json.loads((pathlib.Path(__file__).parent / "sources.json").read_text())
    rng = np.random.default_rng(20260)
    rows = []
    (work / "debs").mkdir(parents=True, exist_ok=True)
    for package in sources["packages"]:
        name, root = package["name"], work / "packages" / package["name"]
        if not root.exists():
            if not list((work / "debs").glob(f"{name}_*.deb")):
                subprocess.run(["apt-get", "download", name], cwd=work / "debs", check=True)
            deb = next((work / "debs").glob(f"{name}_*.deb"))
            root.mkdir(parents=True)
            subprocess.run(["dpkg-deb", "-x", deb, root], check=True)
        base = root / package["root"]
        chosen = {}
        for path in sorted(p for p in base.rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg") and not p.is_symlink()):
            relative = path.relative_to(base).as_posix()
            rule = next((r for r in package["rules"] if fnmatch.fnmatch(relative, r[0])), None)
            if rule is None or rule[3] == "skip" or path.stat().st_size < 8000:
                continue
            with Image.open(path) as head:
                width, height = head.size
            if min(width, height) < 160 or width * height > 40e6:
                continue
            # These wallpapers come in many sizes, a folder each; keep the smallest.
            key = path.parent if name == "plasma-workspace-wallpapers" else path
            if key not in chosen or width * height < chosen[key][2]:
                chosen[key] = (path, rule, width * height)
        for path, rule, _ in chosen.values():
            rows.append({"pixels": torch.from_numpy(load(path, rng).copy()), "package": name,
                         "file": path.relative_to(base).as_posix(), "author": rule[1], "licence": rule[2], "split": rule[3]})
    for index in range(120):
        rows.append({"pixels": torch.from_numpy(render(rng)), "package": "lacquer", "file": f"render {index}",
                     "author": "Lacquer", "licence": "CC0-1.0", "split": "train"})
    torch.save(rows, work / "pictures.pt")
    keys = ("package", "file", "author", "licence", "split")
    (work / "pictures.tsv").write_text("\n".join("\t".join(row[k] for k in keys) for row in rows) + "\n")
    for package in sorted({row["package"] for row in rows}):
        mine = [row for row in rows if row["package"] == package]
        print(package, "train", sum(r["split"] == "train" for r in mine), "held", sum(r["split"] == "held" for r in mine))


if __name__ == "__main__":
    main()
