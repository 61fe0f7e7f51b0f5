"""What the tests of kept conversations share: a false clock, a greeting, messages that come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble
from backoffice.store.conversations import Conversations
from backoffice.store.records import Incoming, Standing
from bot.texts import Button

TOKEN = "a" * 64
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GREETING = [Bubble("Hej", "utter_greet"), Bubble("Hvem er du?", "utter_ask", buttons=(Button("Barn", "/inform"),))]
Sessions = async_sessionmaker[AsyncSession]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def incoming(words: str = "hej", **values: Any) -> Callable[[Standing], Incoming]:
    return lambda _standing: Incoming(words, **{"for_engine": True, **values})


def unchanged(_standing: Standing) -> dict[str, Any]:
    return {}


async def opened(store: Conversations) -> str:
    return await store.create(TOKEN, None, None, GREETING)


async def count(sessions: Sessions, table: Any) -> int:
    async with sessions() as session:
        return int((await session.execute(select(func.count()).select_from(table))).scalar_one())
