"""The five lines a counsellor reads first: who, what, danger with the quote, done, next. No words of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backoffice.chat.bubbles import StoredMessage
from backoffice.store.queue import Entry

SHORTEST_STORY = 25
OUTCOME, RECEIPT = "utter_outcome_", "utter_intake_receipt"


class Next(StrEnum):
    """What is to be done; the template has the words."""

    DANGER = "danger"
    ANSWER = "answer"
    TAKE = "take"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Card:
    """`story` and `quote` are the visitor's own words; `ways` names routes that were shown."""

    audience: str | None
    story: str | None
    reading: dict[str, Any] | None
    quote: str | None
    outcomes: tuple[str, ...]
    intake_sent: bool
    ways: tuple[str, ...]
    next: Next


def make_card(entry: Entry, messages: Sequence[StoredMessage]) -> Card:
    """The card of a conversation."""
    written = [message for message in messages if message.sender == "visitor"]
    keys = [message.key or "" for message in messages]
    return Card(
        entry.audience,
        _story(written),
        entry.reading,
        quote(messages),
        tuple(dict.fromkeys(key.removeprefix(OUTCOME) for key in keys if key.startswith(OUTCOME))),
        RECEIPT in keys,
        tuple(dict.fromkeys(str(route["name"]) for message in messages[1:] for route in message.routes))[-4:],
        _next(entry, messages),
    )


def _story(written: Sequence[StoredMessage]) -> str | None:
    long_ones = [message.text for message in written if len(message.text) >= SHORTEST_STORY]
    return long_ones[0] if long_ones else (written[0].text if written else None)


def quote(messages: Sequence[StoredMessage]) -> str | None:
    """The visitor's newest words in which danger was read, a sure reading before a maybe."""
    raised = [message for message in messages if message.sender == "visitor" and message.safety]
    sure = [message for message in raised if message.safety and message.safety.get("sure")]
    return next((message.text for message in reversed(sure or raised)), None)


def _next(entry: Entry, messages: Sequence[StoredMessage]) -> Next:
    if entry.alarming:
        return Next.DANGER
    if entry.state == "waiting":
        return Next.TAKE
    if entry.state == "staff":
        newest = next(
            (message.sender for message in reversed(messages) if message.sender in {"visitor", "staff"}), None
        )
        return Next.ANSWER if newest == "visitor" else Next.WAIT
    return Next.NOTHING
