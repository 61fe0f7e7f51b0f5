"""What the staff keep about the ways between two editions of the catalogue, in the form that bot.routes understands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import RouteState
from bot.routes.overrides import Override


class RouteStates:
    """The repository of the ways' states."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._clock = clock

    async def all(self) -> dict[str, Override]:
        """Every state by the way's id."""
        async with self._sessions() as session:
            rows = (await session.execute(select(RouteState))).scalars()
            return {row.route_id: _override(row) for row in rows}

    async def put(self, route_id: str, override: Override, changed_by: str) -> None:
        """Keep a way's state in place of the earlier one."""
        row = RouteState(
            route_id=route_id,
            waiting_weeks=override.waiting_weeks,
            closed_until=override.closed_until,
            checked_on=override.checked_on,
            confirmed_by=override.confirmed_by,
            confirmed_on=override.confirmed_on,
            changed_by=changed_by,
            changed_at=self._clock(),
        )
        async with self._sessions.begin() as session:
            await session.merge(row)


def _override(row: RouteState) -> Override:
    return Override(row.waiting_weeks, row.closed_until, row.checked_on, row.confirmed_by, row.confirmed_on)
