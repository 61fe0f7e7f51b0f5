"""The 14-day clock: the national target is a first talk within 14 days of the first contact (domain-facts.md § 1, W4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backoffice.store.intake_work import Status

TARGET = timedelta(days=14)
WARNING = timedelta(days=4)
RUNNING = frozenset({Status.NEW.value, Status.CONTACTED.value, Status.AGREED.value})


class Pace(StrEnum):
    """How the clock stands."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Deadline:
    """When the first talk should be held at the latest, and how many days are left, begun ones included (0 or less: too late)."""

    at: datetime
    days_left: int
    pace: Pace


def deadline(created_at: datetime, status: str, now: datetime) -> Deadline:
    """The clock of an intake; it stops when the forsamtale is held or another way is shown."""
    at = created_at + TARGET
    left = at - now
    return Deadline(at, -(-left // timedelta(days=1)), _pace(left, status))


def _pace(left: timedelta, status: str) -> Pace:
    if status not in RUNNING:
        return Pace.STOPPED
    if left < timedelta(0):
        return Pace.LATE
    return Pace.SOON if left <= WARNING else Pace.CALM
