"""The console with two counsellors and the public app beside it, with a small engine behind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from backoffice.store.accounts import Role
from tests.server.desk.console import Browser, Console, running_console
from tests.server.desk.takeover.guest import WANTS, Guest
from tests.server.fake_engine import SECRET, FakeEngine, bubble


@pytest.fixture
async def engine() -> AsyncIterator[FakeEngine]:
    made = FakeEngine(script={WANTS: [bubble("Det er helt i orden.", "utter_handover_wanted")]})
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def console(database_url: str, engine: FakeEngine) -> AsyncIterator[Console]:
    """The console with the counsellors karla and rasmus."""
    async with running_console(database_url, engine_port=engine.port, engine_secret=SECRET) as running:
        await running.has_account("karla")
        await running.has_account("rasmus", Role.LEAD)
        yield running


@pytest.fixture
async def guest(console: Console) -> AsyncIterator[Guest]:
    async with httpx.AsyncClient(base_url=console.public, timeout=20) as client:
        opened = (await client.post("/chat/v1/conversations", json={})).json()
        yield Guest(client, opened["conversation_id"], opened["token"])


@pytest.fixture
async def rasmus(console: Console) -> AsyncIterator[Browser]:
    made = console.browser()
    await made.signs_in("rasmus")
    yield made
    await made.client.aclose()
