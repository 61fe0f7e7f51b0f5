"""A back office for tests: the real public app on a free port in the test's own event loop, with a database of its own."""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from backoffice.chat.context import Chat, make_chat
from backoffice.public_app import make_public_app
from backoffice.services import Services, make_services
from backoffice.serving import Server, drain, port_of, serve
from backoffice.store import database
from bot.sealing import Sealer, new_key
from bot.settings import Settings
from tests.server.fake_engine import SECRET, FakeEngine

ORIGIN = "http://kommunen.example"
DANGER = "jeg vil tage mit eget liv"
numbers = itertools.count()
Message = dict[str, Any]


@dataclass
class Clock:
    """The time now, moved on by tests."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Office:
    """One server process's worth of back office."""

    settings: Settings
    engine: FakeEngine
    clock: Clock = field(default_factory=Clock)
    services: Services | None = None
    chat: Chat | None = None
    server: Server | None = None
    base: str = ""
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=40, trust_env=False))

    async def start(self) -> None:
        self.services = services_for(self.settings, self.clock)
        self.chat = make_chat(self.services)
        app = make_public_app(self.chat, f"public_{next(numbers)}")
        self.server = await serve(app, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{port_of(self.server)}"
        self.chat.start()

    async def stop(self) -> None:
        if self.chat and self.server and self.services:
            await drain(self.chat, [self.server])
            await self.services.engine.dispose()
            self.chat = None

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def arrives(self, **body: Any) -> Guest:
        answer = await self.client.post(f"{self.base}/chat/v1/conversations", json=body)
        assert answer.status_code == 201, answer.text
        opened = answer.json()
        return Guest(self, opened["conversation_id"], opened["token"], opened["messages"])


@dataclass
class Guest:
    """A visitor with a conversation of their own."""

    office: Office
    conversation_id: str
    token: str
    greeting: list[Message]

    @property
    def url(self) -> str:
        return f"{self.office.base}/chat/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, text: str | None = None, **body: Any) -> httpx.Response:
        content = {"client_id": str(uuid.uuid4()), **({"text": text} if text is not None else {}), **body}
        return await self.office.client.post(f"{self.url}/messages", json=content, headers=self.headers)

    async def writes(self, text: str) -> int:
        """Write as the chat window does: again with the same id until it is stored. Gives the message's number."""
        same = str(uuid.uuid4())
        for _ in range(50):
            answer = await self.post(text, client_id=same)
            if answer.status_code != 503:
                break
            await asyncio.sleep(0.1)
        assert answer.status_code in {200, 202}, answer.text
        return int(answer.json()["seq"])

    async def fetch(self, after: int = 0, wait: float = 0) -> httpx.Response:
        query = {"after": str(after), "wait": str(wait)}
        return await self.office.client.get(f"{self.url}/messages", params=query, headers=self.headers)

    async def messages(self, after: int = 0, wait: float = 0) -> list[Message]:
        answer = await self.fetch(after, wait)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    async def until(self, count: int, sender: str = "bot", seconds: float = 15) -> list[Message]:
        """All messages, once there are `count` of `sender` beyond the greeting."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            every = await self.messages()
            if len([each for each in every[len(self.greeting) :] if each["from"] == sender]) >= count:
                return every
            assert loop.time() < deadline, [each["key"] for each in every]
            await self.messages(every[-1]["seq"], 1)

    @asynccontextmanager
    async def stream(self, last: str | None = None) -> AsyncIterator[Events]:
        headers = self.headers | ({"Last-Event-ID": last} if last is not None else {})
        async with self.office.client.stream("GET", f"{self.url}/stream", headers=headers) as answer:
            assert answer.status_code == 200
            yield Events(answer)


class Events:
    """Reads server-sent events off an answer."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def next(self, seconds: float = 15) -> dict[str, Any]:
        """The next event: kind, id and data; `comment` for a heartbeat. Raises StopAsyncIteration at the stream's end."""
        event: dict[str, Any] = {}
        async with asyncio.timeout(seconds):
            while True:
                line = await anext(self._lines)
                if line.startswith(":"):
                    event["comment"] = line
                elif line:
                    name, _, value = line.partition(": ")
                    event[name] = json.loads(value) if name == "data" else value
                elif event and "retry" not in event:
                    return event
                else:
                    event = {}

    async def message(self, seconds: float = 15) -> dict[str, Any]:
        while (event := await self.next(seconds)).get("event") != "message":
            pass
        return event


@functools.lru_cache(maxsize=1)
def loaded() -> Services:
    """Texts, routes and screening, read once for all tests; its database is never used."""
    return make_services(settings_for("sqlite:///:memory:", FakeEngine()))


def services_for(settings: Settings, clock: Clock) -> Services:
    engine = database.create(settings.database_url)
    return replace(
        loaded(),
        settings=settings,
        engine=engine,
        sessions=database.sessions(engine),
        sealer=Sealer.from_setting(settings.sealing_keys),
        clock=clock,
    )


def settings_for(database_url: str, engine: FakeEngine, keys: str | None = None, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "database_url": database_url,
        "sealing_keys": keys or new_key(),
        "engine_secret": SECRET,
        "internal_secret": "internal-secret-of-the-tests",
        "engine_port": engine.port,
        "actions_port": 1,
        "allowed_origins": ORIGIN,
        "message_rate": "1000/minute",
        "engine_deadline": 1.0,
    }
    return Settings(**{**values, **changes})
