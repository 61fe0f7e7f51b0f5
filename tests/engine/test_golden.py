"""The engine is not ready before its model reads the golden sentences."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.engine.golden import ALLOWED_MISSES, SENTENCES, GoldenError, check

WANTED: dict[str, str] = yaml.safe_load(SENTENCES.read_text("utf-8"))


class Reader:
    """An agent whose model reads each sentence as `readings` says, and everything else as `otherwise`."""

    def __init__(self, readings: dict[str, str], otherwise: str = "greet") -> None:
        self.readings, self.otherwise, self.processor = readings, otherwise, self

    async def parse_message(self, message: Any) -> dict[str, Any]:
        return {"intent_ranking": [{"name": self.readings.get(message.text, self.otherwise), "confidence": 1.0}]}


async def test_a_model_that_reads_the_golden_sentences_may_serve() -> None:
    await check(Reader(WANTED))


async def test_a_model_that_reads_everything_alike_may_not() -> None:
    with pytest.raises(GoldenError):
        await check(Reader({}))


async def test_a_few_misses_are_allowed_and_one_more_is_not() -> None:
    missing = [sentence for sentence, intent in WANTED.items() if intent != "greet"]
    few = {sentence: intent for sentence, intent in WANTED.items() if sentence not in missing[:ALLOWED_MISSES]}
    await check(Reader(few))
    few.pop(missing[ALLOWED_MISSES])
    with pytest.raises(GoldenError):
        await check(Reader(few))
