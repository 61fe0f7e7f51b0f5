"""In danger: ways that are open now, 112 always, 116 111 always for the young, never an empty list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.routes.catalogue import CHILD_LINE, EMERGENCY, Catalogue
from bot.routes.crisis import MOST, MOST_CALM, crisis_routes
from bot.routes.fit import fits_person
from bot.routes.hours import open_state
from tests.times import CHRISTMAS_EVE, EARLY_WEDNESDAY, TUESDAY_MORNING, at

AGES = (None, 5, 8, 9, 11, 12, 13, 14, 15, 17, 18, 23, 24, 40)
AUDIENCES = (None, "young", "parent", "professional", "somebody-else")


def ids(catalogue: Catalogue, crisis_set: str, audience: str | None, age: int | None, now) -> list[str]:
    return [route.id for route in crisis_routes(catalogue, crisis_set, audience, age, now)]


@pytest.mark.parametrize(
    ("crisis_set", "audience", "age", "now", "expected"),
    [
        (
            "suicidal_thoughts_child_or_young",
            "young",
            14,
            TUESDAY_MORNING,
            ["emergency_112", "boernetelefonen", "own_gp"],
        ),
        (
            "suicidal_thoughts_child_or_young",
            "young",
            14,
            EARLY_WEDNESDAY,
            ["emergency_112", "boernetelefonen", "laegevagt_midt"],
        ),
        (
            "suicidal_thoughts_child_or_young",
            "young",
            14,
            at("2026-11-24 20:00"),
            ["emergency_112", "boernetelefonen", "laegevagt_midt", "livslinien"],
        ),
        (
            "suicidal_thoughts_child_or_young",
            "young",
            9,
            at("2026-11-24 20:00"),
            ["emergency_112", "boernetelefonen", "laegevagt_midt"],
        ),
        (
            "suicidal_thoughts_parent_worried",
            "parent",
            14,
            CHRISTMAS_EVE,
            ["emergency_112", "laegevagt_midt", "livslinien"],
        ),
        ("overdose_or_poison", "parent", 10, EARLY_WEDNESDAY, ["emergency_112", "giftlinjen"]),
        ("overdose_or_poison", "young", 13, EARLY_WEDNESDAY, ["emergency_112", "giftlinjen", "boernetelefonen"]),
        (
            "image_shared_or_extortion",
            "young",
            13,
            TUESDAY_MORNING,
            ["boernetelefonen", "police", "emergency_112", "sletdet"],
        ),
        (
            "violence_at_home_child",
            "young",
            10,
            EARLY_WEDNESDAY,
            ["emergency_112", "boernetelefonen", "lev_uden_vold", "class_teacher"],
        ),
        ("eating_danger_signs", "parent", 13, TUESDAY_MORNING, ["own_gp", "emergency_112", "somenta"]),
        ("a_set_nobody_wrote", "young", 12, EARLY_WEDNESDAY, ["emergency_112", "boernetelefonen"]),
        ("a_set_nobody_wrote", "parent", None, EARLY_WEDNESDAY, ["emergency_112"]),
    ],
)
def test_the_ways_of_a_danger(catalogue: Catalogue, crisis_set, audience, age, now, expected: list[str]) -> None:
    assert ids(catalogue, crisis_set, audience, age, now) == expected


def test_every_danger_person_and_hour_gets_help_that_is_open_and_fits(catalogue: Catalogue) -> None:
    hours = [at("2026-12-21 00:30") + timedelta(hours=hour) for hour in range(7 * 24)]
    for crisis_set in (*catalogue.crisis_sets, "unknown"):
        for audience in AUDIENCES:
            for age in AGES:
                for now in hours:
                    routes = crisis_routes(catalogue, crisis_set, audience, age, now)
                    names = [route.id for route in routes]
                    assert 1 <= len(names) == len(set(names)) <= MOST
                    assert EMERGENCY in names
                    assert all(fits_person(route, audience, age) for route in routes)
                    assert all(open_state(route, now) is not False for route in routes)
                    if audience not in {"parent", "professional"} and (age is None or age < 18):
                        assert CHILD_LINE in names


def test_112_stays_first_where_its_danger_has_it_first(catalogue: Catalogue) -> None:
    for crisis_set, members in catalogue.crisis_sets.items():
        if members[0] == EMERGENCY:
            assert ids(catalogue, crisis_set, "young", 13, EARLY_WEDNESDAY)[0] == EMERGENCY


def test_every_way_in_a_list_of_danger_can_be_used(catalogue: Catalogue) -> None:
    for crisis_set in catalogue.crisis_sets:
        for audience in AUDIENCES:
            assert all(r.reachable for r in crisis_routes(catalogue, crisis_set, audience, 15, TUESDAY_MORNING))


def test_where_nobody_is_in_danger_now_the_ways_are_few_open_and_without_the_alarm(catalogue: Catalogue) -> None:
    hours = [at("2026-12-21 00:30") + timedelta(hours=hour) for hour in range(7 * 24)]
    for crisis_set in (*catalogue.crisis_sets, "unknown"):
        for audience in AUDIENCES:
            for age in AGES:
                for now in hours:
                    routes = crisis_routes(catalogue, crisis_set, audience, age, now, calm=True)
                    names = [route.id for route in routes]
                    assert 1 <= len(names) <= MOST_CALM
                    assert any(open_state(route, now) for route in routes)
                    assert (
                        EMERGENCY not in names or crisis_routes(catalogue, crisis_set, audience, age, now)[0] in routes
                    )
                    if audience not in {"parent", "professional"} and (age is None or age < 18):
                        assert CHILD_LINE in names
                        assert EMERGENCY not in names
