"""The members of the built-in ensemble, and the layer vocabulary they are written in.

An encoder is a list of layers (see `build`). The same list is the `layers` metadata of the exported safetensors file,
less the channel counts and kernel sizes, which the weights carry.
"""
import json

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F


def conv(inputs, outputs, kernel=3, stride=1, groups=1, bias=True, dilation=1):
    padding = (dilation * (kernel - 1) + 2 - stride) // 2  # an even kernel 2s or 4s wide and stride s give exactly size / s
    layer = {"op": "conv", "stride": stride, "padding": padding, "groups": groups,
             "inputs": inputs, "outputs": outputs, "kernel": kernel, "bias": bias}
    return layer | ({"dilation": dilation} if dilation > 1 else {})


def residual(*layers):
    return {"op": "residual", "layers": list(layers)}


def norm(channels, groups):
    return {"op": "groupnorm", "groups": groups, "epsilon": 1e-5, "channels": channels}


RELU, ABS, SILU = {"op": "relu"}, {"op": "abs"}, {"op": "silu"}
CENTRE = {"op": "affine", "scale": [2.0, 2.0, 2.0], "shift": [-1.0, -1.0, -1.0]}


def norm_block(width, groups=8):
    return [residual(norm(width, groups), SILU, conv(width, width), norm(width, groups), SILU, conv(width, width))]


# name: (layers, taps, latent channels, reduction)
MEMBERS = {
    # Group normalisation and SiLU, as in the full autoencoders of latent diffusion; few latents.
    "moss": dict(latent=4, reduction=8, taps=[1, 2, 4, 6, 9], layers=[
        CENTRE, conv(3, 32, 8, 4), *norm_block(32), SILU, conv(32, 64, 4, 2), *norm_block(64), *norm_block(64),
        norm(64, 8), SILU, conv(64, 4)]),
}


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return x + self.inner(x)


class Abs(nn.Module):
    def forward(self, x):
        return x.abs()


class Affine(nn.Module):
    def __init__(self, scale, shift):
        super().__init__()
        self.register_buffer("scale", torch.tensor(scale).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("shift", torch.tensor(shift).view(1, 3, 1, 1), persistent=False)

    def forward(self, x):
        return x * self.scale + self.shift


def build(layers):
    """The torch module of a layer list."""
    return nn.Sequential(*(module_of(layer) for layer in layers))


def module_of(layer):
    op = layer["op"]
    if op == "conv":
        return nn.Conv2d(layer["inputs"], layer["outputs"], layer["kernel"], layer["stride"], layer["padding"],
                         dilation=layer.get("dilation", 1), groups=layer["groups"], bias=layer["bias"])
    if op == "interleave":
        return nn.PixelShuffle(layer["factor"])
    if op == "groupnorm":
        return nn.GroupNorm(layer["groups"], layer["channels"], layer["epsilon"])
    if op == "residual":
        return Residual(build(layer["layers"]))
    if op == "sequence":
        return build(layer["layers"])
    if op == "affine":
        return Affine(layer["scale"], layer["shift"])
    if op in ("maxpool", "avgpool"):
        return (nn.MaxPool2d if op == "maxpool" else nn.AvgPool2d)(layer["kernel"], layer["stride"])
    return {"relu": nn.ReLU, "relu6": nn.ReLU6, "abs": Abs, "silu": nn.SiLU, "tanh": nn.Tanh}[op]() if op != "leakyrelu" else nn.LeakyReLU(layer["slope"])


def start(module):
    """Initial weights that keep the signal's size: He's, with quiet ends of residual branches."""
    for m in module.modules():
        if isinstance(m, nn.Conv2d):
            nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
            if m.bias is not None:
                nn.init.zeros_(m.bias)
    for m in module.modules():
        if isinstance(m, Residual):
            m.inner[-1].weight.data *= 0.1
    return module.to(memory_format=torch.channels_last)


def features(encoder, x, taps):
    """The outputs of the top-level layers in `taps`."""
    out = []
    for index, module in enumerate(encoder):
        x = module(x)
        if index in taps:
            out.append(x)
    return out


def multiply_adds(layers, pixels=1.0):
    """Multiply-adds a pixel of the input."""
    total = 0.0
    for layer in layers:
        if layer["op"] == "residual":
            total += multiply_adds(layer["layers"], pixels)[0]
        elif layer["op"] == "conv":
            pixels /= layer["stride"] ** 2
            total += pixels * layer["kernel"] ** 2 * layer["inputs"] * layer["outputs"] / layer["groups"]
        elif layer["op"] in ("maxpool", "avgpool"):
            pixels /= layer["stride"] ** 2
    return total, pixels


def exported(layers, prefix=""):
    """The layer list as the file carries it: with tensor names, without what the weights tell."""
    out = []
    for index, layer in enumerate(layers):
        name = f"{prefix}{index}"
        layer = dict(layer)
        if layer["op"] == "residual":
            layer["layers"] = exported(layer["layers"], f"{name}.inner.")
        elif layer["op"] in ("conv", "groupnorm"):
            layer = {"op": layer["op"], "name": name} | {k: v for k, v in layer.items()
                                                         if k in ("stride", "padding", "dilation", "groups", "epsilon")}
        out.append(layer)
    return out


def export(path, name, role, encoder, layers, taps, extra=None):
    tensors = {k: v.detach().to(torch.float16).contiguous(memory_format=torch.contiguous_format)
               for k, v in encoder.state_dict().items()}
    save_file(tensors, path, {"format": "lacquer-sequential-1", "name": name, "role": role, "range": "0..1",
                              "layers": json.dumps(exported(layers), separators=(",", ":")), "taps": json.dumps(taps)}
              | (extra or {}))


def load(path):
    """(module, taps, metadata) of an exported file; weights as fp16 rounded them, in float."""
    with safe_open(path, "pt") as file:
        meta = file.metadata()
        tensors = {k: file.get_tensor(k).float() for k in file.keys()}

    state = {}

    def widen(layers, prefix=""):
        for index, layer in enumerate(layers):
            if layer["op"] in ("conv", "groupnorm"):
                weights = tensors[layer["name"] + ".weight"]
                # A file may call its layers as it likes; torch calls them by their places.
                state.update({f"{prefix}{index}.{part}": tensors[f"{layer['name']}.{part}"]
                              for part in ("weight", "bias") if f"{layer['name']}.{part}" in tensors})
            if layer["op"] == "conv":
                outputs, inputs, kernel, _ = weights.shape
                groups = layer.setdefault("groups", 1)
                layer |= {"inputs": inputs * groups, "outputs": outputs, "kernel": kernel, "bias": layer["name"] + ".bias" in tensors}
            elif layer["op"] == "groupnorm":
                layer["channels"] = weights.numel()
            elif layer["op"] in ("residual", "sequence"):
                widen(layer["layers"], f"{prefix}{index}.inner." if layer["op"] == "residual" else f"{prefix}{index}.")
        return layers

    layers = widen(json.loads(meta["layers"]))
    encoder = build(layers)
    encoder.load_state_dict(state)
    meta["parsed"] = layers
    return encoder.eval().to(memory_format=torch.channels_last), json.loads(meta["taps"]), meta


class Decoder(nn.Module):
    """For training only; never shipped. A linear decoder, which can be solved for, plus a mirror of convolutions."""

    def __init__(self, latent, reduction, width=56):
        super().__init__()
        self.linear = nn.Sequential(nn.Conv2d(latent, 3 * reduction ** 2, 3, padding=1), nn.PixelShuffle(reduction))
        layers, out = [nn.Conv2d(latent, width, 3, padding=1), nn.ReLU()], reduction
        while out > 2:
            layers += [Residual(nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(),
                                              nn.Conv2d(width, width, 3, padding=1))), nn.ReLU()]
            narrower = max(24, width * 2 // 3)
            layers += [nn.Conv2d(width, narrower * 4, 1), nn.PixelShuffle(2), nn.ReLU()]
            width, out = narrower, out // 2
        layers += [nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 12, 3, padding=1), nn.PixelShuffle(2)]
        self.mirror = nn.Sequential(*layers)

    def forward(self, z):
        return self.linear(z) + self.mirror(z)


