"""Streams shared by several server processes: LISTEN/NOTIFY on the one PostgreSQL they use.

A notice names a conversation and says "look in the database"; it never holds text. After a lost connection everybody
looks once, so that a notice missed meanwhile costs a moment, not a message.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import psycopg

from backoffice.chat.background import Background
from backoffice.chat.hub import Hub

CHANNEL = "vejviser_chat"
TELL = "SELECT pg_notify(%s, each) FROM unnest(%s::text[]) AS each"
CONNECT_SECONDS = 2
PAUSE_SECONDS = 1.0
Connection: TypeAlias = psycopg.AsyncConnection[tuple[object, ...]]
logger = logging.getLogger(__name__)


class Relay:
    """Two connections of its own: one listens, one tells."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url
        self._hub = hub
        self._me = uuid.uuid4().hex
        self._to_tell: set[str] = set()
        self._something = asyncio.Event()

    def start(self, background: Background) -> None:
        """Listen and tell for as long as the process lives."""
        self._hub.connect(self.tell)
        background.spawn(self._keep(self._listen))
        background.spawn(self._keep(self._tell))

    def tell(self, conversation_id: str) -> None:
        """Have the other processes look at this conversation."""
        self._to_tell.add(conversation_id)
        self._something.set()

    async def _keep(self, work: Callable[[Connection], Awaitable[None]]) -> None:
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=CONNECT_SECONDS
                )
                async with connection:
                    await work(connection)
            except (psycopg.Error, OSError) as error:
                logger.error("no notices between processes: %s", type(error).__name__)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _listen(self, connection: Connection) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        self._hub.wake_all()
        async for notice in connection.notifies():
            sender, _, conversation_id = notice.payload.partition(" ")
            if sender != self._me:
                self._hub.wake(conversation_id)

    async def _tell(self, connection: Connection) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            told, self._to_tell = self._to_tell, set()
            payloads = [f"{self._me} {conversation_id}" for conversation_id in told]
            try:
                await connection.execute(TELL, (CHANNEL, payloads))
            except psycopg.Error:
                self._to_tell |= told
                self._something.set()
                raise
