"""When people may be asked for: hours by weekday, closing days, and the public holidays. All on the clock in Denmark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import ChatHours, ClosingDay
from bot.routes.hours import is_holiday, local


@dataclass(frozen=True)
class Hours:
    """Opening and closing ("09:00") by weekday (0 is Monday), and days on which nobody is there."""

    weekly: Mapping[int, tuple[str, str]]
    closing_days: frozenset[date]

    def allow(self, now: datetime) -> bool:
        """Whether people may be asked for at this moment.

        While no hours are kept at all, it rests on who is on duty alone: nobody is promised anything by hours unknown.
        """
        here = local(now)
        if here.date() in self.closing_days:
            return False
        if not self.weekly:
            return True
        window = self.weekly.get(here.weekday())
        return window is not None and not is_holiday(here.date()) and window[0] <= here.strftime("%H:%M") < window[1]


class HoursKept:
    """The repository of hours."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def read(self) -> Hours:
        """The hours as they are kept."""
        async with self._sessions() as session:
            weekly = (await session.execute(select(ChatHours))).scalars().all()
            days = (await session.execute(select(ClosingDay.day))).scalars().all()
        return Hours({row.weekday: (row.opens, row.closes) for row in weekly}, frozenset(days))

    async def keep_weekly(self, weekly: Mapping[int, tuple[str, str]]) -> None:
        """The week's hours in place of the earlier ones."""
        async with self._sessions.begin() as session:
            await session.execute(delete(ChatHours))
            session.add_all(
                ChatHours(weekday=day, opens=opens, closes=closes) for day, (opens, closes) in weekly.items()
            )

    async def close(self, day: date, changed_by: str) -> None:
        """Nobody is there on `day`."""
        async with self._sessions.begin() as session:
            await session.merge(ClosingDay(day=day, changed_by=changed_by))

    async def open(self, day: date) -> None:
        """`day` is a day like others again."""
        async with self._sessions.begin() as session:
            await session.execute(delete(ClosingDay).where(ClosingDay.day == day))
