"""Saying something in other words than last time."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.resources import texts
from actions.ways import Ways


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


def say(dispatcher: CollectingDispatcher, tracker: Tracker, response: str, ways: Ways | None = None) -> None:
    """Utter `response` in other words than last time, with route choices `ways`."""
    extra: dict[str, Any] = {"json_message": ways} if ways is not None else {}
    dispatcher.utter_message(response=other_words(response, tracker), **extra)
