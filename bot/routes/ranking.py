"""Which ways are shown to somebody, each with its reasons; two or three, never none.

What holds for every need at every moment ("Never no without a way"): one of the ways is open day and night with a person at
the other end (the catalogue's hours_rule; at last 112), at least one more is shown beside 112, each is meant for this age,
area and audience, none is the centre itself, and a referral is never the only way.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.routes import overrides as staff
from bot.routes.catalogue import CENTRE, EMERGENCY, Catalogue, Route
from bot.routes.fit import Needs, fits
from bot.routes.hours import local, open_at
from bot.routes.overrides import Overrides
from bot.routes.reasons import reasons
from bot.routes.scoring import Moment, standing, suits

__all__ = ["Choice", "Moment", "Needs", "candidates", "choose", "moment_of", "rank", "shortlist", "with_reasons"]

FEWEST = 2


@dataclass(frozen=True)
class Choice:
    """A way and the codes of its reasons, the one to be said first."""

    route_id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """A way that fits, with the points that do not change with the clock."""

    route: Route
    points: int
    suits: bool


def rank(
    catalogue: Catalogue, needs: Needs, now: datetime, most: int = 3, overrides: Overrides = staff.NONE
) -> tuple[Choice, ...]:
    """The best ways for `needs` at `now` (UTC): two to `most`, best first."""
    return choose(catalogue, needs, moment_of(catalogue, now, overrides), most)


def moment_of(catalogue: Catalogue, now: datetime, overrides: Overrides = staff.NONE) -> Moment:
    """Everything of `now` that the ranking depends on."""
    wall = local(now)
    paused = {route.id for route in catalogue.routes if staff.temporarily_closed(overrides, route.id, wall.date())}
    states = {route.id: False if route.id in paused else open_at(route.hours, wall) for route in catalogue.routes}
    return Moment(
        open=frozenset(name for name, state in states.items() if state),
        shut=frozenset(name for name, state in states.items() if state is False),
        overdue=frozenset(route.id for route in catalogue.routes if route.overdue(wall.date())),
        closed=frozenset(paused - catalogue.crisis_ids),
        waiting=tuple((name, staff.waiting_weeks(overrides, name)) for name in sorted(overrides)),
    )


def choose(catalogue: Catalogue, needs: Needs, moment: Moment, most: int = 3) -> tuple[Choice, ...]:
    """The best ways for `needs` at `moment`; the same as `rank` once the moment is known."""
    found = candidates(catalogue, needs)
    return with_reasons(shortlist(catalogue, found, moment, most, acute=needs.outcome == "acute"), needs)


def shortlist(
    catalogue: Catalogue, found: Sequence[Candidate], moment: Moment, most: int = 3, *, acute: bool = False
) -> tuple[Route, ...]:
    """The best of `found` at `moment`, best first, one of them open day and night; 112 before all of them when `acute`."""
    ordered = _in_order(found, moment)
    if acute:
        ordered = [catalogue.get(EMERGENCY), *ordered]
    return tuple(_one_always_open(catalogue, ordered, moment, max(FEWEST, most)))


@functools.lru_cache(maxsize=2048)
def candidates(catalogue: Catalogue, needs: Needs) -> tuple[Candidate, ...]:
    """All ways meant for this person that can be reached, apart from those for danger alone and the centre itself."""
    who = replace(needs, themes=(), step=None, already_helped=())
    return tuple(Candidate(each, standing(each, needs), suits(each, needs)) for each in _meant_for(catalogue, who))


@functools.lru_cache(maxsize=2048)
def _meant_for(catalogue: Catalogue, who: Needs) -> tuple[Route, ...]:
    return tuple(
        route
        for route in catalogue.routes
        if not route.only_in_danger and route.id != CENTRE and route.reachable and fits(route, who)
    )


def _in_order(found: Sequence[Candidate], moment: Moment) -> list[Route]:
    """Best first; ways that have nothing to do with the need only where there are not two that have."""
    usable = [each for each in found if each.route.id not in moment.closed]
    suiting = [each for each in usable if each.suits]
    pool = suiting if len(suiting) >= FEWEST else usable
    points = moment.points
    ordered = sorted(pool, key=lambda each: (not each.suits, -each.points - points.get(each.route.id, 0)))
    return _one_referral([each.route for each in ordered])


def _one_referral(ordered: Sequence[Route]) -> list[Route]:
    """A way that needs a referral comes only after one that does not, and only once."""
    direct = [route for route in ordered if not route.needs_referral]
    referred = [route for route in ordered if route.needs_referral]
    if not referred or not direct:
        return direct
    place = max(ordered.index(referred[0]), 1)
    return [*direct[:place], referred[0], *direct[place:]]


def _one_always_open(catalogue: Catalogue, ordered: Sequence[Route], moment: Moment, most: int) -> list[Route]:
    """The first `most`; where none is open day and night, the last makes room for the best that is, at last for 112."""
    shown = list(ordered[:most])
    if any(_day_and_night(route, moment) for route in shown):
        return shown
    standby = next((route for route in ordered if _day_and_night(route, moment)), catalogue.get(EMERGENCY))
    return [*shown[: most - 1], standby]


def _day_and_night(route: Route, moment: Moment) -> bool:
    return route.hours.kind == "always" and route.id in moment.open and route.kind != "online_selfhelp"


def with_reasons(routes: Sequence[Route], needs: Needs) -> tuple[Choice, ...]:
    """Each way with its reasons; the first of each is one that no earlier way was given, where there is one."""
    said: set[str] = set()
    choices = []
    for route in routes:
        codes = reasons(route, needs)
        first = next((code for code in codes if code not in said), codes[0])
        said.add(first)
        choices.append(Choice(route.id, (first, *(code for code in codes if code != first))))
    return tuple(choices)
