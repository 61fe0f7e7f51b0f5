"""Opening hours: through midnight, over daylight saving, on Danish public holidays.

All hours are wall-clock time in Denmark, whatever the host's time zone. A window belongs to the day on which it begins.
The safe side is "not open": a way whose hours are unknown is never said to be open (the catalogue's hours_rule).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from bot.routes.schema import HoursEntry, WindowEntry

if TYPE_CHECKING:
    from bot.routes.catalogue import Route

DENMARK = ZoneInfo("Europe/Copenhagen")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
# Not public holidays by law, but doctors and offices are closed: Grundlovsdag, Christmas Eve, New Year's Eve.
CLOSED_AS_HOLIDAYS = frozenset({(6, 5), (12, 24), (12, 31)})


@dataclass(frozen=True)
class Window:
    """Open from `start` until `end`, in minutes after midnight of each day in `days`; past 24 hours means the next day."""

    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True)
class OpeningHours:
    """`kind` is always, weekly or unknown; `shown` is what a family reads."""

    kind: str
    shown: str | None
    on_holidays: str
    windows: tuple[Window, ...]
    closed_on: frozenset[date]
    note: str | None = None


def read_hours(entry: HoursEntry) -> OpeningHours:
    """The hours of a checked entry."""
    windows = tuple(_window(each) for each in entry.weekly)
    return OpeningHours(entry.kind, entry.shown, entry.on_holidays, windows, frozenset(entry.closed_on), entry.note)


def _window(entry: WindowEntry) -> Window:
    days = frozenset(WEEKDAYS.index(day) for day in entry.days)
    return Window(days, _minutes(entry.start), _minutes(entry.end) + (DAY if entry.crosses_midnight else 0))


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def open_state(route: Route, now: datetime) -> bool | None:
    """Whether `route` is open at `now` (with a time zone); None when its hours are unknown."""
    return open_at(route.hours, local(now))


def local(now: datetime) -> datetime:
    """`now` as the clock on a wall in Denmark shows it. Raises ValueError for a time without a zone."""
    if now.tzinfo is None:
        raise ValueError("a time without a time zone says nothing")
    return now.astimezone(DENMARK)


def open_at(hours: OpeningHours, wall: datetime) -> bool | None:
    """Whether these hours are open at the Danish wall-clock time `wall`; None when they are unknown."""
    if hours.kind == "unknown":
        return None
    today = wall.date()
    if hours.kind == "always":
        return today not in hours.closed_on
    minute = wall.hour * 60 + wall.minute
    return _covers(hours, today, minute) or _covers(hours, today - timedelta(days=1), minute + DAY)


def _covers(hours: OpeningHours, day: date, minute: int) -> bool:
    """Whether a window that begins on `day` covers `minute`, counted from that day's midnight."""
    if day in hours.closed_on:
        return False
    if is_holiday(day):
        if hours.on_holidays == "closed":
            return False
        if hours.on_holidays == "all_day" and 0 <= minute < DAY:
            return True
    weekday = day.weekday()
    return any(weekday in each.days and each.start <= minute < each.end for each in hours.windows)


@functools.lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether `day` is a Danish public holiday or one of the days on which doctors and offices close all the same."""
    return (day.month, day.day) in CLOSED_AS_HOLIDAYS or day in _public_holidays(day.year)


@functools.lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))
