"""Which question comes next: nothing that was said, nothing that cannot change the outcome."""

from __future__ import annotations

from bot.dialogue import Step
from bot.guidance.answers import SKIPPED
from bot.guidance.path import last_answered, next_question, questions, step
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
    assert step({"audience": "parent"}, TABLE) == Step(2, 7, optional=True)
    assert step({"audience": "young"}, TABLE) == Step(2, 8, optional=True)
    assert step(KNOWN, TABLE) is None


def test_what_was_told_unasked_counts_and_the_number_never_falls() -> None:
    told: dict[str, object] = {"guidance_duration": "months", "guidance_impact": "a_lot"}
    numbers = []
    for name in ("audience", "guidance_age", "guidance_municipality", "guidance_themes", "guidance_help"):
        where = step(told, TABLE)
        assert where is not None
        numbers.append((where.number, where.of))
        told[name] = KNOWN[name]
    assert numbers == [(3, 7), (4, 7), (5, 7), (6, 7), (7, 7)]


def test_the_question_about_danger_is_never_called_optional() -> None:
    assert step({**KNOWN, "guidance_themes": ["self_harm"]}, TABLE) == Step(8, 8, optional=False)
