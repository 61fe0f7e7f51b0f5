"""How well a way suits somebody, in points. Pure; whether it is meant for them at all stands in fit.py."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from bot.routes.catalogue import Route
from bot.routes.fit import ADULTS, LOCAL_MUNICIPALITY, YOUNG_FROM, Needs
from bot.routes.themes import DANGERS, GENERAL, PARENTING, named, wanted

# What a thing weighs against another. Theme goes before hours, hours before nearness, nearness before ease.
MATCH, NEXT_MATCH, FOR_EVERYTHING, UNMATCHED = 50, 6, 14, -60
ADVICE_FOR_PARENTS, UNVERIFIED, FOR_SOME = 8, -6, -25
FOCUSED = 6
OPEN, SHUT, OVERDUE = 12, -12, -30
NEAR, SAME_REGION = 8, 4
ANONYMOUS, FREE, EASY_CONTACT = 4, 3, 6
OWN_AUDIENCE = 8
DANGER_ONLY, HOSPITAL_ONLY, REFERRAL, ONLY_READING = -45, -25, -15, -10
NARROW_AGE, HELPS_ALREADY = -6, -20
WAITING_PER_WEEK, WAITING_MOST = -2, -20

# What an outcome of the guidance asks for (conversation.md: help close by; own doctor and the regional psychiatry).
OUTCOME_KINDS = {
    ("near", "school"): 34,
    ("near", "civil_society"): 6,
    ("psychiatry", "health"): 60,
    ("psychiatry", "psychiatry"): 65,
    ("acute", "acute"): 35,
    ("acute", "health"): 10,
    ("younger", "health"): 16,
    ("younger", "parent_support"): 8,
    ("younger", "school"): -40,
    ("older", "health"): 8,
    ("elsewhere", "health"): 6,
    ("already_helped", "health"): 6,
}
HELPED_KINDS = {"school": "school", "municipality": "municipal", "doctor": "health", "psychiatry": "psychiatry"}


@dataclass(frozen=True)
class Moment:
    """What a time and the staff's notes change: ids of ways open now, shut now, overdue, closed for a while; waiting weeks."""

    open: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    overdue: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    waiting: tuple[tuple[str, int], ...] = ()

    @functools.cached_property
    def points(self) -> Mapping[str, int]:
        """What this moment adds to each way's standing: open, shut, overdue, waiting time; nothing for the others."""
        points = dict.fromkeys(self.open, OPEN) | dict.fromkeys(self.shut, SHUT)
        for name in self.overdue:
            points[name] = points.get(name, 0) + OVERDUE
        for name, weeks in self.waiting:
            points[name] = points.get(name, 0) + max(WAITING_MOST, WAITING_PER_WEEK * weeks)
        return points


def standing(route: Route, needs: Needs) -> int:
    """The points that do not change with the clock."""
    return _theme(route, needs) + _ease(route, needs) + _place(route, needs) + _level(route, needs)


def matches(route: Route, needs: Needs) -> tuple[str, ...]:
    """The wanted themes that `route` names, the visitor's first; none where it is only for something they did not name."""
    return _matches(route, needs.themes, needs.parents_may_be_danger)


@functools.lru_cache(maxsize=8192)
def _matches(route: Route, themes: tuple[str, ...], danger_at_home: bool) -> tuple[str, ...]:
    if route.only_for and not route.only_for.intersection(named(themes, danger_at_home=danger_at_home)):
        return ()
    return tuple(theme for theme in wanted(themes, danger_at_home=danger_at_home) if theme in route.themes)


def suits(route: Route, needs: Needs) -> bool:
    """Whether `route` names a wanted theme or is for everything."""
    return GENERAL in route.themes or bool(matches(route, needs))


def _theme(route: Route, needs: Needs) -> int:
    points = FOR_EVERYTHING if GENERAL in route.themes else 0
    if needs.audience == "parent" and PARENTING in route.themes:
        points += ADVICE_FOR_PARENTS
    found = len(matches(route, needs))
    if found:
        return points + MATCH + NEXT_MATCH * (found - 1) + (FOCUSED if not points and len(route.themes) <= 4 else 0)
    return points if GENERAL in route.themes else UNMATCHED


def _ease(route: Route, needs: Needs) -> int:
    points = (ANONYMOUS if route.anonymous else 0) + (FREE if route.free else 0)
    easy = route.phone_shown if needs.audience in ADULTS else route.chat_url or route.sms_shown
    return points + (EASY_CONTACT if easy else 0)


def _place(route: Route, needs: Needs) -> int:
    if needs.municipality != LOCAL_MUNICIPALITY:
        return 0
    return {"aarhus": NEAR, "midtjylland": SAME_REGION}.get(route.area, 0)


def _level(route: Route, needs: Needs) -> int:
    points = OUTCOME_KINDS.get((needs.outcome or "", route.kind), 0)
    points += OWN_AUDIENCE if len(route.audience) == 1 and needs.audience in route.audience else 0
    points += 0 if route.verified else UNVERIFIED
    points += FOR_SOME if route.for_some else 0
    points += REFERRAL if route.needs_referral else 0
    points += ONLY_READING if route.kind == "online_selfhelp" else 0
    points += NARROW_AGE if needs.age is None and (route.age_min or 0) > YOUNG_FROM else 0
    points += HELPS_ALREADY if route.kind in {HELPED_KINDS.get(name) for name in needs.already_helped} else 0
    if route.step == "3" and needs.step != 3 and needs.outcome != "psychiatry":
        points += HOSPITAL_ONLY
    if route.step == "acute" and needs.outcome not in {"acute", "psychiatry"} and not _danger_named(route, needs):
        points += DANGER_ONLY
    return points


def _danger_named(route: Route, needs: Needs) -> bool:
    """Whether the visitor spoke of the very danger that `route` is for."""
    return bool(DANGERS & route.themes & set(named(needs.themes, danger_at_home=needs.parents_may_be_danger)))
