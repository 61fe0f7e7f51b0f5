"""The pipeline's reader inside Rasa: what it puts on a message, and that a handed-over meaning is not computed again."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.danish.meaning import Meaning, to_metadata
from bot.engine.nlu.classifier import DanishClassifier, NoMeaningError
from bot.engine.parse import reading


async def parse(agent: Any, text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    parsed: dict[str, Any] = await agent.processor.parse_message(UserMessage(text, metadata=metadata or {}))
    return parsed


async def test_a_question_carries_its_own_name_beside_the_topic(agent: Any) -> None:
    parsed = await parse(agent, "hvad koster det")
    assert reading(parsed)["intent"] == "faq/price"
    assert parsed["response_selector"]["faq"]["response"]["intent_response_key"] == "faq/price"


async def test_where_the_meaning_is_handed_over_the_sentence_model_is_not_even_loaded(
    agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    meaning = Meaning.load()
    assert meaning is not None
    handed_over = to_metadata(meaning.layers("hvad koster det"))

    def load() -> Any:
        raise AssertionError

    monkeypatch.setattr(Meaning, "load", load)
    assert reading(await parse(agent, "hvad koster det", {"meaning": handed_over}))["intent"] == "faq/price"


@pytest.mark.parametrize("broken", ["", "?", 7, [1.0], {"a": 1}])
async def test_a_broken_handed_over_meaning_is_computed_anew(agent: Any, broken: Any) -> None:
    plainly = reading(await parse(agent, "hvad koster det"))
    assert reading(await parse(agent, "hvad koster det", {"meaning": broken})) == plainly


async def test_an_unsure_reading_keeps_its_ranking(agent: Any) -> None:
    parsed = await parse(agent, "…")
    assert parsed["intent"]["name"] == "nlu_fallback"
    assert parsed["unsure"]
    assert parsed["intent_ranking"]


def test_without_the_sentence_model_nothing_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Meaning, "load", lambda: None)
    classifier = DanishClassifier({}, None, None)  # type: ignore[arg-type]
    with pytest.raises(NoMeaningError):
        classifier._layers_of(["hej"])
