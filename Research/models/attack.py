"""The change: how it is optimised on the members, masked, scaled to a quality; and its matched control."""
import io
import math

import members
import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F


def gaussian(x, sigma):
    """Separable Gaussian blur with mirrored borders."""
    if sigma <= 0:
        return x
    radius = max(1, math.ceil(3 * sigma))
    t = torch.arange(-radius, radius + 1, dtype=x.dtype)
    kernel = torch.exp(-t * t / (2 * sigma * sigma))
    kernel = (kernel / kernel.sum()).repeat(x.shape[1], 1)
    x = F.pad(x, (radius,) * 4, mode="reflect")
    x = F.conv2d(x, kernel[:, None, :, None], groups=x.shape[1])
    return F.conv2d(x, kernel[:, None, None, :], groups=x.shape[1])


def luma(x):
    return (x * torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)).sum(1, keepdim=True)


def mask(x, floor=0.25, knee=0.04):
    """How much change each place forgives, 0...1: local contrast of luma over two scales; flat fills get `floor`."""
    y = luma(x)
    activity = 0
    for sigma in (1.5, 4.0):
        activity = activity + (gaussian(y * y, sigma) - gaussian(y, sigma) ** 2).clamp(min=0).sqrt() / 2
    return gaussian(floor + (1 - floor) * activity / (activity + knee), 1.0)


def jpeg(x, quality):
    data = (x[0].permute(1, 2, 0) * 255).round().clamp(0, 255).byte().numpy()
    buffer = io.BytesIO()
    Image.fromarray(data).save(buffer, "JPEG", quality=quality)
    return torch.from_numpy(np.asarray(Image.open(buffer)).copy()).permute(2, 0, 1)[None].float() / 255


def resized(x, height, width):
    return F.interpolate(x, (height, width), mode="bilinear", antialias=True, align_corners=False)


