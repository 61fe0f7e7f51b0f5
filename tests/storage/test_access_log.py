"""The access log: append-only, and whatever is changed, moved or removed is named by its line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backoffice.store.access_log import AccessTrail
from bot.sealing import Sealer, new_key

LINES = 6


def now() -> datetime:
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
async def trail(sessions: async_sessionmaker[AsyncSession], sealer: Sealer) -> AccessTrail:
    made = AccessTrail(sessions, sealer, now)
    for number in range(1, LINES + 1):
        await made.record("karla", "intake_read", f"intake-{number}")
    return made


async def as_owner(engine: AsyncEngine, *statements: str) -> None:
    """What somebody does who owns the database: the triggers are taken away first."""
    drop = (
        ["DROP TRIGGER access_log_no_update", "DROP TRIGGER access_log_no_delete"]
        if engine.dialect.name == "sqlite"
        else ["DROP TRIGGER access_log_append_only ON access_log", "DROP TRIGGER access_log_cut ON access_log"]
    )
    async with engine.begin() as connection:
        for statement in (*drop, *statements):
            await connection.execute(text(statement))


async def test_an_untouched_log_stands(trail: AccessTrail) -> None:
    assert await trail.first_bad() is None
    assert [line.object for line in await trail.newest(2)] == ["intake-6", "intake-5"]
    assert [line.id for line in await trail.newest(2, before=3)] == [2, 1]


async def test_an_empty_log_stands(sessions: async_sessionmaker[AsyncSession], sealer: Sealer) -> None:
    assert await AccessTrail(sessions, sealer, now).first_bad() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET actor = 'nobody' WHERE id = 3",
        "UPDATE access_log SET action = 'x' WHERE id = 3",
        "UPDATE access_log SET object = 'x' WHERE id = 3",
        "UPDATE access_log SET at = '2020-01-01 00:00:00.000000' WHERE id = 3",
        "UPDATE access_log SET chain = (SELECT chain FROM access_log WHERE id = 2) WHERE id = 3",
        "DELETE FROM access_log WHERE id = 3",
        "DELETE FROM access_log WHERE id >= 3",
    ],
)
async def test_the_first_line_that_does_not_stand_is_named(
    trail: AccessTrail, engine: AsyncEngine, statement: str
) -> None:
    await as_owner(engine, statement)
    assert await trail.first_bad() == 3


async def test_cutting_off_the_end_shows_even_when_the_head_is_put_back(
    trail: AccessTrail, engine: AsyncEngine
) -> None:
    await as_owner(
        engine, f"DELETE FROM access_log WHERE id = {LINES}", f"UPDATE access_log_head SET last_id = {LINES - 1}"
    )
    assert await trail.first_bad() == LINES


async def test_emptying_the_whole_log_shows(trail: AccessTrail, engine: AsyncEngine) -> None:
    await as_owner(engine, "DELETE FROM access_log", "UPDATE access_log_head SET last_id = 0")
    assert await trail.first_bad() == 1


async def test_two_lines_that_change_places_show(trail: AccessTrail, engine: AsyncEngine) -> None:
    await as_owner(
        engine,
        "UPDATE access_log SET id = 99 WHERE id = 2",
        "UPDATE access_log SET id = 2 WHERE id = 4",
        "UPDATE access_log SET id = 4 WHERE id = 99",
    )
    assert await trail.first_bad() == 2


@pytest.mark.parametrize("statement", ["UPDATE access_log SET actor = 'x'", "DELETE FROM access_log"])
async def test_the_application_itself_can_neither_change_nor_delete(
    trail: AccessTrail, engine: AsyncEngine, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    assert await trail.first_bad() is None


async def test_lines_written_at_once_make_one_chain(sessions: async_sessionmaker[AsyncSession], sealer: Sealer) -> None:
    trails = [AccessTrail(sessions, sealer, now) for _ in range(4)]
    await asyncio.gather(*(trail.record("karla", "intake_read", str(n)) for n in range(10) for trail in trails))
    assert len(await trails[0].newest(100)) == 40
    assert await trails[0].first_bad() is None


async def test_the_log_stands_after_the_key_was_rotated(
    trail: AccessTrail, sessions: async_sessionmaker[AsyncSession], sealer: Sealer
) -> None:
    rotated = Sealer({**Sealer.from_setting(new_key("k2")).keys, **sealer.keys})
    later = AccessTrail(sessions, rotated, now)
    await later.record("karla", "intake_read", "after")
    assert await later.first_bad() is None


async def test_without_the_key_no_line_can_be_made_up(
    trail: AccessTrail, sessions: async_sessionmaker[AsyncSession]
) -> None:
    stranger = AccessTrail(sessions, Sealer.from_setting(new_key()), now)
    await stranger.record("karla", "intake_read", "made up")
    assert await trail.first_bad() == LINES + 1
