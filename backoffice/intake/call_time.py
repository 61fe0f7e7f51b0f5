"""When somebody who asked to be called should have been called at the latest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from bot.routes.hours import is_holiday, local

SATURDAY = 5


def call_by(asked_at: datetime, days: int, closing_days: Collection[date] = ()) -> datetime:
    """`days` working days after `asked_at`, at the same time of day.

    Whoever asks on a day on which nobody works has asked on the next working day's morning. Weekends, public holidays and
    `closing_days` are no working days.
    """
    here = local(asked_at)
    day, clock = here.date(), here.time()
    if not _is_working(day, closing_days):
        day, clock = _next(day, closing_days), time(0)
    for _ in range(days):
        day = _next(day, closing_days)
    return datetime.combine(day, clock, here.tzinfo)


def _next(day: date, closing_days: Collection[date]) -> date:
    day += timedelta(days=1)
    while not _is_working(day, closing_days):
        day += timedelta(days=1)
    return day


def _is_working(day: date, closing_days: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and not is_holiday(day) and day not in closing_days
