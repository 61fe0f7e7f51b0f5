"""The confusion matrix as an SVG picture: a row for what was meant, a column for what was read, darker where it is frequent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

SQUARE, MARGIN = 11, 150  # pixels
RIGHT, WRONG = "#1b6b4a", "#b3261e"
FAINTEST = 0.25


def heat_map(pairs: Sequence[tuple[str, str]]) -> str:
    """The picture of (meant, read) pairs; each square has a title with its count."""
    names = sorted({name for pair in pairs for name in pair})
    counts, totals = Counter(pairs), Counter(meant for meant, _ in pairs)
    size = MARGIN + SQUARE * len(names)
    squares = [
        _square(names.index(meant), names.index(read), count / totals[meant], f"{meant} read as {read}: {count}")
        for (meant, read), count in sorted(counts.items())
    ]
    labels = [label for place, name in enumerate(names) for label in _labels(place, name)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="8">'
    )
    white = '<rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, white, *labels, *squares, "</svg>", ""])


def _square(row: int, column: int, share: float, title: str) -> str:
    x, y, colour = MARGIN + SQUARE * column, MARGIN + SQUARE * row, RIGHT if row == column else WRONG
    strength = FAINTEST + (1 - FAINTEST) * share
    shape = (
        f'<rect x="{x}" y="{y}" width="{SQUARE - 1}" height="{SQUARE - 1}" fill="{colour}" opacity="{strength:.2f}">'
    )
    return f"{shape}<title>{escape(title)}</title></rect>"


def _labels(place: int, name: str) -> tuple[str, str]:
    at, edge = MARGIN + SQUARE * place + SQUARE - 3, MARGIN - 4
    row = f'<text x="{edge}" y="{at}" text-anchor="end">{escape(name)}</text>'
    return row, f'<text x="0" y="0" transform="translate({at} {edge}) rotate(-90)">{escape(name)}</text>'
