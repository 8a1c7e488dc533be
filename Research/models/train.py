"""Trains one member as an autoencoder on the pictures of fetch_data.py, from pictures alone.

    python train.py --work WORK --member moss --noise 0.2 --minutes 15 --out WORK/moss.safetensors
"""
import argparse
import pathlib
import time

import members
import numpy as np
import torch
from torch.nn import functional as F

SHARES = {"endless-sky-data": 0.34, "freeorion-data": 0.14, "flare-game": 0.08, "lomiri-wallpapers-16.04": 0.06,
          "lomiri-wallpapers-20.04": 0.02, "ukui-wallpapers": 0.05, "plasma-workspace-wallpapers": 0.05,
          "openclipart-png": 0.18, "lacquer": 0.08}


class Crops:
    """Random crops, at random scale, mirrored and turned, from the training pictures."""

    def __init__(self, work, size, seed):
        rows = [r for r in torch.load(work / "pictures.pt", mmap=True) if r["split"] == "train"]
        self.groups = [[r["pixels"] for r in rows if r["package"] == p] for p in SHARES]
        self.shares = np.array([s if g else 0 for s, g in zip(SHARES.values(), self.groups)])
        self.shares /= self.shares.sum()
        self.size, self.rng = size, np.random.default_rng(seed)

    def one(self):
        group = self.groups[self.rng.choice(len(self.groups), p=self.shares)]
        picture = group[self.rng.integers(len(group))]
        height, width = picture.shape[:2]
        scale = min(self.rng.uniform(1, 2.5), min(height, width) / self.size)
        side = int(self.size * max(scale, 1)) if scale >= 1 else min(height, width)
        top, left = self.rng.integers(height - side + 1), self.rng.integers(width - side + 1)
        crop = picture[top:top + side, left:left + side].permute(2, 0, 1)[None].float() / 255
        if side != self.size:
            crop = F.interpolate(crop, (self.size, self.size), mode="bilinear", antialias=True, align_corners=False)
        if self.rng.random() < 0.5:
            crop = crop.flip(3)
        if self.rng.random() < 0.15:
            crop = crop.transpose(2, 3)
        if self.rng.random() < 0.15:
            crop = crop[:, self.rng.permutation(3)]
        return crop

    def batch(self, count):
        return torch.cat([self.one() for _ in range(count)]).contiguous(memory_format=torch.channels_last)


def pyramid_loss(a, b):
    """L1 on the picture and on 4x and 16x pooled pictures, and on differences between neighbours."""
    loss = (a - b).abs().mean()
    for scale in (4, 16):
        loss = loss + 0.7 * (F.avg_pool2d(a, scale) - F.avg_pool2d(b, scale)).abs().mean()
    for axis in (2, 3):
        loss = loss + 0.5 * (a.diff(dim=axis) - b.diff(dim=axis)).abs().mean()
    return loss


def faint_structure(x, radius):
    """Faint drawing from the other pictures of the batch: their edges, mirrored, `radius` levels strong at most, grey or in
    one colour. What an encoder must tell from noise of the same spectrum and size."""
    other = x.roll(1, 0).flip(3)
    y = other.mean(1, keepdim=True) * (0.3 + torch.rand(len(x), 3, 1, 1)) if torch.rand(1) < 0.6 else other
    edges = y - F.avg_pool2d(F.pad(y, (4,) * 4, mode="reflect"), 9, 1)
    size = edges.square().mean((1, 2, 3), keepdim=True).sqrt() + 0.01
    return (edges / size).clamp(-2, 2) * (torch.rand(len(x), 1, 1, 1) * radius / 255)


