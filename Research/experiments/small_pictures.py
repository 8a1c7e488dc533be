"""Real pictures at the size that experiments judge them at."""

import random

from PIL import Image


def prepared(folder, work, side, limit=None, multiple=1):
    """The first `limit` pictures of folders by kind, in an order drawn once, with long sides of `side` and sides cut to multiples of `multiple` pixels."""
    found = sorted(folder.glob("*/*.png"))
    random.Random(2).shuffle(found)
    made = []
    for path in found[:limit]:
        small = work / "original" / f"{path.parent.name}-{path.stem}.png"
        if not small.exists():
            small.parent.mkdir(parents=True, exist_ok=True)
            picture = Image.open(path).convert("RGB")
            picture.thumbnail((side, side), Image.Resampling.LANCZOS)
            picture.crop((0, 0, picture.width // multiple * multiple, picture.height // multiple * multiple)).save(small)
        made.append(small)
    return made
