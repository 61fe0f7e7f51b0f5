"""Which ways are shown, in which order, and what moves them up and down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.routes.catalogue import CENTRE, Catalogue
from bot.routes.overrides import Override, apply
from bot.routes.ranking import Needs, rank
from tests.times import EARLY_WEDNESDAY, TUESDAY_MORNING, TUESDAY_NIGHT

WORRIED_TEENAGER = Needs("young", 14, "aarhus", ("worry_anxiety",))
WORRIED_PARENT = Needs("parent", 10, "aarhus", ("bullying",))


def ids(catalogue: Catalogue, needs: Needs, now=TUESDAY_MORNING, **options) -> list[str]:
    return [choice.route_id for choice in rank(catalogue, needs, now, **options)]


@pytest.mark.parametrize(
    ("needs", "now", "expected"),
    [
        (Needs("young", 8, None, ("bullying",)), EARLY_WEDNESDAY, "boernetelefonen"),
        (Needs("young", 14, "aarhus", ("loneliness",)), TUESDAY_MORNING, "headspace_aarhus"),
        (Needs("young", 14, "another", ("digital",)), TUESDAY_MORNING, "cyberhus"),
        (Needs("young", 16, None, ("grief",)), TUESDAY_MORNING, "sorgcenter"),
        (Needs("young", 14, "aarhus", ("ocd",)), TUESDAY_MORNING, "own_gp"),
        (Needs("parent", 10, "aarhus", ("bullying",)), TUESDAY_MORNING, "ppr_aarhus"),
        (Needs("parent", 10, "another", ("bullying",)), TUESDAY_NIGHT, "foraeldretelefonen"),
        (Needs("parent", 14, "another", ("autism_adhd",)), TUESDAY_MORNING, "bedre_psykiatri"),
        (Needs("parent", 3, "aarhus", (), outcome="younger"), TUESDAY_MORNING, "own_gp"),
        (Needs("professional", 10, "aarhus", ()), TUESDAY_MORNING, "fagtelefonen"),
        (Needs("young", 15, "aarhus", ("sadness",), outcome="psychiatry", step=3), TUESDAY_NIGHT, "own_gp"),
        (Needs("young", 15, "aarhus", ("sadness",), outcome="psychiatry", step=3), TUESDAY_NIGHT, "bua_auh"),
        (Needs("parent", 12, "aarhus", (), outcome="near"), TUESDAY_MORNING, "class_teacher"),
        (Needs("young", 12, None, (), parents_may_be_danger=True), EARLY_WEDNESDAY, "lev_uden_vold"),
        (Needs("young", 13, None, ("crisis_violence",)), EARLY_WEDNESDAY, "lev_uden_vold"),
    ],
)
def test_a_way_that_one_would_expect_is_among_them(catalogue: Catalogue, needs: Needs, now, expected: str) -> None:
    assert expected in ids(catalogue, needs, now)


def test_at_most_three_are_shown_and_at_least_two(catalogue: Catalogue) -> None:
    assert len(ids(catalogue, WORRIED_TEENAGER)) == 3
    assert len(ids(catalogue, WORRIED_TEENAGER, most=2)) == 2
    assert len(ids(catalogue, WORRIED_TEENAGER, most=1)) == 2


def test_the_centre_is_never_another_way_to_itself(catalogue: Catalogue) -> None:
    for theme in catalogue.get(CENTRE).themes:
        assert CENTRE not in ids(catalogue, Needs("parent", 10, "aarhus", (theme,)), most=20)


@pytest.mark.parametrize("audience", ["young", "parent", "professional"])
def test_where_there_is_danger_now_112_comes_first(catalogue: Catalogue, audience: str) -> None:
    shown = ids(catalogue, Needs(audience, 14, "aarhus", ("sadness",), outcome="acute"))
    assert shown[0] == "emergency_112"
    assert len(shown) == 3


def test_a_local_way_is_only_for_those_who_live_there(catalogue: Catalogue) -> None:
    for municipality in ("another", "elsewhere", "unsure", None):
        assert "headspace_aarhus" not in ids(catalogue, replace(WORRIED_TEENAGER, municipality=municipality), most=40)


def test_nothing_that_rests_on_a_parent_where_a_parent_may_be_the_danger(catalogue: Catalogue) -> None:
    absent = Needs("young", 14, "aarhus", ("school_absence",))
    endangered = replace(absent, parents_may_be_danger=True)
    assert {"ppr_aarhus", "back2school"} <= set(ids(catalogue, absent, most=40))
    assert not {"ppr_aarhus", "back2school"} & set(ids(catalogue, endangered, most=40))


def test_a_child_is_not_sent_where_the_dangerous_parent_is_told(catalogue: Catalogue) -> None:
    endangered = Needs("young", 14, "aarhus", ("crisis_violence",), parents_may_be_danger=True)
    assert "underretning_aarhus" not in ids(catalogue, endangered, most=40)
    assert "underretning_aarhus" in ids(catalogue, replace(endangered, audience="professional"), most=40)


def test_a_place_for_one_theme_is_only_for_those_who_named_it(catalogue: Catalogue) -> None:
    assert "sorgcenter" in ids(catalogue, Needs("young", 14, None, ("grief",)), most=40)
    for theme in ("sadness", "loneliness", "self_esteem", "trauma"):
        assert "sorgcenter" not in ids(catalogue, Needs("young", 14, None, (theme,)), most=40)


@pytest.mark.parametrize("theme", ["substance_use", "self_harm", "digital", "trauma", "behaviour", "sleep"])
def test_an_ordinary_theme_is_not_answered_with_the_police_or_the_poison_line(catalogue: Catalogue, theme: str) -> None:
    for audience in ("young", "parent"):
        assert not {"police", "giftlinjen"} & set(ids(catalogue, Needs(audience, 14, "aarhus", (theme,)), most=40))


def test_a_way_without_anything_to_reach_it_by_is_not_shown(catalogue: Catalogue) -> None:
    assert not catalogue.get("tuba").reachable
    assert "tuba" not in ids(catalogue, Needs("young", 15, None, ("parents_addiction",)), most=40)


def test_a_way_moves_up_when_it_opens(catalogue: Catalogue) -> None:
    needs = Needs("parent", 14, "another", ("ocd",))
    by_day, by_night = ids(catalogue, needs, most=40), ids(catalogue, needs, EARLY_WEDNESDAY, most=40)
    assert by_day.index("psykiatrifonden") <= by_night.index("psykiatrifonden")
    assert "emergency_112" in ids(catalogue, needs, EARLY_WEDNESDAY)


def test_an_overdue_way_sinks(catalogue: Catalogue) -> None:
    routes = tuple(
        route if route.id == "headspace_aarhus" else replace(route, recheck_before=date(2027, 3, 1))
        for route in catalogue.routes
    )
    fresh = replace(
        catalogue, routes=tuple(replace(route, recheck_before=date(2027, 3, 1)) for route in catalogue.routes)
    )
    stale = replace(catalogue, routes=routes)
    later = TUESDAY_MORNING.replace(month=12)
    needs = Needs("young", 14, "aarhus", ("loneliness",))
    assert "headspace_aarhus" in ids(fresh, needs, later)
    assert ids(stale, needs, later, most=40).index("headspace_aarhus") > ids(fresh, needs, later, most=40).index(
        "headspace_aarhus"
    )


def test_what_staff_checked_today_is_no_longer_overdue(catalogue: Catalogue) -> None:
    checked = apply(catalogue, {"headspace_aarhus": Override(checked_on=date(2026, 12, 1)), "unknown": Override()})
    assert catalogue.get("headspace_aarhus").overdue(date(2026, 12, 24))
    assert not checked.get("headspace_aarhus").overdue(date(2026, 12, 24))
    assert checked.get("headspace_aarhus").overdue(date(2027, 3, 2))


def test_a_number_that_staff_confirmed_is_shown(catalogue: Catalogue) -> None:
    confirmed = apply(catalogue, {"ppr_aarhus": Override(confirmed_by="Editor", confirmed_on=date(2026, 11, 24))})
    assert confirmed.get("ppr_aarhus").phone_shown
    assert catalogue.get("ppr_aarhus").phone_shown is None


def test_a_way_that_staff_closed_for_a_while_is_left_out_until_that_day(catalogue: Catalogue) -> None:
    entered = {"ppr_aarhus": Override(closed_until=date(2026, 11, 25))}
    assert "ppr_aarhus" in ids(catalogue, WORRIED_PARENT, most=40)
    assert "ppr_aarhus" not in ids(catalogue, WORRIED_PARENT, most=40, overrides=entered)
    assert "ppr_aarhus" in ids(catalogue, WORRIED_PARENT, EARLY_WEDNESDAY, most=40, overrides=entered)


def test_a_way_for_danger_does_not_disappear_when_it_is_closed_for_a_while(catalogue: Catalogue) -> None:
    entered = {"own_gp": Override(closed_until=date(2027, 1, 1))}
    assert "own_gp" in ids(catalogue, WORRIED_PARENT, most=40, overrides=entered)


def test_112_cannot_be_closed(catalogue: Catalogue) -> None:
    everything = {route.id: Override(closed_until=date(2027, 1, 1)) for route in catalogue.routes}
    assert "emergency_112" in ids(catalogue, WORRIED_PARENT, overrides=everything)
    assert "emergency_112" in ids(catalogue, WORRIED_TEENAGER, overrides=everything)


def test_a_long_waiting_time_lets_a_way_sink(catalogue: Catalogue) -> None:
    needs = Needs("young", 14, "aarhus", ("loneliness",))
    entered = {"headspace_aarhus": Override(waiting_weeks=12)}
    before, after = ids(catalogue, needs, most=40), ids(catalogue, needs, most=40, overrides=entered)
    assert after.index("headspace_aarhus") > before.index("headspace_aarhus")


def test_help_that_is_there_already_sinks(catalogue: Catalogue) -> None:
    needs = Needs("parent", 10, "aarhus", ("sadness",))
    helped = replace(needs, already_helped=("doctor", "something nobody knows"))
    assert ids(catalogue, helped, most=40).index("own_gp") > ids(catalogue, needs, most=40).index("own_gp")


def test_slots_that_are_lists_are_as_good_as_tuples(catalogue: Catalogue) -> None:
    assert ids(catalogue, Needs("young", 14, "aarhus", ["worry_anxiety"])) == ids(catalogue, WORRIED_TEENAGER)


def test_the_same_needs_at_the_same_time_give_the_same_ways(catalogue: Catalogue) -> None:
    assert rank(catalogue, WORRIED_PARENT, TUESDAY_MORNING) == rank(catalogue, WORRIED_PARENT, TUESDAY_MORNING)
