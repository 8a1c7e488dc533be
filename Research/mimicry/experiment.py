"""What a generator learns from protected works: mimicry.csv of Research/notes/data and mimicry.png of Research/notes.

    python Research/models/fetch_data.py --work WORK                                pictures of many hands, from Debian's packages
    PYTHON Research/mimicry/experiment.py works WORK --lacquer PROGRAM              works of three hands: clean, protected, with noise, purified, blurred
    PYTHON Research/mimicry/experiment.py pretrain WORK --models MODELS             one generator, on clean pictures of all other hands
    PYTHON Research/mimicry/experiment.py tune WORK --models MODELS                 fine-tuned on one hand, once for each arm and seed, and what it draws
    PYTHON Research/mimicry/experiment.py judge WORK --judges JUDGES                compares what was drawn with held-back works of that hand
    PYTHON Research/mimicry/experiment.py panel WORK                                some of it beside each other

Needs Python with torch, safetensors, numpy, SciPy and Pillow. MODELS holds taef2_encoder_f16.safetensors and taef2_decoder_f16.safetensors, JUDGES the models
that `lacquer models add efficientnet-lite0` and `mobilenet-v2` made (~/.local/share/lacquer/models). Every arm of a hand and seed begins with the same network,
sees crops at the same places in the same order with the same noise, and draws from the same noise. WORK keeps all, so that a call goes on where one ended.
"""

import argparse
import os
import pathlib
import random
import sys
import time

import torch

sys.dont_write_bytecode = True
import generator  # noqa: E402
import judging  # noqa: E402
import latents  # noqa: E402
import measures  # noqa: E402
import works  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

# name: (treatment, share of works that have it). `again` is `clean` with other chance in training: what nothing does.
ARMS = {
    "clean": ("clean", 1), "again": ("clean", 1), "standard": ("standard", 1), "noise": ("noise", 1), "strong": ("strong", 1),
    "purified": ("purified", 1), "noise-strong": ("noise-strong", 1), "clean-purified": ("clean-purified", 1), "blurred": ("blurred", 1),
    "standard-50": ("standard", 0.5), "standard-25": ("standard", 0.25),
}
# Not tuned apart: `other` is what the next hand's clean works gave.
CONTROLS = ["untuned", "other"]
SEEDS = {"standard-50": [1], "standard-25": [1]}
CROPS, DRAWN = 4, 48
STEPS, RATE = 60, 5e-4


def prepare(arguments):
    works.prepare(arguments.work, arguments.lacquer)


def encode(arguments, autoencoder, name, pictures):
    """Latents of crops, kept in WORK."""
    kept = arguments.work / "latents" / f"{name}.pt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        crops = torch.cat([latents.crops(picture, count, random.Random(index)) for index, (picture, count) in enumerate(pictures)])
        part = kept.with_suffix(".part")
        torch.save((autoencoder.encode(crops), crops), part)
        part.rename(kept)
    return torch.load(kept, weights_only=True)


def of_hand(arguments, autoencoder, hand, treatment):
    """Latents and crops of one hand's works, CROPS of each work, in the order of their names."""
    files = sorted((arguments.work / "works" / hand / treatment).glob("*.png"))
    return encode(arguments, autoencoder, f"{hand}-{treatment}", ((Image.open(path), CROPS) for path in files))


def pretrain(arguments):
    autoencoder = latents.Autoencoder(arguments.models)
    began = time.time()
    pictures = list(works.others(arguments.work))
    coded, crops = encode(arguments, autoencoder, "others", pictures)
    seen = autoencoder.decode(coded[::50]).float()
    error = (seen - crops[::50].float()).square().mean((1, 2, 3))
    print(f"{len(pictures)} pictures, {len(coded)} crops, {time.time() - began:.0f} s; the autoencoder returns them at "
          f"{(10 * (255**2 / error).log10()).median():.1f} dB (median of {len(seen)})", flush=True)
    torch.manual_seed(1)
    network = generator.Generator()
    network.mean.copy_(coded.mean((0, 2, 3)).view(1, -1, 1, 1))
    network.deviation.copy_(coded.std((0, 2, 3)).view(1, -1, 1, 1))
    print(f"{sum(value.numel() for value in network.parameters()) / 1e6:.1f} M parameters", flush=True)
    # A third of what is seen is clip art, which would else be most of it.
    single = torch.tensor([count == 1 for _, count in pictures for _ in range(count)])
    weights = torch.where(single, 0.33 / single.sum(), 0.67 / (~single).sum())
    loss = generator.train(network, coded, weights, arguments.steps, 6e-4, 1, batch=64, averaged=0.998)
    torch.save(network.state_dict(), arguments.work / "generator.pt")
    print(f"pretrained: loss {loss:.4f} in the last tenth, {time.time() - began:.0f} s", flush=True)
    for seed in (1, 2):
        write(arguments, autoencoder, network, f"untuned-{seed}", seed)


def write(arguments, autoencoder, network, name, seed):
    """What the network draws, as pixels."""
    kept = arguments.work / "drawn" / f"{name}.pt"
    kept.parent.mkdir(exist_ok=True)
    torch.save(autoencoder.decode(generator.sample(network, DRAWN, 100 + seed)), kept)


def mixed(clean, treated, share, seed):
    """Latents in which that share of the works is treated, with all their crops."""
    count = len(clean) // CROPS
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    chosen = torch.zeros(count, dtype=torch.bool)
    chosen[order[: round(share * count)]] = True
    return torch.where(chosen.repeat_interleave(CROPS).view(-1, 1, 1, 1), treated, clean)


