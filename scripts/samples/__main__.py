"""Makes every sample, or those that are named: python scripts/samples OUTPUT_FOLDER [NAME...]"""

import importlib
import pathlib
import sys

NAMES = ["comic", "pixels", "heron", "winter", "city", "mountains", "lighthouse", "portrait", "stilllife"]


def main():
    folder, chosen = pathlib.Path(sys.argv[1]), sys.argv[2:] or NAMES
    folder.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        print(f"painting {name}", file=sys.stderr)
        importlib.import_module(name).save(folder)


main()
