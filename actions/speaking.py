"""Saying something in other words than last time, with ways that are open now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_words import municipality_routes
from actions.intake_words import texts
from bot.guidance.answers import Answers, answers_from
from bot.guidance.table import Outcome
from bot.routes.offer import offer
from bot.routes.ranking import Needs

STEPS = {Outcome.NEAR: 1, Outcome.CENTRE: 2, Outcome.PSYCHIATRY: 3}


def last_said(tracker: Tracker) -> tuple[str, ...]:
    """The response names of what the bot said last, since the visitor's message before the newest one."""
    said: list[str] = []
    visitors = 0
    for event in reversed(tracker.events):
        visitors += event.get("event") == "user"
        if visitors > 1:
            break
        if event.get("event") == "bot":
            said.append(str((event.get("metadata") or {}).get("utter_action")))
    return tuple(said)


def other_words(response: str, tracker: Tracker) -> str:
    """`response`, or `response`_again when it was said just now and there is such a one."""
    again = f"{response}_again"
    return again if response in last_said(tracker) and again in texts().responses else response


def say(dispatcher: CollectingDispatcher, tracker: Tracker, response: str, ways: Sequence[Any] | None = None) -> None:
    """Utter `response` in other words than last time, with route choices `ways`."""
    extra: dict[str, Any] = {"json_message": {"routes": list(ways)}} if ways is not None else {}
    dispatcher.utter_message(response=other_words(response, tracker), **extra)


def ways_for(slots: Mapping[str, Any], outcome: Outcome | None = None) -> list[dict[str, Any]]:
    """The ways to show now for what is known, each with why; at least two, one of them open."""
    answers: Answers = answers_from(slots)
    needs = Needs(
        audience=answers.audience,
        age=answers.age,
        municipality=answers.municipality,
        themes=answers.themes,
        step=STEPS.get(outcome) if outcome else None,
        outcome=outcome.value if outcome else None,
        parents_may_be_danger=answers.parents_may_be_danger,
        already_helped=answers.help,
    )
    return [dict(each) for each in offer(municipality_routes(), needs, datetime.now(UTC), texts())]
