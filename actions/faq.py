"""Questions about the centre: finds which one was asked and says its answer from domain/faq.yml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer
from actions.open_step import ask_the_open_step
from actions.reading import reading_of
from actions.resources import texts
from actions.resuming import take_up
from actions.speaking import say
from bot.dialogue import looks_like_a_question

INTENT = "faq"
ENTITY = "faq_name"
FALLBACK = "utter_fallback_faq"


def asked(message: Mapping[str, Any]) -> str | None:
    """The name of the question in the tracker's latest message, or None.

    A button names it as an entity, a parsed intent by its full name; else it is what the classifier took the question for.
    """
    for entity in message.get("entities") or ():
        if entity.get("entity") == ENTITY:
            return str(entity.get("value"))
    topic, _, name = str((message.get("intent") or {}).get("name") or "").partition("/")
    if topic != INTENT:
        return None
    return name or _selected(message)


def _selected(message: Mapping[str, Any]) -> str | None:
    response = ((message.get("response_selector") or {}).get(INTENT) or {}).get("response") or {}
    topic, _, name = str(response.get("intent_response_key") or "").partition("/")
    return name if topic == INTENT and name else None


class ActionFaq(Action):
    """Answers a question, and asks which it was when that cannot be told. Changes nothing, so that a form goes on after it."""

    def name(self) -> str:
        return "action_faq"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]
    ) -> list[EventType]:
        if not looks_like_a_question(reading_of(tracker).text):
            # "Vi bor i Aarhus" lies near a question, and tells something.
            told = take_up(tracker, dispatcher)
            if told is not None:
                return told
        name = asked(tracker.latest_message or {})
        known = [f"{INTENT}/{name}"] if f"utter_{INTENT}/{name}" in texts().responses else []
        if not answer([*known, *reading_of(tracker).asides], tracker, dispatcher):
            say(dispatcher, tracker, FALLBACK)
        ask_the_open_step(tracker, dispatcher)
        return []
