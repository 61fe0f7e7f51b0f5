"""What the staff have entered about the ways, asked of the back office and kept for when it does not answer."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Callable

import httpx

from actions.resources import municipality_routes
from bot import settings
from bot.routes.catalogue import Catalogue
from bot.routes.overrides import NONE, Overrides, apply, read
from bot.settings import Settings

PATH = "/internal/v1/ways"
EVERY_SECONDS = 10.0
# A family waits for the answer meanwhile, and the catalogue's own ways are right without it.
ASK_SECONDS = 0.4
logger = logging.getLogger(__name__)


class StaffWays:
    """The catalogue as the staff keep it. While the back office is away the last copy stands, before that the catalogue's own."""

    def __init__(
        self,
        settings: Settings,
        written: Catalogue,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = settings.staff_url
        self._secret = settings.internal_secret
        self._written = written
        self._transport = transport
        self._clock = clock
        self._next = clock()
        self.catalogue = written
        self.states: Overrides = NONE

    async def refresh(self) -> None:
        """Ask again when the copy is older than EVERY_SECONDS. Takes ASK_SECONDS at most and never raises."""
        if self._clock() < self._next:
            return
        # Before asking: whoever comes meanwhile does not wait for the same answer.
        self._next = self._clock() + EVERY_SECONDS
        try:
            async with asyncio.timeout(ASK_SECONDS):
                states = await self._ask()
        except (httpx.HTTPError, TimeoutError, ValueError, TypeError, AttributeError, KeyError) as error:
            logger.warning("what the staff know of the ways is not to be had: %s", type(error).__name__)
            return
        if states != self.states:
            self.catalogue, self.states = apply(self._written, states), states

    async def _ask(self) -> Overrides:
        async with httpx.AsyncClient(
            base_url=self._url, timeout=ASK_SECONDS, transport=self._transport, trust_env=False
        ) as client:
            answer = await client.get(PATH, headers={"X-Vejviser-Secret": self._secret})
        return read(answer.raise_for_status().json()["ways"])


@functools.cache
def staff_ways() -> StaffWays:
    """The one of this process."""
    return StaffWays(settings.load(), municipality_routes())
