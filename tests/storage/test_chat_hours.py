"""When people may be asked for: hours, closing days and holidays on the clock in Denmark."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.chat_hours import Hours, HoursKept

WEEKLY = dict.fromkeys(range(5), ("09:00", "15:00"))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 13, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 14, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 24, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 26, 10, 0, tzinfo=UTC), False),
    ],
)
def test_hours_are_danish_and_stop_at_holidays_and_closing_days(moment: datetime, allowed: bool) -> None:
    assert Hours(WEEKLY, frozenset({date(2026, 11, 26)})).allow(moment) is allowed


def test_without_hours_it_rests_on_who_is_there_but_a_closing_day_closes() -> None:
    night = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert Hours({}, frozenset()).allow(night)
    assert not Hours({}, frozenset({date(2026, 11, 24)})).allow(night)


async def test_what_is_kept_is_what_is_read(sessions: async_sessionmaker[AsyncSession]) -> None:
    kept, day = HoursKept(sessions), date(2026, 12, 23)
    await kept.keep_weekly(WEEKLY)
    await kept.close(day, "Karla")
    await kept.close(day, "Rasmus")
    assert await kept.read() == Hours(WEEKLY, frozenset({day}))
    await kept.keep_weekly({0: ("10:00", "12:00")})
    await kept.open(day)
    assert await kept.read() == Hours({0: ("10:00", "12:00")}, frozenset())
