"""Makes the metric of visibility that comes with Lacquer: the first layers of AlexNet with the heads of LPIPS, in half precision.

    lacquer models add alexnet
    python metric.py ~/.local/share/lacquer/models/alexnet/alexnet.safetensors lpips.safetensors

Three of the five layers that LPIPS listens to are kept: with two, four gradient steps leave nearly twice as much of LPIPS, and all five gain
hardly more than three in a file of 4.9 MB (notes/perturbation.md).
"""
import argparse
import json
import pathlib

from safetensors import safe_open


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


def written(tensors, metadata):
    """The bytes of a safetensors file of half precision; the library's own writer orders metadata by chance."""
    header, end = {"__metadata__": metadata}, 0
    for name, tensor in sorted(tensors.items()):
        begin, end = end, end + 2 * tensor.numel()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [begin, end]}
    text = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(tensor.numpy().tobytes() for _, tensor in sorted(tensors.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("alexnet", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--taps", type=int, default=3)
    arguments = parser.parse_args()
    tensors, metadata = shortened(arguments.alexnet, arguments.taps)
    arguments.out.write_bytes(written(tensors, metadata))


if __name__ == "__main__":
    main()
