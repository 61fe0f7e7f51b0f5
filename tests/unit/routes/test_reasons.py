"""Every way comes with one short sentence that is true of it."""

from __future__ import annotations

import pytest

from bot.routes.catalogue import Catalogue
from bot.routes.offer import offer
from bot.routes.ranking import Choice, Needs, rank
from bot.routes.reasons import reasons, why
from bot.texts import TextError, Texts
from tests.times import EARLY_WEDNESDAY, TUESDAY_MORNING


def test_an_offer_is_what_the_channel_carries(catalogue: Catalogue, texts: Texts) -> None:
    offered = offer(catalogue, Needs("young", 14, "aarhus", ("loneliness",)), TUESDAY_MORNING, texts)
    assert [sorted(each) for each in offered] == [["id", "why"]] * 3
    assert all(each["why"].endswith(".") for each in offered)


def test_no_two_ways_are_given_the_same_reason_where_another_is_true(catalogue: Catalogue, texts: Texts) -> None:
    for theme in ("bullying", "sadness", "family", "sleep"):
        offered = offer(catalogue, Needs("young", 14, "aarhus", (theme,)), TUESDAY_MORNING, texts)
        assert len({each["why"] for each in offered}) == 3


def test_the_theme_is_named_in_the_visitors_own_word(catalogue: Catalogue, texts: Texts) -> None:
    choice = rank(catalogue, Needs("young", 13, None, ("family",)), EARLY_WEDNESDAY)[0]
    assert choice.reasons[0] == "theme_family"
    assert why(choice, texts, "young").startswith("Her kan du tale om")
    assert why(choice, texts, "parent").startswith("Her kan du få råd")


def test_of_several_themes_the_one_that_says_most_is_named(catalogue: Catalogue) -> None:
    needs = Needs("young", 13, "aarhus", ("worry_anxiety", "school_absence"))
    assert rank(catalogue, needs, TUESDAY_MORNING)[0].reasons[0] == "theme_school_absence"


@pytest.mark.parametrize(
    ("route_id", "first"),
    [
        ("emergency_112", "danger"),
        ("own_gp", "doctor"),
        ("laegevagt_midt", "doctor_on_call"),
        ("underretning_aarhus", "report"),
        ("bua_auh", "referral"),
        ("mindhelper", "read"),
        ("boernetelefonen", "theme_sadness"),
    ],
)
def test_the_first_reason_says_what_the_way_is_good_for(catalogue: Catalogue, route_id: str, first: str) -> None:
    assert reasons(catalogue.get(route_id), Needs("young", 14, "aarhus", ("sadness",)))[0] == first


def test_a_page_to_read_is_not_called_somebody_to_talk_to(catalogue: Catalogue) -> None:
    assert not any(
        code.startswith("theme_") for code in reasons(catalogue.get("mindhelper"), Needs("young", 14, None, ("sleep",)))
    )


def test_every_way_has_a_reason_whoever_asks(catalogue: Catalogue, texts: Texts) -> None:
    for route in catalogue.routes:
        for audience in (None, "young", "parent", "professional"):
            for code in reasons(route, Needs(audience, 14, "aarhus", ("a theme nobody knows",))):
                assert why(Choice(route.id, (code,)), texts, audience)


def test_a_reason_without_a_sentence_is_an_error(texts: Texts) -> None:
    with pytest.raises(TextError):
        why(Choice("own_gp", ("because",)), texts, None)
