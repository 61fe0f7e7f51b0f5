"""Fixtures of the public app's tests: a migrated database, a fake engine, and a back office in the test's event loop."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from backoffice.store import database
from tests.server.fake_engine import FakeEngine
from tests.server.office import Office, settings_for

OpenOffice = Callable[..., Awaitable[Office]]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_file(migrated_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "vejviser.sqlite3"
    shutil.copy(migrated_file, path)
    return path


@pytest.fixture
async def fake_engine() -> AsyncIterator[FakeEngine]:
    engine = FakeEngine()
    await engine.start()
    yield engine
    await engine.stop()


@pytest.fixture
async def open_office(database_file: Path, fake_engine: FakeEngine) -> AsyncIterator[OpenOffice]:
    """Starts a back office with changed settings; everything is ended after the test."""
    offices: list[Office] = []

    async def start(url: str | None = None, **changes: Any) -> Office:
        office = Office(settings_for(url or f"sqlite:///{database_file}", fake_engine, **changes), fake_engine)
        await office.start()
        offices.append(office)
        return office

    yield start
    for office in offices:
        await office.stop()
        await office.client.aclose()


@pytest.fixture
async def office(open_office: OpenOffice) -> Office:
    return await open_office()


@pytest.fixture
async def actions_port() -> AsyncIterator[int]:
    """A port on which something answers as the action server's health page does."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield int(server.sockets[0].getsockname()[1])
    server.close()
