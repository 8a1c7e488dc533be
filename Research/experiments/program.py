"""What the program answers."""

import json
import subprocess


def told(lacquer, *command):
    """What the program answers in JSON, its first line."""
    result = subprocess.run([lacquer, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(result.stdout.splitlines()[0])
