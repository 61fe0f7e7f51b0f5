"""Times as a Danish clock on the wall shows them, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def at(wall: str) -> datetime:
    """`"2026-12-24 03:00"` in Denmark, as UTC."""
    return datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)


TUESDAY_MORNING = at("2026-11-24 10:00")
TUESDAY_NIGHT = at("2026-11-24 23:30")
EARLY_WEDNESDAY = at("2026-11-25 05:30")
CHRISTMAS_EVE = at("2026-12-24 11:00")
