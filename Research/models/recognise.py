"""Trains the members `sedge` and `rush` to recognise pictures, from pictures alone: which two crops come from the same, and which.

The first layers of `sedge` are `strokes.py`'s oriented energy and stay as they are; the other layers are trained with NT-Xent (Chen
et al., SimCLR, ICML 2020) plus a class a picture (exemplar networks; Dosovitskiy et al., NIPS 2014) on crops whose colours
and contrast vary. Crops are taken at whole offsets and neither blurred nor made noisy: a network that learns to look past fine
detail leads to changes that matched noise equals (CARD.md has the figures). Batch normalisation is folded at the end, and the
heads are not shipped.

    python recognise.py --work WORK --member sedge --out WORK/sedge.safetensors --minutes 3 --device cuda
"""
import argparse
import copy
import math
import pathlib
import time

import members
import numpy as np
import strokes
import torch
import train
from torch import nn
from torch.nn import functional as F

POOL = {"op": "maxpool", "kernel": 2, "stride": 2}
conv, RELU = members.conv, members.RELU
# name: (role, fixed layers, trained layers, taps of both together)
MEMBERS = {
    "sedge": ("train", strokes.bank, [
        conv(16, 48), POOL, RELU, conv(48, 64), RELU, conv(64, 64), RELU, POOL, conv(64, 128), RELU], [10, 12, 15]),
    "rush": ("judge", lambda: ([members.CENTRE], members.build([members.CENTRE])), [
        conv(3, 32), RELU, conv(32, 48, 3, 2), RELU, conv(48, 48), RELU, POOL, conv(48, 64), RELU], [4, 6, 9]),
}
STORED = 384  # pixels of each picture that are kept


