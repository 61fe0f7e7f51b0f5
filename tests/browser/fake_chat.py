"""The scripted chat: its conversations, and the ways in which networks and servers fail. fake_http.py speaks for it."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.browser import script

Bubble = dict[str, Any]


class Calls(StrEnum):
    """How the calls are answered."""

    WELL = "well"
    NO_ANSWER = "no answer"  # the connection is cut
    HANGING = "hanging"  # nothing comes until the mode changes
    NO_STORAGE = "no storage"  # 503 with bubbles
    STORED_UNHEARD = "stored unheard"  # stored, but the acknowledgement is cut


class Streams(StrEnum):
    """How the streams behave."""

    WELL = "well"
    HELD = "held"  # a proxy holds every byte back
    REFUSED = "refused"  # the connection is cut at once
    SHORT = "short"  # cut after each event


@dataclass
class Talk:
    """One conversation."""

    token: str
    messages: list[Bubble] = field(default_factory=list)
    by_client_id: dict[str, int] = field(default_factory=dict)
    unstored: list[Bubble] = field(default_factory=list)
    state: str = "bot"
    place: int | None = None

    @property
    def standing(self) -> dict[str, Any]:
        """As the API tells it: the place in line only while there is one."""
        return {"state": self.state, **({"place": self.place} if self.place else {})}

    def add(self, **bubble: Any) -> Bubble:
        bubble = {"seq": len(self.messages) + 1, "at": script.AT, **bubble}
        bubble["buttons"] = [
            {"id": f"{bubble['seq']}:{n}", "title": title} for n, title in enumerate(bubble["buttons"])
        ]
        self.messages.append(bubble)
        return bubble


class FakeChat:
    """The state behind both ports; tests change `calls`, `streams`, `answers` and read what was asked."""

    def __init__(self) -> None:
        self.calls = Calls.WELL
        self.streams = Streams.WELL
        self.answers = True
        self.attributes = ""
        self.talks: dict[str, Talk] = {}
        self.asked: Counter[str] = Counter()
        self.topics: list[str | None] = []
        self.feedback: list[dict[str, Any]] = []
        self.drops = 0
        self.listening = 0  # how many streams have told everything there was
        self.changed = threading.Condition()
        self.closing = False
        self.chat = ""
        self.page = ""

    @property
    def talk(self) -> Talk:
        """The only conversation there is."""
        (talk,) = self.talks.values()
        return talk

    def set(self, **changes: Any) -> None:
        with self.changed:
            for name, value in changes.items():
                setattr(self, name, value)
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Returns when the condition holds; raises when it never does."""
        with self.changed:
            assert self.changed.wait_for(condition, seconds)

    def drop_streams(self) -> None:
        """Cut every stream that is open now."""
        self.set(drops=self.drops + 1)

    def say(self, **bubble: Any) -> Bubble:
        """The bot, a person or the system says something unasked."""
        with self.changed:
            said = self.talk.add(**script.bubble(**bubble))
            self.changed.notify_all()
        return said

    def become(self, state: str, place: int | None = None) -> None:
        with self.changed:
            self.talk.state, self.talk.place = state, place
            self.changed.notify_all()

    def open(self, topic: str | None) -> tuple[str, Talk]:
        with self.changed:
            identifier, talk = str(uuid.uuid4()), Talk(uuid.uuid4().hex)
            self.talks[identifier] = talk
            self.topics.append(topic)
            for bubble in script.GREETING:
                talk.add(**bubble)
        return identifier, talk

    def keep(self, talk: Talk, body: dict[str, Any]) -> tuple[int, bool]:
        """Number of the message and whether it was there already; the answer follows at once."""
        with self.changed:
            known = talk.by_client_id.get(body["client_id"])
            if known:
                return known, True
            text = body.get("text") or self._title(talk, body["button"])
            seq = talk.add(**script.bubble(text, sender="visitor"))["seq"]
            talk.by_client_id[body["client_id"]] = seq
            for bubble in script.answers(text) if self.answers else ():
                talk.add(**bubble)
            self.changed.notify_all()
        return seq, False

    def _title(self, talk: Talk, button: str) -> str:
        seq, _, number = button.partition(":")
        return str(talk.messages[int(seq) - 1]["buttons"][int(number)]["title"])
