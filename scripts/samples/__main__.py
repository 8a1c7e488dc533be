"""Makes every sample, or those that are named: python scripts/samples OUTPUT_FOLDER [NAME...]"""

import importlib
import pathlib
import sys

NAMES = ["comic", "heron", "stilllife", "mountains", "city", "portrait", "lighthouse", "winter", "pixels"]


def main():
    folder, chosen = pathlib.Path(sys.argv[1]), sys.argv[2:] or NAMES
    folder.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        print(f"painting {name}", file=sys.stderr)
        importlib.import_module(name).save(folder)


main()
