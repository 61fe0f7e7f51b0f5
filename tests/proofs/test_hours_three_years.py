"""Every quarter of an hour of 2026, 2027 and 2028 against opening hours worked out in another way.

The other way shares nothing with the product but the files: it paints a map of the quarters of each Danish day from the clock
strings, finds Easter by Gauss's rule, and knows summer time from the directive (01:00 UTC on the last Sundays of March and
October) instead of a time zone database.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml

from bot.routes.catalogue import Catalogue
from bot.routes.hours import open_state
from bot.settings import ROOT

YEARS = (2026, 2027, 2028)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCKS = tuple(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(0, 60, 15))


def easter(year: int) -> date:
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (sunday + 40) // 44
    return date(year, month, sunday + 28 - 31 * (month // 4))


def holidays_of(year: int) -> set[date]:
    moving = {easter(year) + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    return moving | {date(year, month, day) for month, day in ((1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31))}


def last_sunday(year: int, month: int) -> datetime:
    last = max(day for day in range(25, 32) if date(year, month, day).isoweekday() == 7)
    return datetime(year, month, last, 1, tzinfo=UTC)


def quarters() -> Iterator[tuple[datetime, str, str]]:
    """Each quarter with the Danish date and clock, as strings."""
    summers = [(last_sunday(year, 3), last_sunday(year, 10)) for year in YEARS]
    now = datetime(YEARS[0], 1, 1, tzinfo=UTC)
    while now.year <= YEARS[-1]:
        ahead = 2 if any(begin <= now < end for begin, end in summers) else 1
        day, clock = (now + timedelta(hours=ahead)).strftime("%Y-%m-%d %H:%M").split()
        yield now, day, clock
        now += timedelta(minutes=15)


def raw_hours() -> dict[str, dict[str, Any]]:
    files = sorted((ROOT / "municipality" / "aarhus" / "routes").glob("*.yml"))
    return {
        entry["id"]: entry["opening_hours"]
        for path in files
        for entry in yaml.safe_load(path.read_text("utf-8")).get("routes", [])
    }


def painted(hours: dict[str, Any]) -> dict[str, set[str]]:
    """For each Danish date the clocks at which these hours are open."""
    first, count = date(YEARS[0] - 1, 12, 31), 366 * 3 + 2
    days = [first + timedelta(days=number) for number in range(count + 1)]
    free = set().union(*(holidays_of(year) for year in range(YEARS[0] - 1, YEARS[-1] + 2)))
    open_at: dict[str, set[str]] = {str(day): set() for day in days}
    for day, following in itertools.pairwise(days):
        if day in free and hours["on_holidays"] == "all_day":
            open_at[str(day)].update(CLOCKS)
        if day in free and hours["on_holidays"] == "closed":
            continue
        for window in hours["weekly"]:
            if NAMES[day.weekday()] not in window["days"]:
                continue
            if window["crosses_midnight"]:
                open_at[str(day)].update(clock for clock in CLOCKS if clock >= window["from"])
                open_at[str(following)].update(clock for clock in CLOCKS if clock < window["to"])
            else:
                open_at[str(day)].update(clock for clock in CLOCKS if window["from"] <= clock < window["to"])
    return open_at


def distinct(catalogue: Catalogue) -> dict[str, str]:
    """One way for each different plan of opening hours."""
    plans: dict[str, str] = {}
    for route_id, hours in raw_hours().items():
        plans.setdefault(repr((hours["kind"], hours.get("on_holidays"), hours["weekly"])), route_id)
    return {route_id: catalogue.get(route_id).hours.kind for route_id in plans.values()}


def test_every_quarter_of_an_hour_of_three_years_is_right(catalogue: Catalogue) -> None:
    maps = {
        route_id: painted(raw_hours()[route_id]) for route_id, kind in distinct(catalogue).items() if kind == "weekly"
    }
    routes = [(catalogue.get(route_id), days) for route_id, days in maps.items()]
    checked, wrong = 0, []
    for now, day, clock in quarters():
        for route, days in routes:
            if open_state(route, now) is not (clock in days[day]):
                wrong.append((route.id, now.isoformat()))
        checked += 1
    assert not wrong, wrong[:10]
    assert checked == (365 + 365 + 366) * 24 * 4
    assert len(routes) >= 9


def test_the_easter_rule_of_this_test_is_right_for_known_years() -> None:
    assert [easter(year) for year in YEARS] == [date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)]


@pytest.fixture
def host_in_auckland(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("host_in_auckland")
def test_where_the_machine_stands_does_not_matter(catalogue: Catalogue) -> None:
    assert os.environ["TZ"] == "Pacific/Auckland"
    days = painted(raw_hours()["own_gp"])
    for number, (now, day, clock) in enumerate(quarters()):
        if number % 37 == 0:
            assert open_state(catalogue.get("own_gp"), now) is (clock in days[day])
