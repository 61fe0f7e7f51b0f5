"""The database: one async engine for SQLite (default) or PostgreSQL, from one URL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from backoffice.store.line import BUSY_SECONDS, Line

CONNECT_SECONDS = 2
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


def async_url(url: str) -> str:
    """The setting's URL (`sqlite:///…`, `postgresql://…`) with the async driver in it."""
    parsed = make_url(url)
    return parsed.set(drivername=DRIVERS[parsed.get_backend_name()]).render_as_string(hide_password=False)


def create(url: str) -> AsyncEngine:
    """An engine whose every wait ends: SQLite waits at most BUSY_SECONDS for a lock, PostgreSQL CONNECT_SECONDS to connect."""
    backend = make_url(url).get_backend_name()
    if backend == "postgresql":
        options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "options": "-c statement_timeout=5000"}
        return create_async_engine(
            async_url(url), connect_args=options, pool_pre_ping=True, pool_timeout=CONNECT_SECONDS
        )
    engine = create_async_engine(async_url(url), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Sessions(async_sessionmaker[AsyncSession]):
    """The factory of sessions; objects stay readable after commit. On SQLite all who write stand in one line."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._line = Line() if engine.dialect.name == "sqlite" else None

    @asynccontextmanager
    async def begin(self, first: bool = False) -> AsyncIterator[AsyncSession]:  # type: ignore[override]
        """A transaction that writes; `first` does not wait behind others. Raises TimeoutError when the line stands."""
        async with self._line.turn(first) if self._line else nullcontext(), super().begin() as session:
            yield session


def sessions(engine: AsyncEngine) -> Sessions:
    """The factory of sessions over an engine; one for each engine, so that there is one line."""
    return Sessions(engine)


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest migration (blocking; for start-up and tests)."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    command.upgrade(config, "head")
