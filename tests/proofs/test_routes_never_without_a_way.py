"""Nobody is sent away without a way: every combination of answers at every hour of two weeks, and planted dead ends."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.routes.catalogue import CHILD_LINE, EMERGENCY, Catalogue, Route
from bot.routes.hours import open_state
from bot.routes.overrides import Override
from bot.routes.ranking import Choice, Needs, rank
from bot.texts import Texts
from tests.proofs.without_a_way import (
    AUDIENCES,
    HOURS,
    MUNICIPALITIES,
    OUTCOMES,
    THEMES,
    Checker,
    age_classes,
    everyone,
)

SOME_PEOPLE = {"ages": (None, 8, 14), "themes": (None, "bullying"), "outcomes": (None,)}


def test_every_answer_at_every_hour_gets_ways_that_hold(
    catalogue: Catalogue, texts: Texts, capsys: pytest.CaptureFixture[str]
) -> None:
    checked, found = Checker(catalogue, texts).walk(everyone())
    assert not found, found[:10]
    persons = sum(len(age_classes(audience)) for audience in AUDIENCES)
    people = persons * len(MUNICIPALITIES) * (len(THEMES) + 1) * 2 * len(OUTCOMES)
    assert checked == people * len(HOURS)
    with capsys.disabled():
        print(
            f"\nnever no without a way: {people:,} combinations of answers x {len(HOURS)} hours = {checked:,} checked"
        )


def test_two_themes_help_already_there_and_each_step_hold_as_well(catalogue: Catalogue, texts: Texts) -> None:
    chance = random.Random(126)
    people = [
        replace(
            needs,
            themes=tuple(chance.sample(THEMES, 3)),
            step=chance.choice((None, 1, 2, 3)),
            already_helped=tuple(chance.sample(("school", "municipality", "doctor", "psychiatry", "waiting_list"), 2)),
        )
        for needs in everyone(themes=(None,))
    ]
    checked, found = Checker(catalogue, texts).walk(people)
    assert not found, found[:10]
    assert checked == len(people) * len(HOURS)


def test_what_was_walked_is_what_a_visitor_is_shown(catalogue: Catalogue, texts: Texts) -> None:
    chance, checker = random.Random(247), Checker(catalogue, texts)
    for needs in chance.sample(list(everyone(outcomes=(None, "near", "psychiatry"))), 1500):
        now = chance.choice(HOURS)
        open_now = frozenset(route.id for route in catalogue.routes if open_state(route, now))
        assert not checker.faults(needs, rank(catalogue, needs, now), open_now)


def test_everything_that_may_be_closed_is_closed_and_there_is_still_a_way(catalogue: Catalogue, texts: Texts) -> None:
    entered = {route.id: Override(closed_until=date(2027, 2, 1)) for route in catalogue.routes}
    checker, now = Checker(catalogue, texts), HOURS[3]
    for needs in everyone(outcomes=(None,)):
        shown = rank(catalogue, needs, now, overrides=entered)
        assert EMERGENCY in {choice.route_id for choice in shown}
        assert not checker.faults(needs, shown, frozenset({EMERGENCY}))


Plant = Callable[[Catalogue], Catalogue]


def each(catalogue: Catalogue, change: Callable[[Route], Route]) -> Catalogue:
    return replace(catalogue, routes=tuple(change(route) for route in catalogue.routes))


def shut(route: Route) -> Route:
    """Nobody there in either week, apart from a web page."""
    days = frozenset(hour.date() for hour in HOURS) | {date(2026, 11, 30), date(2026, 12, 28)}
    return replace(route, hours=replace(route.hours, closed_on=days))


def only(*ids: str) -> Plant:
    return lambda catalogue: replace(catalogue, routes=tuple(route for route in catalogue.routes if route.id in ids))


@pytest.mark.parametrize(
    ("plant", "complaint"),
    [
        (only(EMERGENCY), "fewer than two ways"),
        (only(EMERGENCY), "no way but 112"),
        (lambda catalogue: each(catalogue, shut), "none is open"),
        (only(EMERGENCY, "bua_auh", "boernehus_midt"), "only ways that need a referral"),
        (lambda catalogue: each(catalogue, lambda route: replace(route, rests_on_parent=False)), "rests on a parent"),
        (lambda catalogue: each(catalogue, lambda route: replace(route, area="national")), "not for where they live"),
        (
            lambda catalogue: each(catalogue, lambda route: replace(route, age_min=None, age_max=None)),
            "not for this audience or age",
        ),
        (
            lambda catalogue: each(catalogue, lambda route: replace(route, audience=frozenset({"parent", "young"}))),
            "not for this audience or age",
        ),
        (lambda catalogue: each(catalogue, lambda route: replace(route, number_status="primary")), "not certain"),
        (
            lambda catalogue: each(catalogue, lambda route: replace(route, found_by_words=True)),
            "nothing to reach it by",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_planted_dead_end_is_found(catalogue: Catalogue, texts: Texts, plant: Plant, complaint: str) -> None:
    _, found = Checker(plant(catalogue), texts).walk(everyone(**SOME_PEOPLE), HOURS[::7])
    assert any(complaint in fault for fault in found), found[:5]


@pytest.mark.parametrize(
    ("shown", "complaint"),
    [
        ((), "fewer than two ways"),
        ((Choice(CHILD_LINE, ("talk",)),), "fewer than two ways"),
        ((Choice(EMERGENCY, ("danger",)), Choice("center_for_trivsel", ("near",))), "the centre"),
        ((Choice("own_gp", ("doctor",)), Choice("class_teacher", ("school",))), "none is open"),
        ((Choice(EMERGENCY, ("danger",)), Choice("bua_auh", ("referral",))), "referral"),
        (
            tuple(Choice(name, ("talk",)) for name in (CHILD_LINE, "own_gp", "class_teacher", EMERGENCY)),
            "more than three",
        ),
    ],
)
def test_a_wrong_answer_is_found(catalogue: Catalogue, texts: Texts, shown: tuple[Choice, ...], complaint: str) -> None:
    night = frozenset({EMERGENCY, CHILD_LINE})
    assert any(
        complaint in fault for fault in Checker(catalogue, texts).faults(Needs("young", 14, "aarhus"), shown, night)
    )
