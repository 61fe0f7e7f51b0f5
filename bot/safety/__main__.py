"""`python -m bot.safety`: reads messages from standard input, one a line, prints one JSON line each, flushed."""

from __future__ import annotations

import json
import sys

from bot.safety.reading import Reading
from bot.safety.screener import Screener


def main() -> None:
    """Answer every line in order; an empty line gets a null reading."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    screener = Screener.load()
    for line in sys.stdin:
        reading = screener.read(line) if line.strip() else Reading.nothing()
        print(json.dumps(_shown(reading), ensure_ascii=False), flush=True)


def _shown(reading: Reading) -> dict[str, object]:
    return {
        "class": reading.crisis,
        "sure": reading.sure,
        "level": reading.level,
        "about": reading.about,
        "reasons": list(reading.reasons),
    }


if __name__ == "__main__":
    main()
