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


def write(name, lacquer, rows, command, note=None, columns=None):
    """A table of Research/notes/data, which begins with the version that it is of, the day, the command that makes it, and the notes that tell more."""
    version = subprocess.run([lacquer, "--version"], check=True, capture_output=True, text=True).stdout.split("\n")[0].removeprefix("lacquer").strip()
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    with open(ROOT / "Research/notes/data" / name, "w", newline="") as file:
        about = {"version": f"{version.split(',')[0].split(' (')[0]} ({commit})", "date": datetime.date.today(), "command": command, "note": note}
        file.writelines(f"# {name}: {value}\n" for name, value in about.items() if value)
        writer = csv.DictWriter(file, columns or rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