def multiple_of_16(x):
    return x[..., :x.shape[2] // 16 * 16, :x.shape[3] // 16 * 16]


class Recipe:
    """Everything that one optimisation run is told. Figures for the choices are in CARD.md."""
    steps = 40
    lowpass = 0.0          # deviation of the blur on the change, pixels
    momentum = 0.9
    optimiser = "sign"     # sign, adam or l2
    rate = 0.2             # step, in units of epsilon
    decay = True           # steps shrink linearly to a tenth
    nesterov = False
    epsilon = 8 / 255
    views = 1              # random views a step
    kinds = ("same", "resize", "blur", "crop", "noise", "jpeg")
    diversity = 0.0        # probability of a random resize with padding on top
    variance = 0           # neighbours for variance tuning
    smooth = 0.0           # blur of the gradient (translation invariance)
    ghost = 0.0            # random scaling of residual branches, deviation
    skip = 1.0             # scale of the gradient through residual branches
    objective = "log"      # log, l2, cosine or mean (drift over its running mean)
    power = 4              # above 2, few large drifts count for more than many small ones
    taps = None            # None: those of the file; "last"; "all"
    weights = None         # member name -> weight
    target_psnr = 37.0
    floor = 0.5            # of the mask: what flat fills get
    knee = 0.04            # of the mask: the contrast that gets half
    channels = "rgb"       # rgb or luma (one plane for all three)
    seed = 0

    def __init__(self, **changes):
        for key, value in changes.items():
            assert hasattr(Recipe, key), key
            setattr(self, key, value)


class Tap:
    """A member as the optimiser sees it, with the randomisations of the recipe."""

    def __init__(self, path, recipe):
        self.encoder, self.taps, self.meta = members.load(path)
        self.encoder.requires_grad_(False)
        self.name = self.meta["name"]
        if recipe.taps == "last":
            self.taps = self.taps[-1:]
        elif recipe.taps == "latent+2":
            self.taps = self.taps[-3:]
        for module in self.encoder.modules():
            if isinstance(module, members.Residual) and (recipe.ghost or recipe.skip != 1):
                module.forward = lambda x, m=module: x + branch(m.inner(x), recipe)

    def __call__(self, x):
        return members.features(self.encoder, x, self.taps)


def branch(y, recipe):
    if recipe.skip != 1:
        y = recipe.skip * y + (1 - recipe.skip) * y.detach()
    if recipe.ghost and y.requires_grad:
        y = y * (1 + recipe.ghost * (2 * torch.rand(1) - 1))
    return y


def view(pair, rng, recipe):
    """One random handling, the same for the picture and the changed picture (stacked in `pair`)."""
    kind = recipe.kinds[rng.integers(len(recipe.kinds))]
    height, width = pair.shape[2:]
    if kind == "resize":
        scale = rng.uniform(0.5, 1.1)
        pair = resized(pair, max(64, int(height * scale) // 16 * 16), max(64, int(width * scale) // 16 * 16))
    elif kind == "blur":
        pair = gaussian(pair, rng.uniform(0.4, 1.8))
    elif kind == "noise":
        pair = pair + torch.from_numpy(rng.normal(0, rng.uniform(0.005, 0.03), pair[:1].shape)).float()
    elif kind == "jpeg":
        quality = int(rng.integers(50, 91))
        with torch.no_grad():
            coded = torch.cat([jpeg(p[None], quality) for p in pair.detach().clamp(0, 1)])
        pair = pair + (coded - pair.detach())
    if kind in ("crop", "jpeg", "blur", "noise"):
        top, left = rng.integers(0, height // 10 + 1), rng.integers(0, width // 10 + 1)
        pair = pair[..., top:, left:]
    if recipe.diversity and rng.random() < recipe.diversity:
        scale = rng.uniform(0.8, 1.0)
        h, w = int(pair.shape[2] * scale), int(pair.shape[3] * scale)
        top, left = rng.integers(0, pair.shape[2] - h + 1), rng.integers(0, pair.shape[3] - w + 1)
        pair = F.pad(resized(pair, h, w), (left, pair.shape[3] - w - left, top, pair.shape[2] - h - top), value=0.5)
    return multiple_of_16(pair).contiguous(memory_format=torch.channels_last)


def gain(ensemble, pair, recipe, means):
    """The objective: how far the features of the second picture are from those of the first, over all taps."""
    total = 0
    for member in ensemble:
        if (recipe.weights or {}).get(member.name, 1) == 0:
            continue
        part = 0
        outputs = member(pair)
        for index, f in enumerate(outputs):
            clean, moved = f[:1].detach(), f[1:]
            if recipe.objective == "cosine":
                part = part - F.cosine_similarity(clean, moved).mean()
                continue
            if recipe.power != 2:
                part = part + torch.log((moved - clean).abs().pow(recipe.power).mean() + 1e-20) / recipe.power
                continue
            square = (moved - clean).square().mean()
            if recipe.objective == "log":
                part = part + 0.5 * torch.log(square + 1e-12)
            elif recipe.objective == "l2":
                part = part + square / clean.var()
            else:
                drift = square.sqrt()
                key = (member.name, index)
                means[key] = 0.9 * means[key] + 0.1 * drift.item() if key in means else drift.item()
                part = part + drift / means[key]
        total = total + part / len(outputs) * (recipe.weights or {}).get(member.name, 1)
    return total


def optimise(x, ensemble, recipe):
    """The change for picture `x` (1x3xHxW, 0...1), within epsilon, masked and low-passed, at the recipe's PSNR."""
    rng = np.random.default_rng(recipe.seed)
    where = mask(x, recipe.floor, recipe.knee)
    planes = 1 if recipe.channels == "luma" else 3
    free = torch.from_numpy(rng.normal(0, 0.3, (1, planes, *x.shape[2:]))).float() * recipe.epsilon

    def shaped(free):
        delta = (gaussian(free, recipe.lowpass) * where).expand(1, 3, -1, -1)
        return (x + delta).clamp(0, 1) - x

    rms = 10 ** (-recipe.target_psnr / 20)
    means, velocity, second, spread = {}, torch.zeros_like(free), torch.zeros_like(free), torch.zeros_like(free)

    def slope(at):
        at = at.detach().requires_grad_()
        delta = shaped(at)
        value = 0
        for _ in range(recipe.views):
            value = value + gain(ensemble, view(torch.cat([x, x + delta]), rng, recipe), recipe, means)
        gradient, = torch.autograd.grad(value, at)
        return gradient

    for step in range(recipe.steps):
        rate = recipe.rate * (1 - 0.9 * step / recipe.steps if recipe.decay else 1)
        at = free + recipe.rate * recipe.epsilon * recipe.momentum * velocity.sign() if recipe.nesterov else free
        gradient = slope(at)
        if recipe.variance:
            tuned = gradient + spread
            near = [slope(free + (2 * torch.rand_like(free) - 1) * 1.0 * recipe.epsilon) for _ in range(recipe.variance)]
            spread = sum(near) / len(near) - gradient
            gradient = tuned
        gradient = gaussian(gradient, recipe.smooth)
        gradient = gradient / gradient.abs().mean().clamp(min=1e-20)
        if recipe.optimiser == "sign":
            velocity = recipe.momentum * velocity + gradient
            free = free + rate * recipe.epsilon * velocity.sign()
        elif recipe.optimiser == "adam":
            velocity = 0.9 * velocity + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient.square()
            free = free + rate * recipe.epsilon * (velocity / (1 - 0.9 ** (step + 1))) / ((second / (1 - 0.99 ** (step + 1))).sqrt() + 1e-8)
        else:
            velocity = recipe.momentum * velocity + (1 - recipe.momentum) * gradient
            free = free + 2 * rate * recipe.epsilon * velocity / velocity.square().mean().sqrt().clamp(min=1e-20)
        free = free.clamp(-2 * recipe.epsilon, 2 * recipe.epsilon)
        # Keep the amplitude near the one that will be used.
        size = shaped(free).square().mean().sqrt()
        if size > rms * 1.05 or any(w < 0 for w in (recipe.weights or {}).values()):
            free = free * (rms * 1.05 / size)
    return scaled(x, shaped(free), recipe.target_psnr, recipe.epsilon)


def scaled(x, delta, psnr, epsilon):
    """`delta` brought to a PSNR under the cap, and to what 8 bits can say."""
    low, high = 0.0, 8.0
    for _ in range(14):
        middle = (low + high) / 2
        moved = rounded(x, delta * middle, epsilon)
        if -10 * math.log10(max((moved - x).square().mean().item(), 1e-12)) > psnr:
            low = middle
        else:
            high = middle
    return rounded(x, delta * low, epsilon) - x


def to_quality(x, delta, quality, epsilon, score):
    """`delta` scaled until `score(x, y)` is `quality`."""
    low, high = 0.0, 4.0
    for _ in range(9):
        middle = (low + high) / 2
        if score(x, rounded(x, delta * middle, epsilon)) > quality:
            low = middle
        else:
            high = middle
    return rounded(x, delta * low, epsilon) - x


def rounded(x, delta, epsilon):
    return ((x + delta.clamp(-epsilon, epsilon)).clamp(0, 1) * 255).round() / 255


def surrogate(delta, rng, rounds=12):
    """IAAFT (Schreiber & Schmitz 1996) of a change: the same spectrum and values a channel, the channels' relative
    phases kept (one field of random phases turns all channels)."""
    d = delta[0].numpy().astype(np.float64)
    spectrum = np.fft.rfft2(d)
    amplitude, phase = abs(spectrum), np.angle(spectrum)
    ordered = np.sort(d.reshape(3, -1), axis=1)
    turn = np.angle(np.fft.rfft2(rng.normal(size=d.shape[1:])))
    s = np.fft.irfft2(amplitude * np.exp(1j * (phase + turn)), d.shape[1:])
    for _ in range(rounds):
        ranks = s.reshape(3, -1).argsort(axis=1).argsort(axis=1)
        s = np.take_along_axis(ordered, ranks, axis=1).reshape(d.shape)
        now = np.fft.rfft2(s)
        # One phase correction for all channels, weighted by their energy, keeps their relations.
        common = np.angle((amplitude * np.exp(1j * phase)).conj() * now)
        shared = np.angle((np.exp(1j * common) * amplitude ** 2).sum(0))
        s = np.fft.irfft2(amplitude * np.exp(1j * (phase + shared)), d.shape[1:])
    ranks = s.reshape(3, -1).argsort(axis=1).argsort(axis=1)
    s = np.take_along_axis(ordered, ranks, axis=1).reshape(d.shape)
    return torch.from_numpy(s)[None].float()


def control(x, delta, seed, epsilon):
    """Matched noise: a surrogate of the change over its local RMS, times that RMS, at the same RMS under the same cap."""
    local = gaussian(delta.square().mean(1, keepdim=True), 6.0).clamp(min=1e-10).sqrt()
    noise = surrogate(delta / local, np.random.default_rng(seed)) * local
    psnr = -10 * math.log10(delta.square().mean().item())
    return scaled(x, noise, psnr, epsilon)
