"""Who of the staff is there: a console that is open, and whether its owner takes conversations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import StaffPresence, TeamMember

# A console says that it is open every few seconds; after this long without, it is taken for closed.
GONE_AFTER = timedelta(seconds=30)


class Presence:
    """The repository of presence."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._clock = clock

    async def seen(self, account_id: str) -> None:
        """The account's console is open."""
        await self._put(account_id, None)

    async def set_duty(self, account_id: str, on_duty: bool) -> None:
        """Whether the account takes conversations."""
        await self._put(account_id, on_duty)

    async def is_on(self, account_id: str) -> bool:
        """Whether the account takes conversations, console open or not."""
        async with self._sessions() as session:
            row = await session.get(StaffPresence, account_id)
        return row is not None and row.on_duty

    async def on_duty(self) -> list[str]:
        """The ids of those who take conversations and whose console is open."""
        here = StaffPresence.seen_at > self._clock() - GONE_AFTER
        wanted = select(StaffPresence.account_id).where(StaffPresence.on_duty.is_(True), here)
        async with self._sessions() as session:
            return list((await session.execute(wanted)).scalars())

    async def teams_on_duty(self) -> frozenset[str]:
        """The teams of which somebody takes conversations now."""
        here = (StaffPresence.on_duty.is_(True), StaffPresence.seen_at > self._clock() - GONE_AFTER)
        members = TeamMember.account_id == StaffPresence.account_id
        wanted = select(TeamMember.team_id).join(StaffPresence, members).where(*here).distinct()
        async with self._sessions() as session:
            return frozenset((await session.execute(wanted)).scalars())

    async def _put(self, account_id: str, on_duty: bool | None) -> None:
        values = {"seen_at": self._clock()} | ({} if on_duty is None else {"on_duty": on_duty})
        change = update(StaffPresence).where(StaffPresence.account_id == account_id).values(**values)
        try:
            async with self._sessions.begin() as session:
                changed = await session.execute(change.returning(StaffPresence.account_id))
                if changed.scalar_one_or_none() is None:
                    session.add(StaffPresence(**{"account_id": account_id, "on_duty": False, **values}))
        except IntegrityError:
            async with self._sessions.begin() as session:
                await session.execute(change)  # the first of two consoles was quicker
