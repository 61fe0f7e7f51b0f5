"""Saying something in other words than last time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.resources import texts
from actions.ways import Ways

NO_VALUES: Mapping[str, str] = {}


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


def said_now(tracker: Tracker) -> tuple[str, ...]:
    """The response names of what the bot has said to the newest message by now, in order."""
    said: list[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "bot":
            said.append(str((event.get("metadata") or {}).get("utter_action")))
    return tuple(reversed(said))


def say(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    response: str,
    ways: Ways | None = None,
    values: Mapping[str, str] = NO_VALUES,
) -> None:
    """Utter `response` in other words than last time, with route choices `ways` and its placeholders filled."""
    extra: dict[str, Any] = {**values, **({"json_message": ways} if ways is not None else {})}
    dispatcher.utter_message(response=other_words(response, tracker), **extra)
