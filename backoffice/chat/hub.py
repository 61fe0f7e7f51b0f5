"""Wakes whoever waits for a conversation's messages, here and (over PostgreSQL) in the other server processes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Signal = dict[str, Any] | None
MOST_WAITING = 50
MOST_LISTENERS = 20  # of one conversation; a visitor has a few tabs, not more


class TooManyListenersError(RuntimeError):
    """One conversation is listened to by more clients than a visitor has."""


class Hub:
    """Streams and long polls subscribe; None says "look in the database", a mapping is a bubble that was not stored."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Queue[Signal]]] = defaultdict(set)
        self._tell_others: Callable[[str], None] | None = None
        self.closed = False

    def connect(self, tell_others: Callable[[str], None]) -> None:
        """From now on `notify` reaches the other processes, too."""
        self._tell_others = tell_others

    @contextmanager
    def subscribe(self, conversation_id: str, most: int | None = None) -> Iterator[asyncio.Queue[Signal]]:
        """A queue of signals for one conversation, for as long as the block lasts.

        Raises TooManyListenersError when `most` listen to it already.
        """
        if most is not None and len(self._waiting.get(conversation_id, ())) >= most:
            raise TooManyListenersError
        queue: asyncio.Queue[Signal] = asyncio.Queue(MOST_WAITING)
        self._waiting[conversation_id].add(queue)
        try:
            yield queue
        finally:
            self._waiting[conversation_id].discard(queue)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    def notify(self, conversation_id: str, bubble: Signal = None) -> None:
        """Wake all who wait for this conversation. A bubble that was not stored reaches this process's alone."""
        self.wake(conversation_id, bubble)
        if bubble is None and self._tell_others is not None:
            self._tell_others(conversation_id)

    def wake(self, conversation_id: str, bubble: Signal = None) -> None:
        """Wake those who wait in this process."""
        for queue in tuple(self._waiting.get(conversation_id, ())):
            if not queue.full():
                queue.put_nowait(bubble)

    def wake_all(self) -> None:
        """Wake everybody in this process: something may have been missed."""
        for conversation_id in tuple(self._waiting):
            self.wake(conversation_id)

    def close(self) -> None:
        """End all streams and long polls: the process is about to stop, and clients come back to the next one."""
        self.closed = True
        self.wake_all()
