"""A latent diffusion transformer of five and a half million parameters: rectified flow over the latents of 96-pixel pictures, 16 tokens of three by three.

The network tells the clean latent; the loss is the squared error of the velocity that follows from it. Training and sampling take all chance from a seed that
does not know which arm runs, so that arms differ by their pictures alone.
"""

import time

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, DEPTH, HEAD, PATCH, GRID, CHANNELS = 192, 8, 64, 3, 12, 32
TOKENS, VALUES = (GRID // PATCH) ** 2, CHANNELS * PATCH**2


class Block(nn.Module):
    """Attention and a perceptron, each scaled, shifted and gated by the time (adaLN-zero)."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.modulation = nn.Linear(WIDTH, 6 * WIDTH)
        nn.init.zeros_(self.modulation.weight)
        nn.init.zeros_(self.modulation.bias)

    def forward(self, x, time_code):
        scale, shift, gate, scale2, shift2, gate2 = self.modulation(time_code)[:, None].chunk(6, -1)
        n, tokens, width = x.shape
        normal = F.layer_norm(x, (width,)) * (1 + scale) + shift
        q, k, v = self.qkv(normal).view(n, tokens, 3, width // HEAD, HEAD).permute(2, 0, 3, 1, 4)
        x = x + gate * self.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, tokens, width))
        normal = F.layer_norm(x, (width,)) * (1 + scale2) + shift2
        return x + gate2 * self.down(F.gelu(self.up(normal), approximate="tanh"))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.into = nn.Linear(VALUES, WIDTH)
        self.place = nn.Parameter(0.02 * torch.randn(1, TOKENS, WIDTH))
        self.time = nn.Sequential(nn.Linear(64, WIDTH), nn.SiLU(), nn.Linear(WIDTH, WIDTH), nn.SiLU())
        self.blocks = nn.ModuleList(Block() for _ in range(DEPTH))
        self.last = nn.Linear(WIDTH, 2 * WIDTH)
        self.outof = nn.Linear(WIDTH, VALUES)
        for layer in (self.last, self.outof):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.register_buffer("mean", torch.zeros(1, CHANNELS, 1, 1))
        self.register_buffer("deviation", torch.ones(1, CHANNELS, 1, 1))

    def forward(self, z, t):
        """The clean latent that the noisy one `z` [n, CHANNELS, GRID, GRID] at time `t` [n] (1 is noise) is likeliest to come from, both normalised."""
        n = len(z)
        rates = torch.exp(torch.linspace(0, 6, 32))
        angles = t[:, None] * rates
        code = self.time(torch.cat([angles.sin(), angles.cos()], 1))
        x = self.into(F.pixel_unshuffle(z, PATCH).flatten(2).transpose(1, 2)) + self.place
        for block in self.blocks:
            x = block(x, code)
        scale, shift = self.last(code)[:, None].chunk(2, -1)
        x = self.outof(F.layer_norm(x, (WIDTH,)) * (1 + scale) + shift)
        return F.pixel_shuffle(x.transpose(1, 2).reshape(n, VALUES, GRID // PATCH, GRID // PATCH), PATCH)


def train(network, latents, weights, steps, rate, seed, batch=32, warm=100, averaged=0.0):
    """Trains in place; returns the mean loss of the last tenth. With `averaged` the weights end as their moving average."""
    chance = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.AdamW(network.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    normal = (latents - network.mean) / network.deviation
    mean = {name: value.clone() for name, value in network.named_parameters()} if averaged else {}
    losses, began = [], time.time()
    network.train()
    for step in range(steps):
        for group in optimiser.param_groups:
            left = 1 - step / steps
            group["lr"] = rate * min(1, (step + 1) / warm, left / 0.3)
        chosen = torch.multinomial(weights, batch, replacement=True, generator=chance)
        clean = normal[chosen]
        t = torch.sigmoid(0.6 + torch.randn(batch, generator=chance))
        noise = torch.randn(clean.shape, generator=chance)
        at = t.view(-1, 1, 1, 1)
        with torch.autocast("cpu", torch.bfloat16):
            told = network((1 - at) * clean + at * noise, t)
        loss = ((told.float() - clean) / at.clamp(min=0.15)).square().mean()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        if averaged:
            keep = min(averaged, (1 + step) / (10 + step))
            for name, value in network.named_parameters():
                mean[name].lerp_(value.detach(), 1 - keep)
        if (step + 1) % 200 == 0:
            print(f"step {step + 1}, loss {sum(losses[-200:]) / 200:.4f}, {time.time() - began:.0f} s", flush=True)
    for name, value in network.named_parameters():
        if averaged:
            value.data.copy_(mean[name])
    network.eval()
    return sum(losses[-(steps // 10 or 1) :]) / (steps // 10 or 1)


@torch.no_grad()
def sample(network, count, seed, steps=24):
    """Latents from noise that the seed fixes, by Euler steps, shorter where the picture is settled."""
    z = torch.randn(count, CHANNELS, GRID, GRID, generator=torch.Generator().manual_seed(seed))
    times = torch.linspace(1, 0, steps + 1)
    times = 2 * times / (1 + times)
    for now, after in zip(times, times[1:]):
        with torch.autocast("cpu", torch.bfloat16):
            told = network(z, now.expand(count)).float()
        z = z + (after - now) * (z - told) / now
    return z * network.deviation + network.mean
