"""The ways for each danger, as data in `crisis_sets.yml`: those open now first, 112 and 116 111 always."""

from __future__ import annotations

from datetime import datetime

from bot.routes.catalogue import CHILD_LINE, EMERGENCY, Catalogue, Route
from bot.routes.fit import fits_person
from bot.routes.hours import open_state

MOST, MOST_CALM = 4, 3


def crisis_routes(
    catalogue: Catalogue, crisis_set: str, audience: str | None, age: int | None, now: datetime, *, calm: bool = False
) -> tuple[Route, ...]:
    """At most four ways for this danger and person at `now`; never empty and never raising for an unknown set.

    112 stays first where its set has it first, and is always among them; so is 116 111 for a child or young person.
    Ways that are shut now are left out. A temporary closing by staff does not reach this list.
    `calm`, when nobody is in danger now: at most three, and 112 only where nothing else is open.
    """
    named = tuple(catalogue.get(name) for name in catalogue.crisis_sets.get(crisis_set, (EMERGENCY, CHILD_LINE)))
    always = _always(catalogue, audience, age)
    fitting = [each for each in named if each in always or (each.reachable and fits_person(each, audience, age))]
    ordered = _open_first([*fitting, *(each for each in always if each not in fitting)], now)
    return _calm(ordered, now) if calm else _cut(ordered, always)


def _calm(ordered: list[Route], now: datetime) -> tuple[Route, ...]:
    others = [route for route in ordered if route.id != EMERGENCY]
    return tuple((others if any(open_state(route, now) for route in others) else ordered)[:MOST_CALM])


def _always(catalogue: Catalogue, audience: str | None, age: int | None) -> tuple[Route, ...]:
    emergency, child_line = catalogue.get(EMERGENCY), catalogue.get(CHILD_LINE)
    return (emergency, child_line) if fits_person(child_line, audience, age) else (emergency,)


def _open_first(routes: list[Route], now: datetime) -> list[Route]:
    states = {route.id: open_state(route, now) for route in routes}
    unknown = [route for route in routes if states[route.id] is None]
    return [route for route in routes if states[route.id]] + unknown


def _cut(ordered: list[Route], always: tuple[Route, ...]) -> tuple[Route, ...]:
    """The first four; one that must stay takes the place of the last that need not."""
    kept = ordered[:MOST]
    for route in always:
        if route not in kept:
            kept.remove(next(each for each in reversed(kept) if each not in always))
            kept.append(route)
    return tuple(kept)
