"""Small SVG plots without a library: one row a category, dots for series, a line for the control."""
from xml.sax.saxutils import escape

COLOURS = ["#0b5fa5", "#c2410c", "#15803d", "#7c3aed", "#64748b"]
LEFT, WIDTH, TOP = 190, 720, 58
STYLE = """<style>text{font:13px system-ui,sans-serif;fill:#1f2937}.grid{stroke:#e5e7eb}.control{stroke:#111827;stroke-dasharray:5 4}
@media (prefers-color-scheme:dark){text{fill:#e5e7eb}.grid{stroke:#374151}.control{stroke:#e5e7eb}}</style>"""


def dots(rows, series, ticks, unit, control=None, said=None):
    """A dot for each value.

    - rows: names from top to bottom, each with a list of values, one a series; a value is a number, `None`, or (middle, low, high).
    - series: their names, in the order of the values.
    - ticks: the marked places of the horizontal axis, ascending; the axis ends with the first and the last of them.
    - unit: what the axis measures.
    - control: where the dashed line of the control stands, and `said`, what it is.
    """
    pitch = 14 + 6 * len(series)
    height = TOP + pitch * len(rows) + 46
    low, high = ticks[0], ticks[-1]

    def x(value):
        return LEFT + (WIDTH - LEFT - 24) * (min(max(value, low), high) - low) / (high - low)

    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">', STYLE]
    place = 16
    for name, colour in zip(series, COLOURS):
        svg.append(f'<circle cx="{place}" cy="18" r="5" fill="{colour}"/><text x="{place + 10}" y="23">{escape(name)}</text>')
        place += 26 + 7.4 * len(name)
    bottom = TOP + pitch * len(rows)
    for tick in ticks:
        svg.append(f'<line class="grid" x1="{x(tick):.1f}" y1="{TOP - 8}" x2="{x(tick):.1f}" y2="{bottom}"/>')
        svg.append(f'<text x="{x(tick):.1f}" y="{bottom + 18}" text-anchor="middle">{tick:g}</text>')
    if control is not None:
        svg.append(f'<line class="control" x1="{x(control):.1f}" y1="{TOP - 14}" x2="{x(control):.1f}" y2="{bottom}"/>')
        svg.append(f'<text x="{x(control):.1f}" y="{TOP - 18}" text-anchor="middle">{escape(said)}</text>')
    for index, (name, values) in enumerate(rows):
        middle = TOP + pitch * (index + 0.5)
        svg.append(f'<text x="{LEFT - 12}" y="{middle + 4.5:.1f}" text-anchor="end">{escape(name)}</text>')
        for number, value in enumerate(values):
            if value is None:
                continue
            y = middle + (number - (len(values) - 1) / 2) * 6
            centre, *ends = value if isinstance(value, tuple) else (value,)
            if ends:
                svg.append(f'<line stroke="{COLOURS[number]}" stroke-width="1.5" x1="{x(ends[0]):.1f}" y1="{y:.1f}" x2="{x(ends[1]):.1f}" y2="{y:.1f}"/>')
            svg.append(f'<circle cx="{x(centre):.1f}" cy="{y:.1f}" r="4.5" fill="{COLOURS[number]}"/>')
    svg.append(f'<text x="{(LEFT + WIDTH - 24) / 2:.0f}" y="{bottom + 38}" text-anchor="middle">{escape(unit)}</text></svg>')
    return "\n".join(svg) + "\n"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])
