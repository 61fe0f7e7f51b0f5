"""`python -m bench.safety`: what the screening catches in the locked sets, and how often it is wrong, with 95 % intervals.

Reads every `*.jsonl` in `tests/safety/sets/` (or the folder that is named): one message a line with `text`, `danger` and, as
far as known, `class`, `level`, `about`, `speaker`, `form`, `spelling`, `kind`. Prints shares with Wilson intervals.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.safety import Reading, Screener
from bot.settings import ROOT

SETS = ROOT / "tests" / "safety" / "sets"
BY = ("class", "level", "about", "speaker", "form", "spelling")
HARMLESS_BY = ("kind", "speaker", "spelling")
Z = 1.959964


@dataclass(frozen=True)
class Read:
    """A labelled message, its reading, and the milliseconds that took."""

    entry: dict[str, Any]
    reading: Reading
    milliseconds: float


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson interval of `hits` of `total`."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = Z * math.sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - spread), min(1.0, middle + spread)


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled messages of every set in `folder`, each with the name of its set."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield {"set": path.stem, **json.loads(line)}


def read_all(screener: Screener, found: Iterable[dict[str, Any]]) -> list[Read]:
    """Read every message."""
    done = []
    for entry in found:
        start = time.perf_counter()
        reading = screener.read(entry["text"])
        done.append(Read(entry, reading, (time.perf_counter() - start) * 1000))
    return done


def table(title: str, rows: list[Read], by: Iterable[str]) -> None:
    """Print caught and sure for all rows and for each value of each field."""
    print(f"\n{title}: n = {len(rows)}")
    _line("all", rows)
    for field in by:
        groups: dict[str, list[Read]] = defaultdict(list)
        for row in rows:
            groups[str(row.entry.get(field))].append(row)
        for value in sorted(groups):
            if set(groups) != {"None"}:
                _line(f"{field} {value}", groups[value])


def _line(name: str, rows: list[Read]) -> None:
    shown = [_share(rows, holds) for holds in (lambda row: row.reading.raised, lambda row: row.reading.sure)]
    print(f"  {name:<40} n {len(rows):>5}   sure or maybe {shown[0]}   sure {shown[1]}")


def _share(rows: list[Read], holds: Callable[[Read], bool]) -> str:
    hits = sum(holds(row) for row in rows)
    low, high = wilson(hits, len(rows))
    return f"{hits / max(len(rows), 1):.3f} [{low:.3f}-{high:.3f}]"


def main() -> None:
    """Print the tables and the time a message takes."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SETS
    screener = Screener.load()
    rows = read_all(screener, entries(folder))
    if not rows:
        sys.exit(f"no sets in {folder.name}")
    print(f"meaning model: {'missing' if screener.meaning_missing else 'there'}")
    danger = [row for row in rows if row.entry["danger"]]
    table("danger", danger, BY)
    right = sum(row.reading.crisis == row.entry.get("class") for row in danger if row.reading.raised)
    print(f"  of those caught, class as labelled: {right} of {sum(row.reading.raised for row in danger)}")
    harmless = [row for row in rows if not row.entry["danger"]]
    for name in sorted({row.entry["set"] for row in harmless}):
        table(f"harmless, set {name}", [row for row in harmless if row.entry["set"] == name], HARMLESS_BY)
    times = sorted(row.milliseconds for row in rows)
    print(f"\nmilliseconds a message: median {times[len(times) // 2]:.1f}, 99 % {times[int(len(times) * 0.99)]:.1f}")


if __name__ == "__main__":
    main()
