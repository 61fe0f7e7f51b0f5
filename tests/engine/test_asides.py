"""A message that asks something beside what it tells is read in parts, on a small trained model."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage


async def test_the_question_is_named_and_the_rest_is_the_message(agent: Any) -> None:
    parsed = await agent.processor.parse_message(UserMessage("hun er 12 år. hvad koster det?"))
    assert parsed["asides"] == ["faq/price"]
    assert (parsed["main_text"], parsed["text"]) == ("hun er 12 år.", "hun er 12 år. hvad koster det?")
    assert {each["entity"]: each["value"] for each in parsed["entities"]}["age"] == 12


async def test_a_question_alone_stays_whole(agent: Any) -> None:
    parsed = await agent.processor.parse_message(UserMessage("hvad koster det?"))
    assert parsed["intent"]["name"] == "faq"
    assert parsed["asides"] == []


async def test_a_question_about_the_questions_needs_no_model(agent: Any) -> None:
    parsed = await agent.processor.parse_message(UserMessage("hun er 12 år. hvorfor spørger du?"))
    assert (parsed["asides"], parsed["main_text"]) == (["why"], "hun er 12 år.")


async def test_a_button_is_never_taken_apart(agent: Any) -> None:
    assert "asides" not in await agent.processor.parse_message(UserMessage("/greet"))
