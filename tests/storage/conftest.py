"""Every storage test runs on SQLite and on PostgreSQL: `database_url` is an empty, migrated database of either kind."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backoffice.store import database
from backoffice.store.conversations import Conversations
from bot.sealing import Sealer, new_key
from tests.postgres import Postgres, running_postgres
from tests.storage.conversations import Clock, Sessions

TEMPLATE = "migrated"
numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all storage tests, with a migrated database that each test's own is copied from."""
    with running_postgres() as server:
        server.run(f"CREATE DATABASE {TEMPLATE}")
        database.migrate(server.url(TEMPLATE))
        yield server


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that each test's own is copied from."""
    path: Path = tmp_path_factory.mktemp("sqlite") / f"{TEMPLATE}.sqlite3"
    database.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh migrated database, once of each kind."""
    if request.param == "sqlite":
        copy = tmp_path / "fresh.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite"), copy)
        return f"sqlite:///{copy}"
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{next(numbers)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return server.url(name)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The async engine of the fresh database."""
    made = database.create(database_url)
    yield made
    await made.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """The factory of sessions on the fresh database."""
    return database.sessions(engine)


@pytest.fixture
def sealer() -> Sealer:
    """A sealer with a random key."""
    return Sealer.from_setting(new_key())


@pytest.fixture
def clock() -> Clock:
    """A clock that stands; a file whose tests need another has its own."""
    return Clock()


@pytest.fixture
def store(sessions: Sessions, sealer: Sealer, clock: Clock) -> Conversations:
    """The conversations of the fresh database."""
    return Conversations(sessions, sealer, clock)
