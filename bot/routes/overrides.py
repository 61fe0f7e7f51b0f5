"""What the staff keep about a way between two editions of the catalogue: waiting time, closed until, checked, confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

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
NONE: Overrides = {}


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
