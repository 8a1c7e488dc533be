"""How sure a mean over pictures is."""

import random
import statistics


def interval(values, rounds=2000):
    """Bootstrap 90 % interval of the mean, always from the same draws."""
    chance = random.Random(1)
    means = sorted(statistics.fmean(chance.choices(values, k=len(values))) for _ in range(rounds))
    return means[rounds // 20], means[-rounds // 20 - 1]
