"""Back into the guidance from outside every form, when a message tells something that the guidance did not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_form import ANSWER, FORM
from actions.guidance_outcome import tell_outcome
from actions.reading import reading_of
from actions.resources import municipality_table
from bot.dialogue import Turn, Verdict
from bot.guidance.answering import HEARD, read_turn
from bot.guidance.answers import THEMES, UNSPECIFIED
from bot.guidance.path import next_question

Events = list[EventType]


def begin_guidance() -> Events:
    """The guidance's form, active, with its question open."""
    return [ActiveLoop(FORM), SlotSet("requested_slot", ANSWER)]


def take_up(tracker: Tracker, dispatcher: CollectingDispatcher) -> Events | None:
    """What follows when the newest message told something new; None when it told nothing, or a form is open."""
    reading = reading_of(tracker)
    if reading.pressed or tracker.active_loop_name:
        return None
    turn = read_turn(None, tracker.slots, reading)
    news = any(tracker.slots.get(name) != value for name, value in turn.slots.items())
    return set_right(turn, tracker, dispatcher) if turn.verdict is Verdict.TAKEN and news else None


def set_right(turn: Turn, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
    """Keep what `turn` told; ask what is still open, else tell the outcome anew."""
    heard = {HEARD: True} if turn.slots.get(THEMES) not in (None, [UNSPECIFIED]) else {}
    slots: Mapping[str, Any] = {**tracker.slots, **turn.slots}
    kept: Events = [SlotSet(name, value) for name, value in {**turn.slots, **heard}.items()]
    if next_question(slots, municipality_table()) is not None:
        return [*kept, *begin_guidance()]
    return [*kept, SlotSet(HEARD, None), *tell_outcome(slots, tracker, dispatcher)]
