"""`python -m bot.engine.parse`: read messages from standard input, one a line; print one JSON line each.

`{"intent": "faq/price", "confidence": 0.93, "unsure": false, "themes": […], "entities": {"age": 14},
"ranking": [[name, confidence], …]}`.
`intent` is always the best reading; `unsure` says that the bot would ask back.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.engine import logs
from bot.engine.train import newest
from bot.settings import load


def reading(parsed: dict[str, Any]) -> dict[str, Any]:
    """The line's content from Rasa's parse data."""
    ranking = [[each["name"], round(each["confidence"], 4)] for each in parsed.get("intent_ranking", [])]
    entities = parsed.get("entities", [])
    facts = {each["entity"]: each["value"] for each in reversed(entities) if each["entity"] != "theme"}
    return {
        "intent": ranking[0][0] if ranking else None,
        "confidence": ranking[0][1] if ranking else 0.0,
        "unsure": bool(parsed.get("unsure", not ranking)),
        "themes": [each["value"] for each in entities if each["entity"] == "theme"],
        "entities": facts,
        "ranking": ranking,
    }


def main() -> int:
    """Parse until the input ends."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    logs.configure("error")
    from rasa.core.channels.channel import UserMessage
    from rasa.core.lock_store import InMemoryLockStore
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator
    from rasa.core.processor import MessageProcessor
    from rasa.core.tracker_store import InMemoryTrackerStore
    from rasa.shared.core.domain import Domain

    from bot.engine.channel import plain

    logs.configure("error")
    model = newest(Path(load().model_dir))
    processor = MessageProcessor(
        model, InMemoryTrackerStore(Domain.empty()), InMemoryLockStore(), TemplatedNaturalLanguageGenerator({})
    )
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        parsed = asyncio.run(processor.parse_message(UserMessage(plain(line.rstrip("\n")))))
        print(json.dumps(reading(parsed), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
