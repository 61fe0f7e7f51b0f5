"""The staff app on a free port, spoken to over real HTTP, with a clock that the test moves."""

from __future__ import annotations

import functools
import itertools
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sanic import Sanic

from backoffice.chat.context import Chat, make_chat
from backoffice.desk import passwords
from backoffice.public_app import make_public_app
from backoffice.services import Services
from backoffice.serving import drain, port_of, serve
from backoffice.staff_app import make_staff_app
from backoffice.store import database
from backoffice.store.accounts import Accounts, Role
from bot import texts
from bot.routes.catalogue import load_catalogue
from bot.safety import Screener
from bot.sealing import Sealer, new_key
from bot.settings import Settings

SECRET = "the actions' own secret"
PASSWORD = "dybe-grøfter-langs-engens-rand"
HASH = passwords.HASHER.hash(PASSWORD)
numbers = itertools.count()
TOKEN = re.compile(r'name="csrf" value="([^"]*)"')
RECORD = {
    "audience": "parent",
    "child_name": "Storm",
    "child_age": 12,
    "description": "Han er bange for alting og vil ikke i skole",
    "themes": ["worry_anxiety"],
    "contact_name": "Karen",
    "contact_phone": "20304050",
    "consent": True,
}


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


@dataclass
class Console:
    """The running apps and what tests look into."""

    url: str
    public: str
    chat: Chat
    clock: Clock
    app: Sanic[Any, Any]

    @property
    def services(self) -> Services:
        return self.chat.services

    @property
    def desk(self) -> Any:
        return self.app.ctx.desk

    @property
    def accounts(self) -> Accounts:
        accounts: Accounts = self.desk.accounts
        return accounts

    async def has_account(self, username: str = "karla", role: Role = Role.COUNSELLOR) -> None:
        await self.accounts.add(username, username.capitalize(), HASH, role)

    def browser(self) -> Browser:
        return Browser(httpx.AsyncClient(base_url=self.url, timeout=10), self.url)

    async def hands_over(self, key: str | None = None, secret: str = SECRET, **record: Any) -> httpx.Response:
        """Hand an intake over as the action server does."""
        body = {"conversation_id": str(uuid.uuid4()), "record": {**RECORD, **record}}
        headers = {"X-Vejviser-Secret": secret, "Idempotency-Key": key or str(uuid.uuid4())}
        async with httpx.AsyncClient(base_url=self.url) as client:
            return await client.post("/internal/v1/intakes", json=body, headers=headers)


@dataclass
class Browser:
    """A browser as far as the server sees one: cookies, the Origin header, and forms with their token."""

    client: httpx.AsyncClient
    origin: str

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers={"Accept": "text/html", **headers})

    async def sends(self, path: str, form: dict[str, str], on: str | None = None, **headers: str) -> httpx.Response:
        """Send a form that stands on the page `on` (default: the same path)."""
        page = await self.get(on or path)
        found = TOKEN.findall(page.text)
        assert found, f"no form on {on or path}: {page.status_code}"
        return await self.posts(path, {"csrf": found[-1], **form}, **headers)

    async def posts(self, path: str, form: dict[str, str], **headers: str) -> httpx.Response:
        return await self.client.post(
            path, data=form, headers={"Origin": self.origin, "Accept": "text/html", **headers}
        )

    async def signs_in(self, username: str = "karla", password: str = PASSWORD, code: str = "") -> httpx.Response:
        return await self.sends("/sign-in", {"username": username, "password": password, "code": code})


@functools.cache
def screener() -> Screener:
    """Read once: it is the same for all tests, and never changes."""
    return Screener.load()


def make_services(url: str, clock: Clock, **settings: Any) -> Services:
    """Real services over the database at `url`."""
    secrets = {"sealing_keys": new_key(), "engine_secret": "e" * 20, "internal_secret": SECRET}
    chosen = Settings(**{"database_url": url, **secrets, **settings})
    engine = database.create(url)
    return Services(
        chosen,
        engine,
        database.sessions(engine),
        Sealer.from_setting(chosen.sealing_keys),
        texts.load(),
        load_catalogue(chosen.municipality),
        screener(),
        clock,
    )


@asynccontextmanager
async def running_console(url: str, **settings: Any) -> AsyncIterator[Console]:
    """Serve the staff app, and the public one beside it, until the block ends."""
    clock, number = Clock(), next(numbers)
    chat = make_chat(make_services(url, clock, **settings))
    app = make_staff_app(chat, f"staff_{number}")
    servers = [
        await serve(each, "127.0.0.1", 0) for each in (app, make_public_app(chat, f"public_beside_staff_{number}"))
    ]
    chat.dispatcher.start()
    urls = [f"http://127.0.0.1:{port_of(server)}" for server in servers]
    try:
        yield Console(urls[0], urls[1], chat, clock, app)
    finally:
        await drain(chat, servers)
        await chat.services.engine.dispose()