@torch.no_grad()
def start_linear(encoder, decoder, x):
    """Starts an autoencoder as a linear one: each strided convolution, and the last, takes the principal components of
    what it sees under its centre (shifted up, so that activations let them pass), and the linear decoder is solved for.
    A short training then begins at the quality of a block transform instead of at nothing."""
    latest = [i for i, m in enumerate(encoder) if isinstance(m, nn.Conv2d)][-1]
    h, carried = x, None
    for index, module in enumerate(encoder):
        if isinstance(module, nn.Conv2d) and module.groups == 1:
            s, k = max(module.stride[0], 1), module.kernel_size[0]
            kept = h if carried is None else h[:, :carried]
            patches = F.unfold(kept, s, stride=s).transpose(1, 2).flatten(0, 1)
            middle = patches.mean(0)
            values, vectors = torch.linalg.eigh(torch.cov(patches.T))
            count = min(module.out_channels if index == latest else module.out_channels * 3 // 4, len(values))
            vectors, values = vectors.flip(1)[:, :count], values.flip(0)[:count].clamp(min=1e-4)
            basis = (vectors / (values.sqrt() if index == latest else values ** 0.375 * values[0] ** 0.125)).T
            module.weight.data[:count] = 0
            at = (k - s) // 2
            module.weight.data[:count, :kept.shape[1], at:at + s, at:at + s] = basis.reshape(count, kept.shape[1], s, s)
            lifted = 0 if index == latest else 1.5
            module.bias.data[:count] = lifted - basis @ middle
            carried = count
        h = module(h)
    kept = F.unfold(h, 3, padding=1)
    ones = torch.ones_like(kept[:, :1])
    a = torch.cat([kept, ones], 1).transpose(1, 2).flatten(0, 1)
    reduction = x.shape[2] // h.shape[2]
    b = F.pixel_unshuffle(x, reduction).flatten(2).transpose(1, 2).flatten(0, 1)
    solution = torch.linalg.solve(a.T @ a + 1e-2 * len(a) * torch.eye(a.shape[1]), a.T @ b).T
    decoder.linear[0].weight.data.copy_(solution[:, :-1].reshape(decoder.linear[0].weight.shape))
    decoder.linear[0].bias.data.copy_(solution[:, -1])
    decoder.mirror[-2].weight.data *= 0.1
    decoder.mirror[-2].bias.data.zero_()
    return (decoder(encoder(x)) - x).square().mean((1, 2, 3)).log10().mean().item() * -10
