"""Nothing that a visitor wrote can be read in the database, and a sealed value opens in its own place alone."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from backoffice.chat.bubbles import Bubble
from backoffice.store.conversations import Conversations
from backoffice.store.models import Message
from bot.sealing import Sealer, SealError, new_key
from bot.texts import Button
from tests.storage.conversations import Clock, Sessions, incoming, opened

PLANTED = "grævlingebold"


async def test_nothing_that_was_written_stands_in_the_database(
    store: Conversations, engine: AsyncEngine, database_url: str
) -> None:
    identifier = await opened(store)
    says = [Bubble(PLANTED, buttons=(Button(PLANTED, f"/{PLANTED}"),), routes=({"why": PLANTED},))]
    await store.keep(identifier, str(uuid.uuid4()), incoming(PLANTED, payload=PLANTED, says=says))
    await store.feedback(identifier, "yes", PLANTED, lambda _: ([], {}))
    words = (PLANTED.encode(), PLANTED.encode("ascii", "backslashreplace"), PLANTED.encode("utf-16-le"))
    for stored in await everything_stored(engine, database_url):
        assert not any(each in stored for each in words)


async def everything_stored(engine: AsyncEngine, database_url: str) -> list[bytes]:
    """SQLite: the bytes of its files. PostgreSQL: every row of every table as text."""
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        return [each.read_bytes() for each in path.parent.glob(f"{path.name}*")]
    async with engine.connect() as connection:
        names = (
            await connection.execute(text("select tablename from pg_tables where schemaname = 'public'"))
        ).scalars()
        found = []
        for name in names:
            rows = (
                await connection.execute(text(f"select encode(t::text::bytea, 'escape') from \"{name}\" t"))
            ).scalars()
            found += [str(row).encode() for row in rows]
            for column in await binary_columns(engine, name):
                raw = (await connection.execute(text(f'select "{column}" from "{name}"'))).scalars()
                found += [bytes(each) for each in raw if each is not None]
    assert found
    return found


async def binary_columns(engine: AsyncEngine, name: str) -> list[str]:
    async with engine.connect() as connection:
        query = text(
            "select column_name from information_schema.columns where table_name = :name and data_type = 'bytea'"
        )
        return list((await connection.execute(query, {"name": name})).scalars())


async def test_a_sealed_value_in_another_place_does_not_open(store: Conversations, sessions: Sessions) -> None:
    identifier, other = await opened(store), await opened(store)
    async with sessions.begin() as session:
        rows = {row.seq: row for row in (await session.execute(message_of(identifier))).scalars()}
        rows[1].text_sealed, rows[2].text_sealed = rows[2].text_sealed, rows[1].text_sealed
    with pytest.raises(SealError):
        await store.after(identifier, 0)
    async with sessions.begin() as session:
        first = (await session.execute(message_of(other))).scalars().first()
        assert first
        await session.execute(
            update(Message).where(Message.conversation_id == other).values(text_sealed=first.extras_sealed)
        )
    with pytest.raises(SealError):
        await store.after(other, 0)


def message_of(identifier: str) -> Any:
    return select(Message).where(Message.conversation_id == identifier).order_by(Message.seq)


async def test_an_old_key_still_opens_after_a_new_one_was_put_in_front(sessions: Sessions, clock: Clock) -> None:
    old, new = new_key("k1"), new_key("k2")
    identifier = await opened(Conversations(sessions, Sealer.from_setting(old), clock))
    rotated = Conversations(sessions, Sealer.from_setting(f"{new},{old}"), clock)
    await rotated.keep(identifier, str(uuid.uuid4()), incoming("hej"))
    assert [each.text for each in await rotated.after(identifier, 0)] == ["Hej", "Hvem er du?", "hej"]
    with pytest.raises(SealError):
        await Conversations(sessions, Sealer.from_setting(old), clock).after(identifier, 2)
