"""What a change costs, as functions that PyTorch derives: SSIMULACRA2 (weights from the PyPI package ssimulacra2) and LPIPS with AlexNet."""
import attack
import members
import torch
from safetensors.torch import load_file
from ssimulacra2 import ssimulacra2 as published
from torch.nn import functional as F

SCALES = 6
WEIGHTS = torch.from_numpy(published.weights).float().view(3, SCALES, 2, 3)
ABSORBANCE = torch.from_numpy(published.kOpsinAbsorbanceMatrix).float().view(3, 3)
BIAS = float(published.kB0)


def linear(x):
    return torch.where(x <= 0.04045, x / 12.92, ((x.clamp(min=0.04045) + 0.055) / 1.055) ** 2.4)


def positive_xyb(light):
    mixed = torch.einsum("ij,njhw->nihw", ABSORBANCE, light) + BIAS
    mixed = mixed.clamp(min=1e-6) ** (1 / 3) - BIAS ** (1 / 3)
    x, y, b = (mixed[:, 0] - mixed[:, 1]) / 2, (mixed[:, 0] + mixed[:, 1]) / 2, mixed[:, 2]
    return torch.stack([14 * x + 0.42, y + 0.01, b - y + 0.55], 1)


def norms(d):
    """Mean and 4-norm of each channel, [channels, 2]."""
    return torch.stack([d.mean((0, 2, 3)), (d.pow(4).mean((0, 2, 3)) + 1e-24) ** 0.25], 1)


def ssimulacra2_cost(x, y):
    """100 less the score of `y` beside `x`, both 1x3xHxW in 0...1; borders are mirrored, so scores differ by some tenths from the tool's."""
    total, one, two = 0.0, linear(x), linear(y)
    for scale in range(SCALES):
        if min(one.shape[2:]) < 8:
            break
        a, b = positive_xyb(one), positive_xyb(two)
        mu_a, mu_b = attack.gaussian(a, 1.5), attack.gaussian(b, 1.5)
        aa, bb, ab = (attack.gaussian(v, 1.5) for v in (a * a, b * b, a * b))
        structure = 2 * (ab - mu_a * mu_b) + published.kC2
        structure = structure / ((aa - mu_a ** 2) + (bb - mu_b ** 2) + published.kC2)
        lost = (1 - (1 - (mu_a - mu_b) ** 2) * structure).clamp(min=0)
        edges = (1 + (b - mu_b).abs()) / (1 + (a - mu_a).abs()) - 1
        parts = torch.stack([norms(lost), norms(edges.clamp(min=0)), norms((-edges).clamp(min=0))], 2)
        total = total + (WEIGHTS[:, scale] * parts).sum()
        one, two = F.avg_pool2d(one, 2, ceil_mode=True), F.avg_pool2d(two, 2, ceil_mode=True)
    total = total * 0.9562382616834844
    total = 2.326765642916932 * total - 0.020884521182843837 * total ** 2 + 6.248496625763138e-05 * total ** 3
    return 10 * total.clamp(min=1e-6) ** 0.6276336467831387


def lpips(path):
    """The distance of two pictures by AlexNet with the heads that Lacquer's added model carries."""
    network, taps, _ = members.load(str(path))
    network.requires_grad_(False)
    tensors, device = load_file(str(path)), torch.get_default_device()
    heads = [tensors[f"head.{n}"].float().view(1, -1, 1, 1).to(device) for n in range(len(taps))]
    return distance_by(lambda x: members.features(network, x, taps), heads)


def distance_by(features, heads):
    """LPIPS's distance (Zhang et al. 2018) of each pair of pictures by the features of any network and a weight for each channel."""
    def unit(f):
        return f / (f.square().sum(1, keepdim=True) + 1e-10).sqrt()

    def distance(x, y, layers=None):
        with torch.no_grad():
            clean = [unit(f) for f in features(x)][:layers]
        return sum(((unit(f) - c).square() * head).sum(1).mean((1, 2)) for f, c, head in zip(features(y), clean, heads))

    return distance
