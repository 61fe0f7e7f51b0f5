"""Bubbles as the server keeps them and as the client sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.texts import Button

MOST_STEPS = 99


@dataclass(frozen=True)
class Bubble:
    """Something to be said: text and offers. `routes` are cards in the form of the chat API."""

    text: str
    key: str | None = None
    sender: str = "bot"
    buttons: tuple[Button, ...] = ()
    routes: tuple[dict[str, Any], ...] = ()
    safety: dict[str, Any] | None = None
    step: dict[str, Any] | None = None

    def extras(self) -> dict[str, Any]:
        """What is sealed beside the text."""
        return {
            "buttons": [{"title": each.title, "payload": each.payload} for each in self.buttons],
            "routes": list(self.routes),
            "safety": self.safety,
            "step": self.step,
        }


@dataclass(frozen=True)
class StoredMessage:
    """A message of a conversation, opened. `payload` is what a pressed button means to the engine."""

    seq: int
    id: str
    sender: str
    key: str | None
    text: str
    at: datetime
    buttons: tuple[Button, ...] = ()
    routes: tuple[dict[str, Any], ...] = ()
    safety: dict[str, Any] | None = None
    payload: str | None = None
    held: bool = False
    extras: dict[str, Any] = field(default_factory=dict)
    step: dict[str, Any] | None = None


def public(message: StoredMessage) -> dict[str, Any]:
    """A message in the form of the chat API; payloads stay here, the client gets ids."""
    return {
        "seq": message.seq,
        "from": message.sender,
        "at": message.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "text": message.text,
        "key": message.key,
        "buttons": [{"id": f"{message.seq}:{n}", "title": each.title} for n, each in enumerate(message.buttons)],
        "routes": list(message.routes),
        "safety": message.safety,
        **({"step": message.step} if message.step else {}),
    }


def step_of(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """Which question of how many the engine asks, in the form of the chat API; None where it asks none or makes no sense."""
    given = said.get("step")
    step = given if isinstance(given, dict) else {}
    number, of = step.get("number"), step.get("of")
    if not isinstance(number, int) or not isinstance(of, int) or not 1 <= number <= of <= MOST_STEPS:
        return None
    return {"number": number, "of": of, "optional": step.get("optional") is True}


def unstored(bubble: Bubble, at: datetime) -> dict[str, Any]:
    """A bubble that could not be stored, in the form of the chat API: no seq, no buttons to press."""
    return public(StoredMessage(0, "", bubble.sender, bubble.key, bubble.text, at, (), bubble.routes, bubble.safety))
