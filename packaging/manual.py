"""Gives a generated manual page the names that it is installed under: lacquer-protect(1) for lacquer.protect(1)."""

import re
import sys


def main() -> None:
    command = None
    for line in sys.stdin:
        if line.startswith((".Dt ", ".Xr ")):
            line = re.sub(r"(?i)\blacquer\.[a-z.-]+", lambda name: name[0].replace(".", "-"), line)
        elif line.startswith('.Nm "') and command is None:
            # The page's name has hyphens, for man and whatis; what is typed has spaces.
            command = line
            line = line.replace('"', "").replace("lacquer ", "lacquer-").replace(" ", "-").replace(".Nm-", ".Nm ", 1)
        elif line == ".Nm\n" and command is not None:
            line = command
        # "help" is a command of the parser that has no page.
        if line.startswith(".Xr lacquer-help"):
            continue
        sys.stdout.write(line if line.strip() else ".Pp\n")


main()