def coloured_noise(x, radius):
    """Noise of random smoothness and saturation, `radius` levels strong at most."""
    noise = torch.randn_like(x)
    noise = noise + torch.rand(len(x), 1, 1, 1) * 2 * torch.randn_like(x[:, :1])
    for _ in range(int(torch.randint(1, 5, (1,)))):
        noise = F.avg_pool2d(noise, 3, 1, 1)
    noise = noise / noise.square().mean((1, 2, 3), keepdim=True).sqrt()
    return noise * (torch.rand(len(x), 1, 1, 1) * radius / 255)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--member", required=True)
    parser.add_argument("--name")
    parser.add_argument("--role", default="train")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--noise", type=float, default=0.1, help="latent noise, in units of the latent's deviation of 1")
    parser.add_argument("--structure", type=float, default=0, help="for a denoising member: strength of the faint drawing to keep, levels")
    parser.add_argument("--degrade", type=float, default=0, help="strength of the noise to undo, levels")
    parser.add_argument("--resume", type=pathlib.Path, help="an earlier --out to start from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    spec = members.MEMBERS[o.member]
    encoder = members.start(members.build(spec["layers"]))
    decoder = members.start(members.Decoder(spec["latent"], spec["reduction"]))
    parameters = [*encoder.parameters(), *decoder.parameters()]
    optimiser = torch.optim.AdamW(parameters, lr=o.rate, weight_decay=1e-4, betas=(0.9, 0.98))
    crops = Crops(o.work, o.size, o.seed)
    if o.resume:
        encoder.load_state_dict(members.load(o.resume)[0].state_dict())
        decoder.load_state_dict(torch.load(o.resume.with_suffix(".decoder.pt")))
    else:
        print(f"linear start: {members.start_linear(encoder, decoder, crops.batch(200)):.2f} dB", flush=True)
    average = [p.detach().clone() for p in encoder.parameters()]
    began, step, shown, shown_change, done = time.time(), 0, [], [], 0.0
    while done < 1:
        done = (time.time() - began) / (60 * o.minutes)
        for group in optimiser.param_groups:
            group["lr"] = o.rate * min(1, step / 300, max(0.004, 0.5 + 0.5 * np.cos(np.pi * min(done, 1))))
        x = crops.batch(o.batch)
        wanted, seen = x, x
        if o.structure:
            drawn = faint_structure(x, o.structure)
            wanted = torch.cat([x, x + drawn])
            seen = torch.cat([x, x + drawn + coloured_noise(x, o.degrade)]).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            latent = encoder(seen)
            restored = decoder(latent + o.noise * torch.randn_like(latent[:o.batch]).repeat(len(seen) // o.batch, 1, 1, 1))
        latent, restored = latent.float(), restored.float()
        loss = pyramid_loss(restored, wanted) + 2e-3 * (latent.square().mean() - 1).clamp(min=0)
        if o.structure:
            change = restored[o.batch:] - restored[:o.batch]
            loss = loss + 3 * (change - drawn).abs().mean() + 3 * (F.avg_pool2d(change - drawn, 4)).abs().mean()
            found = (change * drawn).sum() / (change.norm() * drawn.norm() + 1e-9)
            shown_change.append(found.item())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, list(encoder.parameters()), max(0.005, 1 / (step + 1)))
        shown.append(-10 * (restored[:o.batch].detach().clamp(0, 1) - x).square().mean((1, 2, 3)).clamp(min=1e-6).log10().mean().item())
        step += 1
        if step % 200 == 0:
            structure = np.mean(shown_change[-200:] or [0])
            print(f"{step} steps, {time.time() - began:.0f} s, {np.mean(shown[-200:]):.2f} dB, structure found {structure:.3f}", flush=True)
    with torch.no_grad():
        for parameter, mean in zip(encoder.parameters(), average):
            parameter.copy_(mean)
    members.export(o.out, o.name or o.member, o.role, encoder, spec["layers"], spec["taps"],
                   {"steps": str(step), "psnr": f"{np.mean(shown[-200:]):.2f}"})
    torch.save(decoder.state_dict(), o.out.with_suffix(".decoder.pt"))


if __name__ == "__main__":
    main()
