"""What is asked, what may be skipped, and what the visitor sees before sending."""

from __future__ import annotations

import pytest

from bot.dialogue import Step
from bot.intake.path import PATHS, SKIPPED, may_be_skipped, next_question, questions, step
from bot.intake.summary import lines, record
from bot.texts import load

PARENT: dict[str, object] = {
    "audience": "parent",
    "guidance_about": "child",
    "guidance_themes": ["worry_anxiety"],
    "intake_consent": "yes",
    "intake_child_name": "Storm",
    "intake_child_age": 12,
    "intake_school": SKIPPED,
    "intake_description": "han er bange  for alting\nog vil ikke i skole",
    "intake_contact_phone": "+4520304050",
}


def test_only_young_people_are_asked_whether_a_grown_up_knows_and_what_is_safe() -> None:
    asks = {audience for audience in PATHS if "intake_contact_safe" in questions({"audience": audience})}
    assert asks == {"young"}
    assert "intake_adult_knows" in questions({"audience": "young"})
    assert "intake_custody" not in questions({"audience": "young"})


def test_young_people_are_asked_what_is_safe_before_their_number() -> None:
    order = questions({"audience": "young"})
    assert order.index("intake_contact_safe") < order.index("intake_contact_phone")


def test_a_professional_has_a_shorter_path() -> None:
    assert len(questions({"audience": "professional"})) < len(questions({"audience": "parent"}))


def test_what_was_skipped_and_is_needed_now_is_asked_again() -> None:
    assert next_question({**PARENT, "intake_child_name": SKIPPED}) == "intake_child_name"
    professional = {**PARENT, "audience": "professional", "intake_child_name": SKIPPED}
    assert next_question(professional) != "intake_child_name"
    everything = dict.fromkeys(questions(PARENT), "x") | PARENT
    assert next_question(everything) is None
    nowhere = {**everything, "intake_contact_phone": SKIPPED, "intake_contact_email": SKIPPED}
    assert next_question(nowhere) == "intake_contact_phone"
    assert next_question({**nowhere, "intake_contact_email": "a@example.org"}) is None


def test_consent_is_asked_before_anything_about_a_person() -> None:
    for audience in PATHS:
        assert questions({"audience": audience})[:2] == ("audience", "intake_consent")


def test_what_is_known_is_not_asked() -> None:
    assert next_question(PARENT) == "intake_since"


def test_one_way_to_be_reached_is_enough() -> None:
    assert "intake_contact_email" not in questions(PARENT)
    assert "intake_contact_email" in questions({**PARENT, "intake_contact_phone": SKIPPED})


@pytest.mark.parametrize("slot", ["intake_consent", "intake_child_name", "intake_send", "audience"])
def test_the_required_cannot_be_skipped(slot: str) -> None:
    assert not may_be_skipped({"audience": "parent"}, slot)


def test_the_last_way_to_be_reached_cannot_be_skipped() -> None:
    assert may_be_skipped({"audience": "young"}, "intake_contact_phone")
    assert not may_be_skipped({"audience": "young", "intake_contact_phone": SKIPPED}, "intake_contact_email")
    assert not may_be_skipped({"audience": "young", "intake_contact_email": SKIPPED}, "intake_contact_phone")


def test_the_summary_has_the_visitors_own_words_and_nothing_that_was_skipped() -> None:
    shown = {line.slot: line.words for line in lines(PARENT)}
    assert shown == {
        "intake_child_name": "Storm",
        "intake_child_age": "12",
        "intake_description": "han er bange for alting og vil ikke i skole",
        "intake_contact_phone": "20 30 40 50",
    }


def test_every_line_has_words_to_stand_behind() -> None:
    texts = load()
    for audience in PATHS:
        everything = dict.fromkeys(questions({"audience": audience}), "x")
        for line in lines({**everything, "audience": audience, "intake_contact_email": "x"}):
            assert "{value}" in texts.text(line.label, audience)


def test_the_record_holds_the_words_as_they_were_written() -> None:
    sent = record(PARENT)
    assert sent.description == PARENT["intake_description"]
    assert sent.school is None
    assert sent.themes == ("worry_anxiety",)
    assert sent.consent is True


def test_a_visitor_is_told_which_question_of_how_many_it_is() -> None:
    begun: dict[str, object] = {"audience": "parent"}
    assert step(begun) == Step(1, 15, optional=False)
    consented = {**begun, "intake_consent": "yes", "intake_asked": ["intake_consent"]}
    assert step(consented) == Step(2, 15, optional=False)
    assert step({**consented, "intake_asked": ["intake_consent", "intake_child_name"]}) == Step(2, 15, optional=False)
    assert step(PARENT) == Step(1, 9, optional=True)
    assert step({**PARENT, "intake_contact_phone": SKIPPED}) == Step(1, 10, optional=True)


def test_what_the_guidance_was_told_is_no_question_of_the_form() -> None:
    known = {"audience": "parent", "intake_child_age": "12", "intake_description": "x", "intake_since": "y"}
    assert step(known) == Step(1, 12, optional=False)


def test_neither_the_summary_nor_who_writes_counts_as_a_question() -> None:
    assert step({}) is None
    answers = {**dict.fromkeys(questions(PARENT), SKIPPED), **PARENT, "intake_send": None}
    assert next_question(answers) == "intake_send"
    assert step(answers) is None
