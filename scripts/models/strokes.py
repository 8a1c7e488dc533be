"""Builds the member `twig`, which is not trained: rectified strokes. Nothing but pictures' general make-up goes in.

Elongated second- and first-derivative filters in four directions, on luma and on two colour differences, both signs, with
a threshold: a change that draws coherent strokes passes it, noise of the same spectrum mostly does not.

    python strokes.py --out twig.safetensors
"""
import argparse, math
import numpy as np, torch
import members

COLOURS = ((0.299, 0.587, 0.114), (-0.5, 1.0, -0.5), (0.5, 0.2, -0.7))


def bank(kernel=13, width=1.6, length=6.0, directions=4, stride=4, threshold=1.5 / 255, gain=20.0):
    t = np.arange(kernel) - (kernel - 1) / 2
    y, x = np.meshgrid(t, t, indexing="ij")
    filters = []
    for index in range(directions):
        angle = math.pi * index / directions
        u, v = x * math.cos(angle) + y * math.sin(angle), -x * math.sin(angle) + y * math.cos(angle)
        across, along = np.exp(-u * u / (2 * width ** 2)), np.exp(-v * v / (2 * length ** 2))
        for profile in ((1 - u * u / width ** 2) * across, u / width * across):
            plane = profile * along
            plane = (plane - plane.mean())
            plane /= abs(plane).sum()
            for colour in COLOURS:
                weights = np.stack([plane * c for c in colour])
                filters += [weights, -weights]
    layer = members.conv(3, len(filters), kernel, stride)
    layer["padding"] = (kernel - 1) // 2
    layers = [layer, members.RELU]
    encoder = members.build(layers)
    encoder[0].weight.data = torch.tensor(np.array(filters)).float() * gain
    encoder[0].bias.data[:] = -threshold * gain
    return layers, encoder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    layers, encoder = bank()
    members.export(parser.parse_args().out, "twig", "train", encoder, layers, [1])
    print(f"{members.multiply_adds(layers)[0] * 512 * 512 / 1e9:.2f} GMAC at 512x512")


if __name__ == "__main__":
    main()
