"""Writes a member's test vectors: a 64x64 picture, its latent, and the gradient of half the sum of squared latents.
Of a pattern generator: luma, pattern, and the pattern bent to it.

    python vectors.py --member FILE.safetensors --out FIXTURE.safetensors
"""
import argparse

import attack
import fetch_data
import generate
import members
import numpy as np
import torch
from safetensors.torch import save_file


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--member", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--grain", type=float, default=0,
                        help="noise on the picture, levels: in exactly flat fills rectifiers of zero have no derivative")
    o = parser.parse_args()
    encoder, taps, meta = members.load(o.member)
    encoder = encoder.double().to(memory_format=torch.contiguous_format)
    pixels = fetch_data.render(np.random.default_rng(64), 64)
    grain = np.random.default_rng(65).normal(0, o.grain, pixels.shape)
    pixels = (pixels + grain).round().clip(0, 255).astype(np.uint8)
    image = (torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)
    if meta["role"] == "generator":
        luma, pattern = attack.luma(image), generate.mosaic(64, np.random.default_rng(66))
        bent = generate.bent(encoder, pattern.double(), luma.double()).detach().float()
        return save_file({"luma": luma.contiguous(), "pattern": pattern, "bent": bent.contiguous()}, o.out)
    x = image.double().requires_grad_()
    latent = members.features(encoder, x, taps)[-1]
    gradient, = torch.autograd.grad(latent.square().sum() / 2, x)
    save_file({"image": image.contiguous(), "latent": latent.detach().float().contiguous(),
               "grad_of_half_sumsq": gradient.float().contiguous()}, o.out)


if __name__ == "__main__":
    main()
