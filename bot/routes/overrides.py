"""What the staff keep about a way between two editions of the catalogue: waiting time, closed until, checked, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.routes.catalogue import EMERGENCY, Catalogue, Route

# "Mindst hver 3. måned" (`about.recheck` in the catalogue).
CHECK_EVERY = timedelta(days=91)


@dataclass(frozen=True)
class Override:
    """One way's state as staff entered it. `closed_until` is the first day on which it is open again."""

    waiting_weeks: int | None = None
    closed_until: date | None = None
    checked_on: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None


Overrides = Mapping[str, Override]
DATES = ("closed_until", "checked_on", "confirmed_on")
NONE: Overrides = {}


def plain(overrides: Overrides) -> dict[str, dict[str, Any]]:
    """Overrides as JSON holds them, dates as YYYY-MM-DD."""
    return {name: {key: _as_text(value) for key, value in asdict(each).items()} for name, each in overrides.items()}


def read(known: Mapping[str, Mapping[str, Any]]) -> Overrides:
    """What `plain` wrote; fields that a newer writer adds are left out. Raises ValueError, TypeError or AttributeError."""
    return {name: _read(each) for name, each in known.items()}


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _read(known: Mapping[str, Any]) -> Override:
    days = {name: date.fromisoformat(known[name]) for name in DATES if known.get(name) is not None}
    weeks = known.get("waiting_weeks")
    return Override(int(weeks) if weeks is not None else None, confirmed_by=known.get("confirmed_by"), **days)


def temporarily_closed(overrides: Overrides, route_id: str, today: date) -> bool:
    """Whether staff have closed this way for `today`. Nobody can close 112."""
    override = overrides.get(route_id)
    if override is None or override.closed_until is None or route_id == EMERGENCY:
        return False
    return today < override.closed_until


def waiting_weeks(overrides: Overrides, route_id: str) -> int:
    """The waiting time that staff entered, in weeks; 0 when they entered none."""
    override = overrides.get(route_id)
    return (override.waiting_weeks or 0) if override else 0


def apply(catalogue: Catalogue, overrides: Overrides) -> Catalogue:
    """The catalogue with what staff have checked and confirmed since it was written; unknown ids are ignored."""
    routes = tuple(_applied(route, overrides.get(route.id)) for route in catalogue.routes)
    return Catalogue(routes, catalogue.crisis_sets)


def _applied(route: Route, override: Override | None) -> Route:
    if override is None:
        return route
    if override.confirmed_by and override.confirmed_on:
        route = replace(route, confirmed_by=override.confirmed_by, confirmed_on=override.confirmed_on)
    if override.checked_on and override.checked_on > route.last_checked:
        due = override.checked_on + CHECK_EVERY
        route = replace(route, last_checked=override.checked_on, recheck_before=due)
    return route
