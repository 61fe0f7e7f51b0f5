"""Which question comes next: nothing that was said, nothing that cannot change the outcome."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue import Step, put_to
from bot.guidance.answers import SKIPPED
from bot.guidance.path import asked, last_answered, next_question, questions, step
from bot.guidance.table import load_table

TABLE = load_table("aarhus")
KNOWN: dict[str, object] = {
    "audience": "parent",
    "guidance_age": 12,
    "guidance_municipality": "aarhus",
    "guidance_themes": ["worry_anxiety"],
    "guidance_duration": "months",
    "guidance_impact": "a_lot",
    "guidance_help": ["none"],
}


def test_who_writes_is_asked_first() -> None:
    assert next_question({}, TABLE) == "audience"


def test_only_young_people_are_asked_about_whom() -> None:
    assert next_question({"audience": "young"}, TABLE) == "guidance_about"
    assert "guidance_about" not in questions({"audience": "parent"}, TABLE)


def test_what_is_known_is_not_asked_and_what_is_skipped_neither() -> None:
    assert next_question({"audience": "parent", "guidance_age": 12}, TABLE) == "guidance_municipality"
    assert next_question({"audience": "parent", "guidance_age": SKIPPED}, TABLE) == "guidance_municipality"


def test_nothing_is_asked_any_more_once_age_or_municipality_has_settled_it() -> None:
    assert next_question({"audience": "parent", "guidance_age": 3}, TABLE) is None
    assert next_question({"audience": "parent", "guidance_age": 12, "guidance_municipality": "horsens"}, TABLE) is None


def test_danger_is_asked_about_even_when_the_outcome_is_settled() -> None:
    slots = {"audience": "parent", "guidance_age": 19, "guidance_themes": ["self_harm"]}
    assert next_question(slots, TABLE) == "guidance_safety"


def test_everything_known_means_no_question() -> None:
    assert next_question(KNOWN, TABLE) is None
    assert last_answered(KNOWN, TABLE) == "guidance_help"


def test_going_back_means_the_question_before() -> None:
    assert last_answered({"audience": "parent", "guidance_age": 12}, TABLE) == "guidance_age"
    assert last_answered({}, TABLE) is None


def test_a_visitor_is_told_which_question_of_how_many_it_is() -> None:
    assert step({}, TABLE) == Step(1, 7, optional=False)
    assert step({"audience": "parent"}, TABLE) == Step(1, 6, optional=True)
    assert step({"audience": "young"}, TABLE) == Step(1, 7, optional=True)
    assert step(KNOWN, TABLE) is None


def numbered(told: dict[str, object], answered: Iterable[str]) -> list[tuple[int, int]]:
    """The numbers of the questions as a visitor meets them, each answered in turn."""
    numbers: list[tuple[int, int]] = []
    for name in answered:
        question, where = next_question(told, TABLE), step(told, TABLE)
        assert question is not None
        assert where is not None
        numbers.append((where.number, where.of))
        told |= {"guidance_asked": put_to(asked(told), question), name: KNOWN[name]}
    return numbers


def test_only_what_is_asked_is_counted_from_one_on() -> None:
    story = {"guidance_duration": "months", "guidance_impact": "a_lot"}
    order = ("audience", "guidance_age", "guidance_municipality", "guidance_themes", "guidance_help")
    assert numbered(dict(story), order) == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert numbered({**story, "audience": "parent", "guidance_age": 12}, order[2:]) == [(1, 3), (2, 3), (3, 3)]


def test_a_question_asked_again_keeps_its_number() -> None:
    slots = {"audience": "parent", "guidance_asked": ["guidance_age"]}
    assert step(slots, TABLE) == Step(1, 6, optional=True)


def test_no_number_goes_back_or_stands_for_two_questions() -> None:
    """Going back from the municipality to the age: the third thing that is asked."""
    slots = {"audience": "parent", "guidance_asked": ["guidance_age", "guidance_municipality"]}
    assert step(slots, TABLE) == Step(3, 8, optional=True)


def test_the_question_about_danger_is_never_called_optional() -> None:
    assert step({**KNOWN, "guidance_themes": ["self_harm"]}, TABLE) == Step(1, 1, optional=False)
