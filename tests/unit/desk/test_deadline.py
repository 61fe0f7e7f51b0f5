"""The 14-day clock: calm, warning four days before, late, and stopped once the talk was held or another way shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backoffice.intake.deadline import Pace, deadline
from backoffice.store.intake_work import Status

RECEIVED = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "left", "pace"),
    [
        (0, 14, Pace.CALM),
        (9.9, 5, Pace.CALM),
        (10, 4, Pace.SOON),
        (13.5, 1, Pace.SOON),
        (14.01, 0, Pace.LATE),
        (20, -6, Pace.LATE),
    ],
)
def test_days_pass(days: float, left: int, pace: Pace) -> None:
    clock = deadline(RECEIVED, "new", RECEIVED + timedelta(days=days))
    assert (clock.days_left, clock.pace) == (left, pace)
    assert clock.at == datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [Status.HELD, Status.OFFERED, Status.ELSEWHERE, Status.CLOSED])
def test_the_clock_stops_when_the_talk_was_held_or_a_way_shown(status: Status) -> None:
    assert deadline(RECEIVED, status.value, RECEIVED + timedelta(days=30)).pace is Pace.STOPPED


@pytest.mark.parametrize("status", [Status.NEW, Status.CONTACTED, Status.AGREED])
def test_an_appointment_alone_does_not_stop_the_clock(status: Status) -> None:
    assert deadline(RECEIVED, status.value, RECEIVED + timedelta(days=30)).pace is Pace.LATE
