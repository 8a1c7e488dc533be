"""Trains the pattern generator `thatch`, which bends a mosaic of gratings to a picture in one pass.

It adds to the mosaics, a fine one and a tenth of a coarse one, what moves its teachers further than noise of the same spectrum
does: the objective is the mean over a teacher's layers of log |f(x + d) - f(x)|, less that of the same change with random
phases; each step asks all teachers, each through a view of its own. With --metric the change is also to be no more visible by LPIPS
than white noise of about its SSIMULACRA2: what LPIPS finds beyond that counts against it as the strength of noise that is as visible,
and with --near it has to stay like the patterns of --begin. Before it is looked at, the pattern is given the radial spectrum of the
mosaic. Both are needed: without the noise it draws one orientation everywhere, which a control with that spectrum equals; without the
spectrum it turns coarse and hardly moves anything (CARD.md).

    python generate.py --work WORK --out WORK/thatch.safetensors --teacher sedge.safetensors --teacher vgg16.safetensors --device cuda --minutes 9
    python generate.py --work WORK --out WORK/trial.safetensors --begin WORK/thatch.safetensors --teacher sedge.safetensors \\
        --metric alexnet.safetensors --batch 8 --rate 1.5e-3 --threads 1 --minutes 26

`vgg16.safetensors` is what `lacquer models add vgg16` leaves in ~/.local/share/lacquer/models/vgg16.
"""
import argparse
import math
import pathlib
import time

import attack
import members
import numpy as np
import torch
import visible
from teachers import DEVIATION, MEAN
from torch import nn
from torch.nn import functional as F

CHANNELS_LAST = torch.channels_last
RMS, EPSILON = 10 ** (-37 / 20), 8 / 255
RINGS = 24  # a frequency of one half cycle a pixel, as in RadialSpectrum.swift


LAYERS = [
    members.conv(2, 40, 6, 2), members.RELU,
    *(members.residual(members.conv(40, 40, dilation=d), members.RELU) for d in (1, 2, 4, 8, 4, 2, 1)),
    members.conv(40, 4), {"op": "interleave", "factor": 2}]


def bent(generator, pattern, luma):
    """Patterns [n, 1, height, width] with the generator's correction for pictures of that luma, 0...1."""
    return pattern + generator(torch.cat([(luma - 0.5) * 4, pattern], 1))


def mosaic(side, rng, cell=12, low=2.5, high=6.0):
    """GratingMosaic.swift's pattern, [1, 1, side, side]."""
    count = side // cell
    centres = torch.tensor((np.stack(np.mgrid[:count, :count], -1).reshape(-1, 2) + rng.random((count**2, 2))) * cell, dtype=torch.float32)
    pixels = torch.stack(torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij"), -1).reshape(-1, 2).float()
    nearest = torch.cat([torch.cdist(part, centres).argmin(1) for part in pixels.split(16384)])
    turn, phase, spread = (torch.tensor(rng.random(count**2), dtype=torch.float32) for _ in range(3))
    frequency = 2 * math.pi / (low * (high / low) ** spread)
    wave = torch.stack([torch.sin(math.pi * turn), torch.cos(math.pi * turn)], 1) * frequency[:, None]
    return torch.sin((pixels * wave[nearest]).sum(1) + 2 * math.pi * phase[nearest]).view(1, 1, side, side)


def start(side, rng, undertone=0.1):
    """What Perturber.swift begins with: the mosaic and its undertone."""
    level = (undertone / (1 - undertone)) ** 0.5
    return mosaic(side, rng) + level * mosaic(side, rng, 24, 7.0, 14.0)


def mask(x, fill=0.1, floor=0.3, grain=0.4 / 255, half=5 / 255):
    """PerceptualMask.swift's, [n, 1, height, width]."""
    y = attack.luma(x)
    energy = (y - attack.gaussian(y, 1.5)) ** 2
    contrast = torch.minimum(attack.gaussian(energy, 1.5), attack.gaussian(energy, 5)).clamp(min=0).sqrt()
    least = fill + (floor - fill) * contrast / (contrast + grain)
    return least + (1 - least) * contrast / (contrast + half)


LUMA = torch.tensor([
    [16, 11, 10, 16, 24, 40, 51, 61], [12, 12, 14, 19, 26, 58, 60, 55], [14, 13, 16, 24, 40, 57, 69, 56], [14, 17, 22, 29, 51, 87, 80, 62],
    [18, 22, 37, 56, 68, 109, 103, 77], [24, 35, 55, 64, 81, 104, 113, 92], [49, 64, 78, 87, 103, 121, 120, 101],
    [72, 92, 95, 98, 112, 100, 103, 99]]).float()
CHROMA = torch.full((8, 8), 99.0)
CHROMA[:4, :4] = torch.tensor([[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]).float()
DCT = torch.tensor([[math.sqrt((2 if k else 1) / 8) * math.cos(math.pi * (2 * n + 1) * k / 16) for n in range(8)] for k in range(8)])
YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])


