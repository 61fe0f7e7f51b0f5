"""When a way is open: through midnight, over the changes of the clock, on holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.routes.catalogue import Catalogue
from bot.routes.hours import is_holiday, open_state
from tests.times import at


@pytest.mark.parametrize(
    ("route_id", "wall", "expected"),
    [
        ("own_gp", "2026-11-24 07:59", False),
        ("own_gp", "2026-11-24 08:00", True),
        ("own_gp", "2026-11-24 15:59", True),
        ("own_gp", "2026-11-24 16:00", False),
        ("own_gp", "2026-11-28 10:00", False),
        ("laegevagt_midt", "2026-11-24 15:59", False),
        ("laegevagt_midt", "2026-11-24 16:00", True),
        ("laegevagt_midt", "2026-11-25 07:59", True),
        ("laegevagt_midt", "2026-11-25 08:00", False),
        ("livslinien", "2026-11-24 10:59", False),
        ("livslinien", "2026-11-24 11:00", True),
        ("livslinien", "2026-11-25 03:59", True),
        ("livslinien", "2026-11-25 04:00", False),
        ("sind_ungdom", "2026-11-25 12:29", False),
        ("sind_ungdom", "2026-11-25 12:30", True),
        ("psykiatrifonden", "2026-11-26 21:59", True),
        ("psykiatrifonden", "2026-11-27 18:00", False),
        ("boernetelefonen", "2026-11-25 04:30", True),
    ],
)
def test_a_way_opens_and_shuts_on_the_minute(catalogue: Catalogue, route_id: str, wall: str, expected: bool) -> None:
    assert open_state(catalogue.get(route_id), at(wall)) is expected


def test_the_doctor_on_call_is_there_from_sunday_through_the_night_to_monday(catalogue: Catalogue) -> None:
    assert open_state(catalogue.get("laegevagt_midt"), at("2026-11-29 23:59")) is True
    assert open_state(catalogue.get("laegevagt_midt"), at("2026-11-30 00:00")) is True
    assert open_state(catalogue.get("laegevagt_midt"), at("2026-11-30 08:00")) is False


@pytest.mark.parametrize(
    "day",
    [
        "2026-04-02",  # skærtorsdag
        "2026-04-03",  # langfredag
        "2026-04-06",  # 2. påskedag
        "2026-05-14",  # Kristi himmelfartsdag
        "2026-05-25",  # 2. pinsedag
        "2026-06-05",  # Grundlovsdag
        "2026-12-24",
        "2026-12-25",
        "2026-12-31",
        "2027-01-01",
    ],
)
def test_on_a_holiday_the_own_doctor_is_shut_and_the_doctor_on_call_is_there_all_day(
    catalogue: Catalogue, day: str
) -> None:
    assert open_state(catalogue.get("own_gp"), at(f"{day} 10:00")) is False
    assert open_state(catalogue.get("laegevagt_midt"), at(f"{day} 10:00")) is True


def test_store_bededag_is_an_ordinary_friday_since_2024() -> None:
    assert not is_holiday(date(2026, 5, 1))
    assert not is_holiday(date(2027, 4, 23))


def test_an_office_that_closes_on_holidays_is_not_said_to_be_open_then(catalogue: Catalogue) -> None:
    assert open_state(catalogue.get("headspace_family"), at("2026-12-24 19:00")) is False
    assert open_state(catalogue.get("headspace_family"), at("2026-12-17 19:00")) is True


def test_a_line_that_is_there_every_day_is_there_on_christmas_eve(catalogue: Catalogue) -> None:
    assert open_state(catalogue.get("livslinien"), at("2026-12-24 20:00")) is True


def test_unknown_hours_are_never_called_open_or_shut(catalogue: Catalogue) -> None:
    for hour in range(24):
        assert open_state(catalogue.get("headspace_chat"), at(f"2026-11-24 {hour:02}:00")) is None


def test_own_closing_days_shut_a_way_and_the_night_that_begins_on_them(catalogue: Catalogue) -> None:
    line = catalogue.get("livslinien")
    shut = replace(line, hours=replace(line.hours, closed_on=frozenset({date(2026, 11, 24)})))
    assert open_state(shut, at("2026-11-24 12:00")) is False
    assert open_state(shut, at("2026-11-25 02:00")) is False
    assert open_state(shut, at("2026-11-24 02:00")) is True
    always = catalogue.get("lev_uden_vold")
    assert open_state(replace(always, hours=shut.hours), at("2026-11-24 12:00")) is False


# 01:00 UTC on the last Sunday of March and of October: 02:00 becomes 03:00, 03:00 becomes 02:00.
def test_in_the_night_the_clock_goes_forward_livslinien_shuts_at_four_by_the_new_time(catalogue: Catalogue) -> None:
    line = catalogue.get("livslinien")
    assert open_state(line, datetime(2027, 3, 28, 1, 59, tzinfo=UTC)) is True  # 03:59 summer time
    assert open_state(line, datetime(2027, 3, 28, 2, 0, tzinfo=UTC)) is False  # 04:00 summer time


def test_in_the_night_the_clock_goes_back_livslinien_is_there_an_hour_longer(catalogue: Catalogue) -> None:
    line = catalogue.get("livslinien")
    assert (
        open_state(line, datetime(2026, 10, 25, 2, 0, tzinfo=UTC)) is True
    )  # 03:00 winter time, the second 02-03 is over
    assert open_state(line, datetime(2026, 10, 25, 2, 59, tzinfo=UTC)) is True  # 03:59
    assert open_state(line, datetime(2026, 10, 25, 3, 0, tzinfo=UTC)) is False  # 04:00


def test_at_every_minute_of_a_fortnight_exactly_one_doctor_is_there(catalogue: Catalogue) -> None:
    own, on_call = catalogue.get("own_gp"), catalogue.get("laegevagt_midt")
    start = at("2026-12-21 00:00")
    for minute in range(0, 14 * 24 * 60, 5):
        now = start + timedelta(minutes=minute)
        assert open_state(own, now) is not open_state(on_call, now)


def test_a_time_without_a_zone_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="time zone"):
        open_state(catalogue.get("own_gp"), datetime(2026, 11, 24, 10, 0))
