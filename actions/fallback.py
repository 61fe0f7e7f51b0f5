"""Not understood: first the likely readings as buttons, then a simpler question, then a person or a way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer
from actions.call_number import note_number
from actions.open_step import ask_the_open_step
from actions.reading import ranking_of, reading_of
from actions.resources import texts
from actions.resuming import take_up
from actions.speaking import last_said
from actions.ways import ways_for

MISSES = "basics_misses"
MOST_CHOICES = 3
LEAST_CHANCE = 0.05
STEPS = ("utter_fallback_choices", "utter_fallback_simpler", "utter_fallback_person")


class ActionBasicsFallback(Action):
    """Asks back, unless the message told something. The count begins anew when something else was said in between."""

    def name(self) -> str:
        return "action_basics_fallback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]
    ) -> list[EventType]:
        reading = reading_of(tracker)
        noted = note_number(reading, tracker, dispatcher)
        if noted is not None:
            return noted
        if answer(reading.asides, tracker, dispatcher):
            ask_the_open_step(tracker, dispatcher)
            return []
        told = take_up(tracker, dispatcher)
        if told is not None:
            return told
        in_a_row = any(name.startswith("utter_fallback_") for name in last_said(tracker))
        misses = int(tracker.slots.get(MISSES) or 0) + 1 if in_a_row else 1
        choices = buttons(tracker)
        step = min(misses, len(STEPS)) - 1
        if step == 0 and len(choices) < 2:
            step, misses = 1, 2
        _say(STEPS[step], choices, tracker, dispatcher)
        # After the third step it begins with the first again, so that no sentence comes twice in a row.
        return [SlotSet(MISSES, misses if misses < len(STEPS) else 0)]


def _say(response: str, choices: list[dict[str, str]], tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    if response == STEPS[0]:
        other = {"title": texts().text("utter_fallback_else"), "payload": "/ask_capabilities"}
        dispatcher.utter_message(response=response, buttons=[*choices, other])
    else:
        dispatcher.utter_message(response=response, json_message=ways_for(tracker.slots))


def buttons(tracker: Tracker) -> list[dict[str, str]]:
    """The likely readings that can be offered in words, the best first."""
    likely = [name for name, chance in ranking_of(tracker) if chance >= LEAST_CHANCE]
    named = [(name, f"utter_fallback_title_{name.replace('/', '_')}") for name in likely]
    offered = [(name, title) for name, title in named if title in texts().responses][:MOST_CHOICES]
    return [{"title": texts().text(title), "payload": _payload(name)} for name, title in offered]


def _payload(name: str) -> str:
    topic, _, question = name.partition("/")
    return f'/{topic}{{"faq_name": "{question}"}}' if question else f"/{topic}"