def jpeg(x, quality):
    """x as JPEG with 4:2:0 would leave it; rounding has the gradient of a cubic (Shin & Song 2017). Sides are multiples of 16."""
    dct, ycc = DCT.to(x.device), YCC.to(x.device)
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality

    def coded(planes, table):
        table = ((table.to(x.device) * scale + 50) / 100).floor().clamp(1, 255)
        n, c, height, width = planes.shape
        blocks = planes.view(n, c, height // 8, 8, width // 8, 8).transpose(3, 4)
        q = dct @ blocks @ dct.T / table
        q = q.detach().round() + (q - q.detach().round()) ** 3
        return (dct.T @ (q * table) @ dct).transpose(3, 4).reshape(planes.shape)

    y = torch.einsum("ij,bjhw->bihw", ycc, x * 255)
    chroma = F.interpolate(coded(F.avg_pool2d(y[:, 1:], 2), CHROMA), scale_factor=2, mode="bilinear", align_corners=False)
    y = torch.cat([coded(y[:, :1] - 128, LUMA) + 128, chroma], 1)
    return torch.einsum("ij,bjhw->bihw", torch.linalg.inv(ycc), y) / 255


class Rings:
    """Radial spectra of planes [n, 1, side, side]."""

    def __init__(self, side):
        radius = torch.sqrt(torch.fft.fftfreq(side)[:, None] ** 2 + torch.fft.rfftfreq(side)[None] ** 2)
        place = (radius * 2 * RINGS).view(1, -1)
        ring = place.floor().long()
        self.share = torch.zeros(int(RINGS * 2**0.5) + 2, place.numel())
        self.share.scatter_(0, ring, 1 - (place - ring)).scatter_add_(0, ring + 1, place - ring)
        copies = torch.full((radius.shape[1],), 2.0)
        copies[0] = copies[-1] = 1
        mean = self.share * copies.repeat(side)
        self.mean = mean / mean.sum(1, keepdim=True).clamp(min=1e-9)

    def power(self, spectrum):
        return (spectrum.real**2 + spectrum.imag**2).flatten(1) @ self.mean.T

    def imposed(self, power, planes):
        spectrum = torch.fft.rfft2(planes)
        present = self.power(spectrum)
        gain = (power / (present + 1e-6 * present.mean(1, keepdim=True))).sqrt() @ self.share
        return torch.fft.irfft2(spectrum * gain.view_as(spectrum.real), s=planes.shape[2:])


def without_phases(planes):
    noise = torch.fft.rfft2(torch.randn_like(planes))
    return torch.fft.irfft2(torch.fft.rfft2(planes) * noise / noise.abs().clamp(min=1e-9), s=planes.shape[2:])


def change(pattern, allowed, strength=1):
    d = pattern * allowed
    return (d * (strength * RMS / d.square().mean((1, 2, 3), keepdim=True).sqrt().clamp(min=1e-9))).clamp(-EPSILON, EPSILON)


class Visibility:
    """LPIPS of changes beside that of white noise where the change may be, which SSIMULACRA2 finds about as visible."""

    # White noise of equal SSIMULACRA2 is weaker than a grating; its LPIPS grows like its strength to the power 1 / EXPONENT.
    STRENGTH, EXPONENT = 0.8, 0.6

    def __init__(self, path):
        self.distance = visible.lpips(path)

    def cost(self, x, changes, allowed):
        """Log of the strength of noise that LPIPS finds as visible, above that of noise of equal SSIMULACRA2, [n]; and of LPIPS over that noise's."""
        noise = change(torch.randn_like(allowed), allowed, self.STRENGTH)
        with torch.no_grad():
            least = self.distance(x, (x + noise).clamp(0, 1))
        over = ((self.distance(x, (x + changes).clamp(0, 1)) + 1e-7) / (least + 1e-7)).log()
        return F.softplus(8 * self.EXPONENT * over) / 8, over


class Teacher:
    """A network that the change is to move."""

    def __init__(self, path):
        self.layers, taps, meta = members.load(path)
        self.layers.requires_grad_(False)
        self.name = meta["name"]
        self.normal = meta.get("range") == "imagenet"
        own = self.name == "sedge"
        # Deep layers of classifiers are far from the picture and dear.
        self.taps = taps if own else taps[:4]
        # `sedge` is made to be looked through at enlarged pictures; half precision begins after what is fine or formulas.
        self.enlargement, self.whole = ((1.25, 2.0), 6) if own else ((1.0, 1.6), 3)

    def features(self, x):
        out, x = [], (x - MEAN.to(x.device)) / DEVIATION.to(x.device) if self.normal else x
        for index, layer in enumerate(self.layers[:self.taps[-1] + 1]):
            with torch.autocast(x.device.type, torch.bfloat16, enabled=index >= self.whole):
                x = layer(x)
            if index in self.taps:
                out.append(x.float())
        return out


def view(rng, side, enlargement):
    """One way of looking for all pictures of a step: enlarged as the tool's views are, or handled."""
    kind, enlarged, shrunk = rng.random(), rng.choice([enlargement[0], sum(enlargement) / 2, enlargement[1]]), rng.choice([0.5, 0.625, 0.75])
    slight, strong, quality = rng.uniform(0.5, 1.3), rng.uniform(1.5, 2.2), int(rng.integers(50, 93))

    def look(x):
        if kind < 0.47:
            size = int(side * (enlarged if kind < 0.35 else shrunk)) // 16 * 16
            x = F.interpolate(x, (size, size), mode="bicubic", align_corners=False, antialias=size < side)
        elif kind < 0.70:
            x = attack.gaussian(x, slight if kind < 0.57 else strong)
        elif kind < 0.85:
            x = jpeg(x, quality)
        return x.clamp(0, 1).contiguous(memory_format=CHANNELS_LAST)

    return look


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--begin", help="a generator to go on from")
    parser.add_argument("--teacher", action="append", required=True, help="a network that the change is to move")
    parser.add_argument("--metric", help="AlexNet with LPIPS's heads, as `lacquer models add alexnet` leaves it: the change is to be little visible by it")
    parser.add_argument("--near", type=float, default=0, help="the correlation with the patterns of --begin that is to be left")
    parser.add_argument("--weight", type=float, default=1, help="of that visibility beside the mean over teachers of what they are moved")
    parser.add_argument("--minutes", type=float, default=9)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--clip-arts", type=int, default=140)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(o.threads)
    torch.set_default_device(o.device)
    rng = np.random.default_rng(o.seed)
    rows = [r for r in torch.load(o.work / "pictures.pt", mmap=True)
            if r["split"] == "train" and min(r["pixels"].shape[:2]) >= o.side]
    clips = [r for r in rows if r["package"] == "openclipart-png"]
    rows = [r for r in rows if r["package"] != "openclipart-png"] + clips[:o.clip_arts]
    teachers = [Teacher(path) for path in o.teacher]
    metric = Visibility(o.metric) if o.metric else None
    beyond, near = [0.0], [0.0]
    pattern, rings = start(768, rng), Rings(o.side)
    generator = members.build(LAYERS).to(memory_format=CHANNELS_LAST)
    nn.init.normal_(generator[-2].weight, std=0.01)
    nn.init.zeros_(generator[-2].bias)
    taught, earlier = [], None
    if o.begin:
        earlier, _, known = members.load(o.begin)
        earlier.requires_grad_(False)
        generator.load_state_dict(earlier.state_dict())
        taught = known.get("teachers", "").split()
    optimiser = torch.optim.Adam(generator.parameters(), o.rate, betas=(0.9, 0.98))

    def window(pixels, side):
        top, left = (rng.integers(0, extent - side + 1) for extent in pixels.shape[:2])
        return pixels[top:top + side, left:left + side]

    def windows():
        found = []
        while len(found) < o.batch:
            pixels = rows[rng.integers(len(rows))]["pixels"]
            side = int(o.side * rng.choice([1, 1, 1.4, 2]))
            crop = window(pixels, side if min(pixels.shape[:2]) >= side else o.side).permute(2, 0, 1).float()
            crop = crop.to(o.device)[None] / 255
            if crop.shape[2] > o.side:
                crop = attack.resized(crop, o.side, o.side)
            flips = [axis for axis in (2, 3) if rng.random() < 0.5]
            crop = crop.flip(flips).transpose(2, 3) if rng.random() < 0.5 else crop.flip(flips)
            if crop.std() >= 3 / 255:
                found.append(crop[0])
        return torch.stack(found)

    def starts():
        return torch.stack([window(pattern[0].permute(1, 2, 0), o.side).permute(2, 0, 1) for _ in range(o.batch)])

    power = torch.stack([rings.power(torch.fft.rfft2(starts())) for _ in range(16)]).mean((0, 1))
    began, step, done, gains = time.time(), 0, 0.0, {teacher.name: [0.0] for teacher in teachers}
    while done < 1:
        done = (time.time() - began) / (60 * o.minutes)
        for group in optimiser.param_groups:
            group["lr"] = o.rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * min(done, 1))))
        x = windows()
        allowed = mask(x)
        begun = starts()
        patterns = rings.imposed(power, bent(generator, begun, attack.luma(x)))
        changes = torch.cat([change(patterns, allowed), change(without_phases(patterns), allowed)])
        total = 0.0
        for teacher in teachers:
            look = view(rng, o.side, teacher.enlargement)
            with torch.no_grad():
                untouched = teacher.features(look(x))
            answers = teacher.features(look(torch.cat([x, x]) + changes))
            moved = sum((a - torch.cat([b, b])).square().mean((1, 2, 3)).add(1e-9).log() / 2 for a, b in zip(answers, untouched)) / len(answers)
            gain = moved[:o.batch].mean() - moved[o.batch:].mean()
            gains[teacher.name].append(gain.item())
            total = total + gain
        if o.near:
            before = rings.imposed(power, bent(earlier, begun, attack.luma(x)))
            known = F.cosine_similarity(patterns.flatten(1), before.flatten(1))
            total = total - 10 * len(teachers) * (o.near - known).clamp(min=0).square().mean()
            near.append(known.mean().item())
        if metric:
            cost, over = metric.cost(x, changes[:o.batch], allowed)
            total = total - o.weight * len(teachers) * cost.mean()
            beyond.append(over.mean().item())
        optimiser.zero_grad()
        (-total).backward()
        nn.utils.clip_grad_norm_(generator.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 200 == 0:
            ratios = ", ".join(f"{math.exp(np.mean(values[-100:])):.3f} on {name}" for name, values in gains.items())
            seen = f"LPIPS {math.exp(np.mean(beyond[-100:])):.2f} times noise's, {np.mean(near[-100:]):.2f} as before"
            print(f"{step} steps, {time.time() - began:.0f} s: times noise {ratios}; {seen}", flush=True)
    taught = dict.fromkeys([*taught, *gains, *(["alexnet"] if metric else [])])
    members.export(o.out, "thatch", "generator", generator, LAYERS, [len(LAYERS) - 1], {"steps": str(step), "teachers": " ".join(taught)})


if __name__ == "__main__":
    main()
