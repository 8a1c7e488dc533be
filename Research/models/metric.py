"""Makes the metric of visibility that comes with Lacquer: the first layers of AlexNet with the heads of LPIPS, in half precision.

    lacquer models add alexnet
    python metric.py ~/.local/share/lacquer/models/alexnet/alexnet.safetensors lpips.safetensors

Three of the five layers that LPIPS listens to are kept: with two, gradient steps lower the whole of LPIPS half as far, with five hardly
further, and the file would be 4.9 MB (notes/perturbation.md).
"""
import argparse
import json
import pathlib

from safetensors import safe_open
from safetensors.torch import save_file


def shortened(path, count):
    """The tensors and metadata of a network that ends with its tap number `count`."""
    with safe_open(path, "pt") as file:
        known = file.metadata()
        taps = json.loads(known["taps"])[:count]
        layers = json.loads(known["layers"])[:taps[-1] + 1]
        kept = {layer["name"] for layer in layers if "name" in layer} | {f"head.{number}" for number in range(count)}
        names = [name for name in file.keys() if name in kept or name.rsplit(".", 1)[0] in kept]
        tensors = {name: file.get_tensor(name).half().contiguous() for name in names}
    return tensors, known | {"name": "lpips", "layers": json.dumps(layers), "taps": json.dumps(taps)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("alexnet", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--taps", type=int, default=3)
    arguments = parser.parse_args()
    tensors, metadata = shortened(arguments.alexnet, arguments.taps)
    save_file(tensors, arguments.out, metadata)


if __name__ == "__main__":
    main()
