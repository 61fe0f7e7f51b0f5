"""A line before the one writer that SQLite has (Sessions.begin): fair, woken at once, and with a place in front for danger.

SQLite's own waiting polls with growing pauses and lets latecomers pass. PostgreSQL locks rows and needs no line.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BUSY_SECONDS = 5


class Line:
    """One at a time; `first` stands before all others who wait."""

    def __init__(self) -> None:
        self._taken = False
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, first: bool = False) -> AsyncIterator[None]:
        """For as long as the block lasts. Raises TimeoutError when the line does not move."""
        await self._take(self._first if first else self._others)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, place: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place.append(turn)
        try:
            async with asyncio.timeout(BUSY_SECONDS):
                await turn
        except (asyncio.CancelledError, TimeoutError):
            if turn.done() and not turn.cancelled():
                self._pass_on()  # the turn came in the same moment: it is somebody else's now
            raise

    def _pass_on(self) -> None:
        for place in (self._first, self._others):
            while place:
                turn = place.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._taken = False
