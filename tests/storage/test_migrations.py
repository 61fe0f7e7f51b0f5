"""The migrations: they run on both databases, and what they make is what the models say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from backoffice.store import database, desk_models
from backoffice.store.models import Base


def differences(connection: Connection) -> list[object]:
    assert desk_models.Base is Base
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_the_newest_migration_makes_what_the_models_say(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_again_changes_nothing(engine: AsyncEngine, database_url: str) -> None:
    database.migrate(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
