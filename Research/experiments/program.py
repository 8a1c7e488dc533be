"""What the program answers, and tables of it."""

import csv
import datetime
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def told(lacquer, *command):
    """What the program answers in JSON, its first line."""
    result = subprocess.run([lacquer, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(result.stdout.splitlines()[0])


def write(name, lacquer, rows, command):
    """A table of Research/notes/data, which begins with the version that it is of, the day, and the command that makes it."""
    version = subprocess.run([lacquer, "--version"], check=True, capture_output=True, text=True).stdout.split("\n")[0].removeprefix("lacquer").strip()
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    with open(ROOT / "Research/notes/data" / name, "w", newline="") as file:
        file.write(f"# version: {version.split(',')[0].split(' (')[0]} ({commit})\n# date: {datetime.date.today()}\n# command: {command}\n")
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
