"""Questions about the centre: finds which one was asked and says its answer from domain/faq.yml."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.reading import reading_of
from actions.resources import texts
from actions.resuming import take_up
from actions.speaking import other_words
from bot import settings
from bot.centre.facts import Centre, CentreError, load_centre
from bot.centre.sentences import sentences
from bot.dialogue import looks_like_a_question

INTENT = "faq"
ENTITY = "faq_name"
FALLBACK = "utter_fallback_faq"
logger = logging.getLogger(__name__)


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


def centre() -> Centre:
    """What may be said of the centre now. A broken file means that nothing is known of it, and one line in the log."""
    try:
        return load_centre(settings.load().municipality)
    except CentreError as error:
        logger.error("%s", error)
        return Centre()


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
        response = f"utter_{INTENT}/{asked(tracker.latest_message or {})}"
        if response not in texts().responses:
            response = other_words(FALLBACK, tracker)
        audience = tracker.slots.get("audience")
        values = sentences(centre(), texts(), str(audience) if audience else None)
        dispatcher.utter_message(response=response, **values)
        return []
