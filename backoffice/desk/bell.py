"""Wakes the consoles of this process when something changed; many of them share one place in the hub."""

from __future__ import annotations

import asyncio

from backoffice.chat.handover import DESK
from backoffice.chat.hub import Hub


class Bell:
    """`run` listens for as long as the process lives; consoles `wait`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rung = asyncio.Event()

    async def run(self) -> None:
        """Pass every notice on to whoever waits at that moment."""
        with self._hub.subscribe(DESK) as queue:
            while not self._hub.closed:
                await queue.get()
                rung, self._rung = self._rung, asyncio.Event()
                rung.set()

    async def wait(self, seconds: float) -> bool:
        """Until something changed, at most `seconds`; whether it did."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return False
        return True
