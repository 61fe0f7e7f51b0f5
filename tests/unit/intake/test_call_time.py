"""When somebody who asked to be called should have been: working days alone count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backoffice.intake.call_time import call_by


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-24T09:00", "2026-11-25T09:00"),  # Tuesday
        ("2026-11-27T14:00", "2026-11-30T14:00"),  # Friday: Monday
        ("2026-11-28T10:00", "2026-11-30T23:00"),  # Saturday counts as Monday's first minute
        ("2026-12-23T09:00", "2026-12-28T09:00"),  # Christmas, and a closing day before it
        ("2026-10-23T22:30", "2026-10-26T23:00"),  # Saturday in Denmark; summer time ends on Sunday
    ],
)
def test_one_working_day_later(asked: str, due: str) -> None:
    at = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    found = call_by(at, 1, {date(2026, 12, 24)}).astimezone(UTC)
    assert found.strftime("%Y-%m-%dT%H:%M") == due


def test_no_days_at_all_is_at_once() -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert call_by(at, 0) == at
