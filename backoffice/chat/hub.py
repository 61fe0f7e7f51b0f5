"""Wakes whoever waits for a conversation's messages. One process; several would add LISTEN/NOTIFY behind `notify`."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Signal = dict[str, Any] | None
MOST_WAITING = 50


class Hub:
    """Streams and long polls subscribe; None says "look in the database", a mapping is a bubble that was not stored."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Queue[Signal]]] = defaultdict(set)

    @contextmanager
    def subscribe(self, conversation_id: str) -> Iterator[asyncio.Queue[Signal]]:
        """A queue of signals for one conversation, for as long as the block lasts."""
        queue: asyncio.Queue[Signal] = asyncio.Queue(MOST_WAITING)
        self._waiting[conversation_id].add(queue)
        try:
            yield queue
        finally:
            self._waiting[conversation_id].discard(queue)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    def notify(self, conversation_id: str, bubble: Signal = None) -> None:
        """Wake all who wait for this conversation."""
        for queue in tuple(self._waiting.get(conversation_id, ())):
            if not queue.full():
                queue.put_nowait(bubble)
