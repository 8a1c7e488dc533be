"""Pictures of 96 pixels as latents of the tiny autoencoder of FLUX.2's VAE (TAEF2), 32 channels of 12 by 12, and back."""

import pathlib
import sys

import numpy
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "models"))
import judges

SIDE, CHANNELS = 96, 32


def decoder(path):
    t = {name: tensor.float() for name, tensor in load_file(path).items()}

    def conv(x, name):
        weights = t[name + ".weight"]
        return F.conv2d(x, weights, t.get(name + ".bias"), 1, weights.shape[-1] // 2)

    def block(x, name):
        if f"{name}.pool.0.weight" in t:
            pooled = F.group_norm(conv(x, f"{name}.pool.0"), 4, t[f"{name}.pool.1.weight"], t[f"{name}.pool.1.bias"])
            x = x + conv(F.relu(pooled), f"{name}.pool.3")
        return F.relu(x + conv(F.relu(conv(F.relu(conv(x, f"{name}.conv.0")), f"{name}.conv.2")), f"{name}.conv.4"))

    def forward(z):
        x = F.relu(conv(3 * torch.tanh(z / 3), "1"))
        for index in range(3, 20):
            if index in (6, 11, 16):
                x = F.interpolate(x, scale_factor=2)
            elif f"{index}.weight" in t:
                x = conv(x, str(index))
            elif f"{index}.conv.0.weight" in t:
                x = block(x, str(index))
        return x

    return forward


class Autoencoder:
    def __init__(self, folder):
        self.encoder = judges.taef2(folder / "taef2_encoder_f16.safetensors")
        self.decoder = decoder(folder / "taef2_decoder_f16.safetensors")

    @torch.no_grad()
    def encode(self, pictures, count=16):
        """Latents of pixels [n, 3, SIDE, SIDE] of 0...255."""
        parts = (part.float().div(255).contiguous(memory_format=torch.channels_last) for part in pictures.split(count))
        return torch.cat([self.encoder(part).contiguous() for part in parts])

    @torch.no_grad()
    def decode(self, latents, count=16):
        """Pixels 0...255 of latents."""
        parts = (part.contiguous(memory_format=torch.channels_last) for part in latents.split(count))
        return torch.cat([(255 * self.decoder(part).clamp(0, 1)).round().byte().contiguous() for part in parts])


def crops(picture, count, chance):
    """Squares of SIDE pixels, as a trainer cuts them: the middle at the size of the short side, then smaller ones anywhere; every second one mirrored."""
    made = []
    for index in range(count):
        short = min(picture.size)
        side = short if index == 0 else round(short * chance.uniform(0.5, 1))
        x, y = ((length - side) // 2 if index == 0 else chance.randint(0, length - side) for length in picture.size)
        square = picture.convert("RGB").resize((SIDE, SIDE), 1, box=(x, y, x + side, y + side))
        levels = torch.from_numpy(numpy.asarray(square).copy()).permute(2, 0, 1)
        made.append(levels.flip(2) if index % 2 else levels)
    return torch.stack(made)