def tune(arguments):
    autoencoder = latents.Autoencoder(arguments.models)
    state = torch.load(arguments.work / "generator.pt", weights_only=True)
    for seed, arm in [(seed, arm) for seed in arguments.seed or (1, 2) for arm in arguments.arm or ARMS if seed in SEEDS.get(arm, (1, 2))]:
        for hand in arguments.hand or works.HANDS:
            if (arguments.work / "drawn" / f"{hand}-{arm}-{seed}.pt").exists():
                continue
            treatment, share = ARMS[arm]
            clean, _ = of_hand(arguments, autoencoder, hand, "clean")
            treated, _ = of_hand(arguments, autoencoder, hand, treatment)
            coded = mixed(clean, treated, share, seed)
            network = generator.Generator()
            network.load_state_dict(state)
            began = time.time()
            loss = generator.train(network, coded, torch.ones(len(coded)), arguments.steps, RATE, seed + (10 if arm == "again" else 0), warm=10)
            write(arguments, autoencoder, network, f"{hand}-{arm}-{seed}", seed)
            print(f"{hand} {arm} {seed}: loss {loss:.4f}, {time.time() - began:.0f} s", flush=True)


def drawn(arguments, hand, arm, seed):
    """What was drawn, or None."""
    if arm == "other":
        names = list(works.HANDS)
        hand, arm = names[(names.index(hand) + 1) % len(names)], "clean"
    path = arguments.work / "drawn" / (f"untuned-{seed}.pt" if arm == "untuned" else f"{hand}-{arm}-{seed}.pt")
    return torch.load(path, weights_only=True)[:DRAWN] if path.exists() else None


def returned(arguments, autoencoder, hand, treatment):
    """Every second crop of the works, as the autoencoder returns it."""
    kept = arguments.work / "returned" / f"{hand}-{treatment}.pt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        torch.save(autoencoder.decode(of_hand(arguments, autoencoder, hand, treatment)[0][::2]), kept)
    return torch.load(kept, weights_only=True)


def judge(arguments):
    autoencoder = latents.Autoencoder(arguments.models)
    used = {treatment for arm, (treatment, _) in ARMS.items() for hand in works.HANDS if drawn(arguments, hand, arm, 1) is not None}
    hands = {hand: [name for name in works.TREATMENTS if name in used - {"clean"}] for hand in works.HANDS}
    everyday = torch.load(arguments.work / "latents/others.pt", weights_only=True)[1][::10]
    arms = {name: treatment if treatment != "clean" else None for name, (treatment, _) in ARMS.items()} | dict.fromkeys(CONTROLS) | {"again": "standard"}
    judges = {name: measures.Judge(arguments.judges, name, arguments.work / "features") for name in measures.JUDGES}
    rows = judging.table(judges, hands, arms, lambda *key: drawn(arguments, *key), lambda *key: of_hand(arguments, autoencoder, *key),
                         lambda *key: returned(arguments, autoencoder, *key), everyday)
    judging.write(rows, arguments.lacquer, "Research/mimicry/experiment.py judge WORK --models MODELS")


def panel(arguments):
    """Of every hand whose works are in the public domain held-back works, then what each arm drew from the same noises."""
    hands = [hand for hand, facts in works.HANDS.items() if facts["licence"] == "public domain"]
    shown = [name for name in ["untuned", *ARMS] if name != "noise-strong"]
    columns = ["held", *(name for name in shown if all(drawn(arguments, hand, name, 1) is not None for hand in hands))]
    side, chosen, label = 80, arguments.draws, 14
    sheet = Image.new("RGB", (len(columns) * (side + 2), label + len(hands) * (len(chosen) * (side + 2) + 6)), "white")
    pen = ImageDraw.Draw(sheet)
    for column, name in enumerate(columns):
        pen.text((column * (side + 2) + 2, 1), name, fill="black")
        for row, hand in enumerate(hands):
            if name == "held":
                pictures = torch.load(arguments.work / "latents" / f"{hand}-held.pt", weights_only=True)[1][::CROPS]
            else:
                pictures = drawn(arguments, hand, name, 1)[torch.tensor(chosen)]
            for index in range(len(chosen)):
                tile = Image.fromarray(pictures[index].permute(1, 2, 0).numpy()).resize((side, side), Image.Resampling.LANCZOS)
                sheet.paste(tile, (column * (side + 2), label + row * (len(chosen) * (side + 2) + 6) + index * (side + 2)))
    sheet.quantize(160, dither=Image.Dither.FLOYDSTEINBERG).save(works.ROOT / "Research/notes/mimicry.png", optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, do in (("works", prepare), ("pretrain", pretrain), ("tune", tune), ("judge", judge), ("panel", panel)):
        command = commands.add_parser(name)
        command.add_argument("work", type=pathlib.Path)
        command.add_argument("--lacquer", default=str(works.ROOT / "scripts/lacquer"))
        command.add_argument("--models", type=pathlib.Path)
        command.add_argument("--judges", type=pathlib.Path, default=pathlib.Path.home() / ".local/share/lacquer/models")
        command.add_argument("--steps", type=int, default=1500 if name == "pretrain" else STEPS)
        command.add_argument("--arm", action="append", help="only this; repeatable")
        command.add_argument("--hand", action="append", help="only this; repeatable")
        command.add_argument("--seed", action="append", type=int, help="only this; repeatable")
        command.add_argument("--draws", nargs="+", type=int, default=[0, 1, 2, 3], help="which of what was drawn the panel shows")
        command.set_defaults(do=do)
    arguments = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    arguments.do(arguments)


if __name__ == "__main__":
    main()
