"""Looks every few seconds for visitors who talk to nobody: a lease that ran out, somebody who waits longer than promised.

And for what the staff have entered about the ways, so that it is told everywhere within seconds.
"""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.handover import DESK, Handover
from backoffice.chat.hub import Hub
from backoffice.store.route_states import RouteStates

EVERY_SECONDS = 5.0
logger = logging.getLogger(__name__)


class Watch:
    """Several processes may watch at once; each change is made and told once."""

    def __init__(self, handover: Handover, hub: Hub, ways: RouteStates) -> None:
        self._handover = handover
        self._hub = hub
        self._ways = ways

    async def run(self) -> None:
        """Watch for as long as the process lives; a failure is told and tried again."""
        while True:
            try:
                await self.refresh_ways()
                await self.once()
            except (SQLAlchemyError, OSError) as error:
                logger.error("nobody watches over the queue: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def refresh_ways(self) -> None:
        """Let the chat know what the staff have entered about the ways, here or in another process."""
        self._handover.services.live.put(await self._ways.all())

    async def once(self) -> list[str]:
        """Give back, tell, let go; gives the conversations that changed."""
        takeovers, say = self._handover.takeovers, self._handover.say
        changed = [*await takeovers.give_back(say)]
        changed += await takeovers.tell_overdue(await self._handover.teams_on(), say)
        changed += await takeovers.end_waiting(say)
        for conversation_id in changed:
            self._hub.notify(conversation_id)
        if changed:
            self._hub.notify(DESK)
        return changed
