"""Writes down that somebody reads something, before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sanic import Request

from backoffice.desk.context import desk_of, signed_in

# A page that is left open reads itself again every few seconds; that is one reading in each of these stretches.
SAME_READING = timedelta(minutes=10)
Reading = tuple[str, str, str]


@dataclass
class Readings:
    """When each reading by this process was last written down. A restart only makes one more line."""

    _last: dict[Reading, datetime] = field(default_factory=dict)

    def is_new(self, reading: Reading, now: datetime) -> bool:
        """Whether the stretch of an earlier such reading is over."""
        self._last = {key: at for key, at in self._last.items() if now - at < SAME_READING}
        return reading not in self._last

    def written(self, reading: Reading, now: datetime) -> None:
        """Remember that it was written down."""
        self._last[reading] = now


async def record_reading(request: Request, action: str, object: str) -> None:
    """Record a reading. What a page does by itself is recorded too, but not again and again."""
    desk, account = desk_of(request), signed_in(request).account
    reading, now = (account.username, action, object), desk.services.clock()
    if "x-vejviser-idle" in request.headers and not request.app.ctx.readings.is_new(reading, now):
        return
    await desk.trail.record(*reading)
    request.app.ctx.readings.written(reading, now)
