"""What a visitor sees of a way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.routes.cards import card
from bot.routes.catalogue import Catalogue
from bot.routes.overrides import Override
from tests.times import EARLY_WEDNESDAY, TUESDAY_MORNING


def test_a_card_has_what_the_chat_promises(catalogue: Catalogue) -> None:
    shown = card(catalogue.get("boernetelefonen"), TUESDAY_MORNING, "Der er åbent hele døgnet.")
    assert {"id", "name", "phone", "sms", "url", "open_now", "opening_hours", "why"} <= set(shown)
    assert shown["phone"] == shown["sms"] == "116 111"
    assert shown["open_now"] is True
    assert shown["why"] == "Der er åbent hele døgnet."


@pytest.mark.parametrize(("now", "expected"), [(TUESDAY_MORNING, True), (EARLY_WEDNESDAY, False)])
def test_open_now_is_said_as_it_is_at_the_moment_of_speaking(catalogue: Catalogue, now, expected: bool) -> None:
    assert card(catalogue.get("own_gp"), now, None)["open_now"] is expected


def test_no_card_shows_a_number_that_may_not_be_shown(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        shown = card(route, TUESDAY_MORNING, None)
        if not route.number_may_be_shown:
            assert shown["phone"] is shown["sms"] is shown["address"] is None


def test_a_card_with_words_only_has_a_name_and_says_when(catalogue: Catalogue) -> None:
    shown = card(catalogue.get("class_teacher"), TUESDAY_MORNING, None)
    assert shown["phone"] is shown["url"] is shown["open_now"] is None
    assert shown["name"]
    assert shown["description"]
    assert shown["opening_hours"]


def test_an_address_that_may_be_shown_can_be_seen_on_a_map(catalogue: Catalogue) -> None:
    known = replace(
        catalogue.get("headspace_aarhus"),
        address="Skolegade 1, Ølby",
        confirmed_by="Editor",
        confirmed_on=date(2026, 11, 24),
    )
    shown = card(known, TUESDAY_MORNING, None)
    assert shown["map_url"] == "https://www.openstreetmap.org/search?query=Skolegade%201%2C%20%C3%98lby"
    assert card(catalogue.get("headspace_aarhus"), TUESDAY_MORNING, None)["map_url"] is None


def test_a_place_to_write_to_is_linked_where_one_writes(catalogue: Catalogue) -> None:
    assert card(catalogue.get("cyberhus"), TUESDAY_MORNING, None)["url"] == catalogue.get("cyberhus").chat_url


def test_what_the_staff_entered_stands_on_the_card(catalogue: Catalogue) -> None:
    entered = {"boernetelefonen": Override(closed_until=date(2026, 12, 1), waiting_weeks=3)}
    shown = card(catalogue.get("boernetelefonen"), TUESDAY_MORNING, None, entered)
    assert shown["open_now"] is False
    assert shown["waiting_weeks"] == 3


@pytest.mark.parametrize(
    ("name", "audience", "expected"),
    [
        ("boernetelefonen", "young", True),
        ("boernetelefonen", "parent", False),
        ("boernetelefonen", None, False),
        ("emergency_112", "young", False),
        ("headspace_chat", "young", False),
    ],
)
def test_writing_comes_first_for_a_young_person_where_it_is_answered_now(
    catalogue: Catalogue, name: str, audience: str | None, expected: bool
) -> None:
    assert card(catalogue.get(name), EARLY_WEDNESDAY, None, audience=audience)["write_first"] is expected


def test_a_line_that_the_staff_closed_is_not_written_to_first(catalogue: Catalogue) -> None:
    closed = {"boernetelefonen": Override(closed_until=date(2026, 12, 1))}
    assert card(catalogue.get("boernetelefonen"), TUESDAY_MORNING, None, closed, "young")["write_first"] is False
