"""Plots and tables of the evidence page. The plots are drawn by Lacquer's own plotting code (Sources/Plotting)."""
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def dots(rows, series, ticks, unit, control=None, said=None):
    """A plot with a dot for each value, as `draw` takes it.

    - rows: names from top to bottom, each with a list of values, one a series; a value is a number, `None`, or (middle, low, high).
    - series: their names, in the order of the values.
    - ticks: the marked places of the horizontal axis, ascending; the axis ends with the first and the last of them.
    - unit: what the axis measures.
    - control: where the dashed line of the control stands, and `said`, what it is.
    """
    values = [[value if value is None or isinstance(value, tuple) else [value] for value in row] for _, row in rows]
    return {"rows": [{"name": name, "values": row} for (name, _), row in zip(rows, values)], "series": series, "ticks": ticks,
            "unit": unit, "control": control, "said": said}


def draw(plots):
    """The plots as SVG documents, in their order."""
    program = ["swift", "run", "--package-path", str(ROOT), "-c", "release", "evidence-plot"]
    done = subprocess.run(program, input=json.dumps(plots), check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])
