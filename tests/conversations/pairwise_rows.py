"""Few rows in which every pair of answers meets. Pure and deterministic: the same parameters always give the same rows.

Greedy: each row begins with a pair that has not met yet; of several ways to fill the rest, drawn with a fixed seed, the one is
taken in which the most new pairs meet.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations, product

Row = Mapping[str, str]
Pair = frozenset[tuple[str, str]]
DRAWS = 150
SEED = 5


def rows_meeting_all_pairs(
    values: Mapping[str, Sequence[str]], asked: Callable[[Row], Collection[str]] = lambda row: row.keys()
) -> list[Row]:
    """Rows, one value for each name, in which every pair of values of two names meets that can.

    `asked` says which names of a row really come up; two values meet only where both of their names do.
    """
    draw = random.Random(SEED)
    open_pairs = dict.fromkeys(all_pairs(values))
    rows: list[Row] = []
    while open_pairs:
        wanted = next(iter(open_pairs))
        drawn = [_draw(wanted, values, draw) for _ in range(DRAWS)]
        best = max(drawn, key=lambda row: _gain(row, wanted, asked, open_pairs))
        met = pairs_of(best, asked(best))
        if wanted in met:
            rows.append(best)
        for pair in {wanted, *(met if wanted in met else ())}:
            open_pairs.pop(pair, None)
    return rows


def all_pairs(values: Mapping[str, Sequence[str]]) -> list[Pair]:
    """Every pair of values of two different names, in order."""
    return [
        frozenset(((one, first), (other, second)))
        for one, other in combinations(values, 2)
        for first, second in product(values[one], values[other])
    ]


def pairs_of(row: Row, names: Collection[str]) -> set[Pair]:
    """The pairs that meet in `row`, when only `names` come up."""
    return {frozenset(pair) for pair in combinations([(name, row[name]) for name in row if name in names], 2)}


def _draw(wanted: Pair, values: Mapping[str, Sequence[str]], draw: random.Random) -> Row:
    fixed = dict(wanted)
    return {name: fixed.get(name) or draw.choice(list(each)) for name, each in values.items()}


def _gain(row: Row, wanted: Pair, asked: Callable[[Row], Collection[str]], open_pairs: Mapping[Pair, None]) -> int:
    met = pairs_of(row, asked(row))
    return len(met & open_pairs.keys()) if wanted in met else -1
