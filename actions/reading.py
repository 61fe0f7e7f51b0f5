"""What the newest message says, taken from Rasa's tracker; shared by the forms of guidance and intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

from bot.dialogue import Reading

# What Rasa does between a message and a form's validation without anything having been done about the message.
BEFORE_READING = frozenset({"action_listen", "action_extract_slots", "action_session_start", None})


def reading_of(tracker: Tracker) -> Reading:
    """What the newest message says, as the NLU or a button of ours gives it."""
    message = tracker.latest_message or {}
    intent = message.get("intent") or {}
    # Where a message asks something beside what it tells, the rest of it (bot/engine/processor.py).
    text = message.get("main_text") or message.get("text") or ""
    entities = message.get("entities") or ()
    asides = tuple(message.get("asides") or ())
    # A question about the questions themselves has no intent of its own: it is the form's to answer.
    of_the_form = bool(asides) and not message.get("main_text")
    # The channel takes leading slashes from what visitors write; only the server's payloads begin with one.
    pressed = text.startswith("/")
    return Reading(
        text=text,
        intent="repeat_please" if of_the_form else intent.get("name") or "nlu_fallback",
        confidence=1.0 if of_the_form else float(intent.get("confidence") or 0.0),
        facts=_facts(entities, pressed=pressed),
        pressed=pressed,
        themes=tuple(str(each["value"]) for each in entities if each["entity"] == "theme"),
        helps=tuple(str(each["value"]) for each in entities if each["entity"] == "help"),
        asides=asides,
        ages=tuple(dict.fromkeys(int(each["value"]) for each in entities if each["entity"] == "age")),
    )


def _facts(entities: Sequence[Mapping[str, Any]], *, pressed: bool) -> dict[str, object]:
    """The first value of each kind; of a button of ours all of them, since Rasa takes its lists apart."""
    values: dict[str, list[object]] = {}
    for entity in entities:
        values.setdefault(entity["entity"], []).append(entity.get("value"))
    return {kind: found if pressed and len(found) > 1 else found[0] for kind, found in values.items()}


def ranking_of(tracker: Tracker) -> list[tuple[str, float]]:
    """The likely readings of the newest message, the best first, by full intent name."""
    ranking: list[dict[str, Any]] = (tracker.latest_message or {}).get("intent_ranking") or []
    return [(str(each["name"]), float(each["confidence"])) for each in ranking]


def told_aside(tracker: Tracker) -> bool:
    """Whether the newest message brought what was told in the talk about danger: a question may have been answered by it."""
    return bool(((tracker.latest_message or {}).get("metadata") or {}).get("told"))


def is_fresh(tracker: Tracker, form: str) -> bool:
    """Whether the newest message is still to be read by `form`: nothing else was done since it came."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return True
        done = event.get("event") == "action" and event.get("name") not in BEFORE_READING | {form}
        if done or event.get("event") == "action_execution_rejected":
            return False
    return False
