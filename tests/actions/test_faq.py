"""A question is answered under its own name, from a button, a full intent or the classifier; else the bot asks which it was."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import centre_words
from actions.faq import ActionFaq, asked
from bot import settings
from bot.centre.facts import Centre
from bot.texts import load

CONVERSATION = "0b8f2f4e-2f6a-4a53-9f0e-2f0b1c9d7a11"


def read_as(name: str, intent: str = "faq") -> dict[str, Any]:
    selector = {"faq": {"response": {"intent_response_key": f"faq/{name}", "confidence": 0.9}}}
    return {"intent": {"name": intent}, "entities": [], "response_selector": selector}


def pressed(name: str) -> dict[str, Any]:
    return {"intent": {"name": "faq"}, "entities": [{"entity": "faq_name", "value": name}]}


async def answer(message: dict[str, Any] | None, audience: str | None = None) -> tuple[list[Any], dict[str, Any]]:
    tracker = Tracker(CONVERSATION, {"audience": audience}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = await ActionFaq().run(dispatcher, tracker, {})
    (said,) = dispatcher.messages
    return events, said


QUESTIONS = sorted(name.split("/")[1] for name in load().responses if name.startswith("utter_faq/"))


@pytest.mark.parametrize("name", QUESTIONS)
async def test_every_question_is_answered_under_its_own_name_and_changes_nothing(name: str) -> None:
    events, said = await answer(read_as(name))
    assert (events, said["response"]) == ([], f"utter_faq/{name}")


async def test_a_button_names_its_question_whatever_the_classifier_thought() -> None:
    _, said = await answer(read_as("price") | pressed("while_waiting"))
    assert said["response"] == "utter_faq/while_waiting"


async def test_a_full_intent_name_names_its_question() -> None:
    _, said = await answer({"intent": {"name": "faq/price"}})
    assert said["response"] == "utter_faq/price"


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"intent": None, "entities": None, "response_selector": None},
        {"intent": {"name": "faq"}},
        {"intent": {"name": "faq"}, "response_selector": {"faq": {"response": {"intent_response_key": None}}}},
        {
            "intent": {"name": "faq"},
            "response_selector": {"faq": {"response": {"intent_response_key": "chitchat/joke"}}},
        },
        read_as("no_such_question"),
        read_as("price", intent="greet"),
        pressed("no_such_question"),
        pressed("{audience}"),
    ],
)
async def test_a_question_that_cannot_be_told_is_asked_back(message: dict[str, Any] | None) -> None:
    _, said = await answer(message)
    assert said["response"] == "utter_fallback_faq"


async def test_what_is_not_known_of_the_centre_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_words, "load_centre", lambda _municipality: Centre())
    _, said = await answer(read_as("waiting_time"))
    assert said["centre_waiting_time"] == load().text("utter_centre_waiting_time_unknown")


async def test_what_the_centre_has_told_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_words, "load_centre", lambda _municipality: Centre(waiting_time="tre uger"))
    _, said = await answer(read_as("waiting_time"), "young")
    assert "tre uger" in said["centre_waiting_time"]


async def test_a_missing_file_of_the_centre_never_holds_an_answer_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(centre_words.settings, "load", lambda: settings.Settings(municipality="nowhere"))
    _, said = await answer(read_as("opening_hours"))
    assert said["centre_opening_hours"] == load().text("utter_centre_opening_hours_unknown")
    assert "centre.yml" in caplog.text


def test_the_classifiers_guess_counts_only_when_the_message_was_a_question() -> None:
    assert asked(read_as("price")) == "price"
    assert asked(read_as("price", intent="describe_problem")) is None
