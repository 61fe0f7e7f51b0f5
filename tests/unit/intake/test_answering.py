"""One turn in the intake: names that a machine takes for something else, and what only means "go on"."""

from __future__ import annotations

import pytest

from bot.dialogue import Reading, Verdict
from bot.intake.answering import read_turn

NAME = "intake_child_name"
STARTED: dict[str, object] = {"audience": "parent", "intake_consent": "yes"}


@pytest.mark.parametrize("intent", ["correct_answer", "want_human", "greet", "dont_know", "repeat_please"])
@pytest.mark.parametrize("name", ["Freja", "M", "MK", "Anne-Sofie", "Bo"])
def test_a_lone_word_is_a_name_whatever_it_was_read_as(name: str, intent: str) -> None:
    turn = read_turn(NAME, STARTED, Reading(name, intent, 0.9))
    assert (turn.verdict, turn.slots) == (Verdict.TAKEN, {NAME: name})


@pytest.mark.parametrize(
    ("text", "intent", "verdict"),
    [
        ("ja", "affirm", Verdict.UNCLEAR),
        ("hej", "greet", Verdict.UNCLEAR),
        ("tilbage", "correct_answer", Verdict.CHANGE),
        ("menneske", "want_human", Verdict.DIGRESSION),
        ("hvorfor?", "faq", Verdict.DIGRESSION),
    ],
)
def test_a_word_that_steers_is_no_name(text: str, intent: str, verdict: Verdict) -> None:
    assert read_turn(NAME, STARTED, Reading(text, intent, 0.9)).verdict is verdict


@pytest.mark.parametrize("intent", ["check_fit", "start_intake", "professional_referral"])
@pytest.mark.parametrize("question", [NAME, "intake_child_age", "intake_send"])
def test_a_button_that_leads_to_a_form_goes_on_inside_the_intake(question: str, intent: str) -> None:
    assert read_turn(question, STARTED, Reading(f"/{intent}", intent, pressed=True)).verdict is Verdict.REPEAT


def test_no_number_after_no_mail_asks_for_the_mail_again() -> None:
    turn = read_turn("intake_contact_phone", {"intake_contact_email": "skipped"}, Reading("nej tak", "deny"))
    assert turn.slots == {"intake_contact_phone": "skipped", "intake_contact_email": None}
    assert turn.says == "utter_intake_contact_needed"
