"""A visitor in tests: opens a conversation, writes, presses buttons by their title, and reads what comes back."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

ANSWER_SECONDS = 20.0
# One for all: a client of httpx takes 18 ms to make. Each request still has a connection of its own, since tests kill processes.
CLIENT = httpx.Client(verify=False, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))
Message = dict[str, Any]


@dataclass
class Visitor:
    """One conversation over the public API; `messages` holds everything seen so far, in order."""

    base: str
    conversation_id: str = ""
    token: str = ""
    messages: list[Message] = field(default_factory=list)

    @classmethod
    def arrives(cls, base: str, topic: str | None = None) -> Visitor:
        visitor = cls(base)
        answer = CLIENT.post(f"{base}/chat/v1/conversations", json={"topic": topic} if topic else {}, timeout=10)
        assert answer.status_code == 201, answer.text
        body = answer.json()
        visitor.conversation_id, visitor.token = body["conversation_id"], body["token"]
        visitor.messages = list(body["messages"])
        return visitor

    @property
    def url(self) -> str:
        return f"{self.base}/chat/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def last_seq(self) -> int:
        return max((message["seq"] for message in self.messages), default=0)

    def post(self, body: dict[str, Any]) -> httpx.Response:
        return CLIENT.post(f"{self.url}/messages", json=body, headers=self.headers, timeout=15)

    def fetch(self, wait: int = 0) -> list[Message]:
        query = {"after": str(self.last_seq), "wait": str(wait)}
        answer = CLIENT.get(f"{self.url}/messages", params=query, headers=self.headers, timeout=wait + 10)
        assert answer.status_code == 200, answer.text
        fresh: list[Message] = answer.json()["messages"]
        self.messages += fresh
        return fresh

    def everything(self) -> list[Message]:
        answer = CLIENT.get(f"{self.url}/messages", params={"after": "0"}, headers=self.headers, timeout=10)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    def says(self, text: str) -> list[Message]:
        """Write `text`; gives the answering bubbles back."""
        return self._answered({"client_id": str(uuid.uuid4()), "text": text})

    def presses(self, title: str) -> list[Message]:
        """Press the newest button with this title, else the newest whose title contains it."""
        wanted = title.lower()
        offered = [button for message in reversed(self.messages) for button in message.get("buttons") or ()]
        exact = [button for button in offered if button["title"].lower() == wanted]
        for button in [*exact, *(each for each in offered if wanted in each["title"].lower())]:
            return self._answered({"client_id": str(uuid.uuid4()), "button": button["id"]})
        raise AssertionError(f"no button with {title!r}; there are {self.buttons()}")

    def buttons(self) -> list[str]:
        """Titles under the newest bubble that has any."""
        for message in reversed(self.messages):
            if message.get("buttons"):
                return [button["title"] for button in message["buttons"]]
        return []

    def keys(self) -> list[str]:
        return [message["key"] for message in self.messages if message["from"] == "bot"]

    def _answered(self, body: dict[str, Any]) -> list[Message]:
        answer = self.post(body)
        assert answer.status_code in {200, 202}, answer.text
        seq = answer.json()["seq"]
        deadline = time.monotonic() + ANSWER_SECONDS
        fresh: list[Message] = []
        while time.monotonic() < deadline:
            fresh += self.fetch(wait=5)
            answers = [message for message in fresh if message["from"] != "visitor" and message["seq"] > seq]
            if answers:
                return answers
        raise AssertionError(f"silence for {ANSWER_SECONDS} s")
