"""Sentences that the model must read right before the engine says that it is ready.

Rasa can load a component untrained without a word (design/reliability.md F19); a bot for children that understands
nothing must not look healthy. The sentences stand in `golden.yml`. Their meaning is handed over as the server does it, so that
the engine loads the sentence model when it is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.danish.meaning import Meaning, to_metadata
from bot.engine.nlu.classifier import HANDED_OVER
from bot.engine.parse import reading

SENTENCES = Path(__file__).with_name("golden.yml")
ALLOWED_MISSES = 2


class GoldenError(RuntimeError):
    """The model reads too many of the golden sentences wrong; it must not serve."""


async def check(agent: Any) -> None:
    """Raise GoldenError when more than ALLOWED_MISSES sentences are read wrong."""
    from rasa.core.channels.channel import UserMessage

    wanted: dict[str, str] = yaml.safe_load(SENTENCES.read_text("utf-8"))
    meaning = Meaning.load()
    misses = []
    for sentence, intent in wanted.items():
        metadata = {HANDED_OVER: to_metadata(meaning.layers(sentence))} if meaning else {}
        parsed = reading(await agent.processor.parse_message(UserMessage(sentence, metadata=metadata)))
        if parsed["intent"] != intent:
            misses.append(f"{intent} read as {parsed['intent']}")
    if len(misses) > ALLOWED_MISSES:
        raise GoldenError(f"{len(misses)} of {len(wanted)} golden sentences: {'; '.join(misses)}")
