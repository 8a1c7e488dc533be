"""How near what was drawn comes to a hand: KID, nearest neighbours and a classifier of hands, on encoders that took no part.

Features are the means over the last layer of a classifier trained on ImageNet, of pictures enlarged to 160 pixels.
"""

import hashlib
import pathlib
import random
import sys

import torch
from torch.nn import functional as F

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "models"))
import teachers

JUDGES = ["efficientnet-lite0", "mobilenet-v2"]
ROUNDS, SIDE = 1000, 160


class Judge:
    def __init__(self, folder, name, cache):
        self.network = teachers.published(folder / name / f"{name}.safetensors")
        self.cache = cache / name
        self.cache.mkdir(parents=True, exist_ok=True)

    @torch.no_grad()
    def features(self, pictures, count=16):
        """[n, features] of pixels 0...255; kept by what the pictures are."""
        kept = self.cache / f"{hashlib.sha256(pictures.contiguous().numpy().tobytes()).hexdigest()[:24]}.pt"
        if kept.exists():
            return torch.load(kept, weights_only=True)
        found = []
        for part in pictures.split(count):
            large = F.interpolate(part.float() / 255, size=SIDE, mode="bicubic", align_corners=False).clamp(0, 1)
            found.append(self.network(large.contiguous(memory_format=torch.channels_last))[-1].mean((2, 3)))
        torch.save(torch.cat(found).double(), kept)
        return torch.cat(found).double()


def kernel(a, b):
    """The polynomial kernel of KID (Binkowski et al., ICLR 2018)."""
    return (a @ b.T / a.shape[1] + 1) ** 3


def kid(ours, theirs, weights=None):
    """The unbiased squared maximum mean discrepancy; with `weights` [rounds, n] of draws of `ours`, one for each round."""
    n, m = len(ours), len(theirs)
    within, across, among = kernel(ours, ours), kernel(ours, theirs).mean(1), kernel(theirs, theirs)
    among = (among.sum() - among.trace()) / (m * (m - 1))
    within.fill_diagonal_(0)
    if weights is None:
        weights = torch.ones(1, n, dtype=ours.dtype)
    # Draws that chose a picture more than once leave out its pairs with itself.
    pairs = n * n - (weights**2).sum(1)
    return ((weights @ within) * weights).sum(1) / pairs + among - 2 * weights @ across / n


def nearest(ours, theirs, middle):
    """One minus the cosine to the nearest of theirs, of features round `middle`."""
    return (1 - F.normalize(ours - middle) @ F.normalize(theirs - middle).T).min(1).values


def classifier(features, labels, count):
    """Multinomial logistic regression with weight decay: a function of features that gives probabilities."""
    mean, deviation = features.mean(0), features.std(0) + 1e-6
    torch.manual_seed(1)
    layer = torch.nn.Linear(features.shape[1], count).double()
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=100)
    share = torch.bincount(labels, minlength=count).double()

    def loss():
        optimiser.zero_grad()
        value = F.cross_entropy(layer((features - mean) / deviation), labels, weight=1.0 / share) + 1e-2 * layer.weight.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    return lambda other: layer((other - mean) / deviation).softmax(1).detach()


def detail(pictures):
    """What a blur of 3 by 3 takes from each picture: root mean square in levels."""
    x = pictures.float()
    return (x - F.avg_pool2d(F.pad(x, (1,) * 4, mode="reflect"), 3, 1)).square().mean((1, 2, 3)).sqrt()


def draws(n):
    """How often each of n is chosen, in each of ROUNDS bootstrap draws that are always the same."""
    chance = random.Random(1)
    chosen = torch.tensor([[chance.randrange(n) for _ in range(n)] for _ in range(ROUNDS)])
    return torch.zeros(ROUNDS, n, dtype=torch.double).scatter_add_(1, chosen, torch.ones_like(chosen, dtype=torch.double))


def interval(values):
    """The middle 90 % of bootstrap draws."""
    ordered = values.sort().values
    return ordered[len(ordered) // 20].item(), ordered[-len(ordered) // 20 - 1].item()
