"""Answers what a message asked beside what it told: one bubble, before the form goes on with its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.centre_words import centre_sentences
from actions.reading import is_fresh, reading_of
from actions.resources import texts
from actions.speaking import say
from actions.ways import ways_for
from bot.dialogue import Step
from bot.side_questions import LEFT, WHY, WISHES

HUMAN, CALL_BACK = WISHES
SAID_TO_A_WISH = {HUMAN: "utter_handover_wanted", CALL_BACK: "utter_people_call_back"}
Spoken = tuple[str, Mapping[str, str]]
NONE_LEFT: Spoken = ("utter_aside_left_none", {})
OUTSIDE: Mapping[str, Spoken] = {LEFT: NONE_LEFT}


def of_the_message(tracker: Tracker, form: str) -> list[str]:
    """What the newest message asked beside what it told and nothing has answered yet, the form's own questions left out."""
    if not is_fresh(tracker, form):
        return []
    return [name for name in reading_of(tracker).asides if name not in (WHY, LEFT)]


def answer(
    names: Sequence[str],
    tracker: Tracker,
    dispatcher: CollectingDispatcher,
    of_the_form: Mapping[str, Spoken] = OUTSIDE,
) -> bool:
    """Say what is answered to `names`, a wish for a person first; whether anything was said.

    `of_the_form` holds what the open form says to the questions about its questions: response and values by name.
    """
    wish = next((name for name in names if name in WISHES), None)
    if wish:
        grant(wish, tracker, dispatcher)
    spoken = [found for name in dict.fromkeys(names) if (found := _spoken(name, tracker.slots, of_the_form))]
    if len(spoken) == 1:
        dispatcher.utter_message(response=spoken[0][0], **spoken[0][1])
    elif spoken:
        dispatcher.utter_message(
            response="utter_aside_several",
            answers=_together(spoken, tracker.slots),
            json_message=ways_for(tracker.slots),
        )
    return bool(wish or spoken)


def left(step: Step | None) -> Spoken:
    """How many questions are left, the open one counted; `step` is None when none stands open."""
    if step is None:
        return NONE_LEFT
    count = step.of - step.number + 1
    return ("utter_aside_left", {"count": str(count)}) if count > 1 else ("utter_aside_left_last", {})


def grant(wish: str, tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    """Pass a wish for a person on (the server knows whether somebody is there), or say how one can be called."""
    say(dispatcher, tracker, SAID_TO_A_WISH[wish], ways_for(tracker.slots), centre_sentences(tracker.slots))


def _spoken(name: str, slots: Mapping[str, Any], of_the_form: Mapping[str, Spoken]) -> Spoken | None:
    if name in of_the_form:
        return of_the_form[name]
    response = f"utter_{name}"
    return (response, centre_sentences(slots)) if name.startswith("faq/") and response in texts().responses else None


def _together(spoken: Sequence[Spoken], slots: Mapping[str, Any]) -> str:
    audience = str(slots["audience"]) if slots.get("audience") else None
    return "\n\n".join(texts().text(response, audience, **values) for response, values in spoken)
