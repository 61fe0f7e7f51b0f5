"""A small real engine: an HTTP server that speaks the channel's contract (docs/architecture.md) and answers by script."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_answer

from backoffice.serving import Server, port_of, serve

SECRET = "engine-secret-of-the-tests"
numbers = itertools.count()
Bubble = dict[str, Any]


def bubble(text: str, key: str = "utter_faq/price", **extras: Any) -> Bubble:
    return {"key": key, "text": text, "buttons": [], "routes": [], **extras}


@dataclass
class FakeEngine:
    """`mode` is what it does with the next messages: answer, silent, failed, malformed, broken or hang."""

    mode: str = "answer"
    delay: float = 0.0
    script: dict[str, list[Bubble]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    said: dict[str, list[Bubble]] = field(default_factory=dict)
    visitor: dict[str, Any] = field(default_factory=dict)
    at_once: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0
    most_in_all: int = 0
    port: int = 0
    server: Server | None = None

    async def start(self) -> None:
        """Listen; after a stop on the same port again."""
        app: Sanic[Any, Any] = Sanic(f"fake_engine_{next(numbers)}", configure_logging=False)
        app.add_route(self._messages, "/webhooks/vejviser/messages", methods=["POST"])
        app.add_route(self._health, "/webhooks/vejviser/health")
        self.server = await serve(app, "127.0.0.1", self.port)
        self.port = port_of(self.server)

    async def stop(self) -> None:
        """Gone, as after kill -9."""
        if self.server is not None:
            self.server.close()
            for connection in tuple(self.server.connections):
                connection.abort()
            self.server = None

    def texts(self) -> list[str]:
        """What it was asked in words, in order, each message once."""
        seen: dict[str, str] = {}
        for each in self.asked:
            seen.setdefault(each["message_id"], each["text"] or each["payload"])
        return list(seen.values())

    async def _health(self, _request: Request) -> HTTPResponse:
        return json_answer({"status": "ok", "danish": "blank", "model": "test"})

    async def _messages(self, request: Request) -> HTTPResponse:
        if request.headers.get("x-vejviser-secret") != SECRET:
            return json_answer({"error": "unauthorized"}, 401)
        self.asked.append(request.json)
        conversation = request.json["conversation_id"]
        self.at_once[conversation] = self.at_once.get(conversation, 0) + 1
        self.most_at_once = max(self.most_at_once, self.at_once[conversation])
        self.most_in_all = max(self.most_in_all, sum(self.at_once.values()))
        try:
            await asyncio.sleep(3600 if self.mode == "hang" else self.delay)
            return self._answer(request.json)
        finally:
            self.at_once[conversation] -= 1

    def _answer(self, message: dict[str, Any]) -> HTTPResponse:
        failures = {
            "silent": json_answer({"messages": []}),
            "failed": json_answer({"error": "action_failed"}, 502),
            "malformed": json_answer({"error": "text"}, 400),
            "broken": HTTPResponse("<html>", 500),
        }
        if self.mode in failures:
            return failures[self.mode]
        said = message["text"] or message["payload"]
        known = self.said.setdefault(
            message["message_id"], self.script.get(said, [bubble(f"Svar på besked {len(self.said) + 1}")])
        )
        return json_answer({"messages": known, "known": self.visitor})