class Crops:
    """Mirrored crops at whole offsets, at full or half size, of a window of every training picture."""

    def __init__(self, work, clip_arts, device, seed):
        rng = np.random.default_rng(seed)
        rows = [r for r in torch.load(work / "pictures.pt", mmap=True) if r["split"] == "train"]
        clips = [r for r in rows if r["package"] == "openclipart-png"]
        rows = [r for r in rows if r["package"] != "openclipart-png"] + [clips[i] for i in rng.permutation(len(clips))[:clip_arts]]
        windows = []
        for row in rows:
            height, width = row["pixels"].shape[:2]
            top, left = (int(rng.random() * max(0, side - STORED)) for side in (height, width))
            windows.append(row["pixels"][top:top + STORED, left:left + STORED])
        self.levels = [self.stacked(windows, STORED, device), self.stacked([halved(w) for w in windows], STORED // 2, device)]
        count = {p: sum(r["package"] == p for r in rows) for p in train.SHARES}
        shares = torch.tensor([train.SHARES[r["package"]] / count[r["package"]] for r in rows])
        self.shares, self.count, self.device, self.rng = (shares / shares.sum()).to(device), len(rows), device, rng

    @staticmethod
    def stacked(windows, side, device):
        pixels = torch.zeros(len(windows), side, side, 4, dtype=torch.uint8)
        for place, window in zip(pixels, windows):
            place[:window.shape[0], :window.shape[1], :3] = window
        sizes = torch.tensor([w.shape[:2] for w in windows], device=device)
        return pixels.view(torch.int32).flatten().to(device), sizes, side  # four bytes a pixel are gathered at once

    def pictures(self, count):
        return torch.multinomial(self.shares, count, replacement=True)

    def of(self, pictures, size):
        pixels, sizes, side = self.levels[int(self.rng.random() < 0.25)]
        count = len(pictures)
        at = (torch.rand(count, 2, device=self.device) * (sizes[pictures] - size + 1).clamp(min=1)).long()
        step = torch.arange(size, device=self.device)
        index = (pictures * side * side)[:, None, None] + (at[:, :1] + step)[:, :, None] * side + (at[:, 1:] + step)[:, None]
        crops = pixels[index].view(torch.uint8).view(count, size, size, 4)[..., :3].permute(0, 3, 1, 2).float() / 255
        return torch.where(torch.rand(count, 1, 1, 1, device=self.device) < 0.5, crops.flip(3), crops)


def halved(pixels):
    return F.avg_pool2d(pixels.permute(2, 0, 1).float(), 2).round().byte().permute(1, 2, 0)


def recoloured(x):
    """Another contrast, tint, brightness and saturation a crop: what must not matter."""
    def drawn(low, high, channels=1):
        return torch.empty(len(x), channels, 1, 1, device=x.device).uniform_(low, high)

    mean = x.mean((2, 3), keepdim=True)
    x = ((x - mean) * drawn(0.5, 1.4) + mean) * drawn(0.6, 1.4, 3) + drawn(-0.25, 0.25)
    grey = (x * torch.tensor(strokes.LUMA, device=x.device).view(1, 3, 1, 1)).sum(1, keepdim=True)
    saturation = drawn(0, 1.6) * (drawn(0, 1) > 0.15)
    return (grey + (x - grey) * saturation).clamp(0, 1).contiguous(memory_format=torch.channels_last)


class Normalised(nn.Sequential):
    """Layers with batch normalisation after each convolution."""

    def __init__(self, layers):
        super().__init__(*(module for layer in layers for module in [members.module_of(layer)] + (
            [nn.BatchNorm2d(layer["outputs"])] if layer["op"] == "conv" else [])))

    def folded(self):
        """The same layers with the normalisation's running figures in the convolutions."""
        layers, modules = [], copy.deepcopy(self).cpu().float()
        for module in modules:
            if isinstance(module, nn.BatchNorm2d):
                gain = module.weight / (module.running_var + module.eps).sqrt()
                kernel = layers[-1]
                kernel.bias.data = (kernel.bias - module.running_mean) * gain + module.bias
                kernel.weight.data = kernel.weight * gain.view(-1, 1, 1, 1)
            else:
                layers.append(module)
        return layers


class Heads(nn.Module):
    """Layers for training only: an embedding for pairs, and an answer a picture."""

    def __init__(self, inputs, classes, width=256):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(inputs, 192, 3, 2, 1), nn.BatchNorm2d(192), nn.ReLU(),
            nn.Conv2d(192, width, 3, 2, 1), nn.BatchNorm2d(width), nn.ReLU(),
            nn.Conv2d(width, width, 3, 1, 1), nn.BatchNorm2d(width), nn.ReLU())
        self.shared = nn.Sequential(nn.Linear(2 * width, 512), nn.BatchNorm1d(512), nn.ReLU())
        self.embedding, self.answer = nn.Linear(512, 128), nn.Linear(512, classes)

    def forward(self, x):
        x = self.layers(x)
        x = self.shared(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1))
        return self.embedding(x), self.answer(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--member", choices=MEMBERS, required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--pairs", type=int, default=256, help="pairs of crops a step")
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--clip-arts", type=int, default=500)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--temperature", type=float, default=0.15)
    parser.add_argument("--seed", type=int, default=2)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    crops = Crops(o.work, o.clip_arts, o.device, o.seed)
    role, first_layers, layers, taps = MEMBERS[o.member]
    fixed, first = first_layers()
    first = first.requires_grad_(False).to(o.device)
    trained, heads = Normalised(layers), Heads(layers[-2]["outputs"], crops.count)
    trained, heads = (m.to(o.device, memory_format=torch.channels_last) for m in (trained, heads))
    parameters = [*trained.parameters(), *heads.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=o.rate, weight_decay=2e-3, betas=(0.9, 0.98))
    itself = torch.eye(2 * o.pairs, dtype=torch.bool, device=o.device)
    partner = torch.arange(2 * o.pairs, device=o.device).roll(o.pairs)
    pairs = itself.roll(o.pairs, 1)
    began, step, done, right = time.time(), 0, 0.0, []
    while done < 1:
        done = (time.time() - began) / (60 * o.minutes)
        for group in optimiser.param_groups:
            group["lr"] = o.rate * min(1, step / 300, max(0.01, 0.5 + 0.5 * math.cos(math.pi * min(done, 1))))
        pictures = crops.pictures(o.pairs)
        both = pictures.repeat(2)
        x = torch.cat([recoloured(crops.of(pictures, o.size)) for _ in range(2)]).contiguous(memory_format=torch.channels_last)
        with torch.autocast(o.device, torch.bfloat16):
            embedding, answer = heads(trained(first(x)))
        embedding = F.normalize(embedding.float(), dim=1)
        # A picture that was drawn twice is no stranger to itself.
        strangers = (embedding @ embedding.T / o.temperature).masked_fill(((both[:, None] == both[None]) & ~pairs) | itself, -1e9)
        loss = F.cross_entropy(strangers, partner) + 0.5 * F.cross_entropy(answer.float(), both, label_smoothing=0.1)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 2.0)
        optimiser.step()
        step += 1
        if step % 200 == 0:
            right.append((strangers.argmax(1) == partner).float().mean().item())
            print(f"{step} steps, {time.time() - began:.0f} s, loss {loss.item():.3f}, pairs found {100 * np.mean(right[-5:]):.1f} %", flush=True)
    encoder = nn.Sequential(*first.cpu(), *trained.folded())
    members.export(o.out, o.member, role, encoder, fixed + layers, taps,
                   {"steps": str(step), "right": f"{np.mean(right[-5:] or [0]):.3f}"})
    print(f"{members.multiply_adds(fixed + layers)[0] * 512 * 512 / 1e9:.2f} GMAC at 512x512")


if __name__ == "__main__":
    main()
