"""The intake's form by events and response names: each answer, each second try, changes, stopping and sending."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.intake_form import FORM, ActionAskIntakeAnswer, ValidateIntakeForm
from bot.intake.path import SKIPPED, next_question

Slots = dict[str, Any]
STARTED: Slots = {
    "audience": "parent",
    "intake_consent": "yes",
    "intake_intro_said": True,
    "requested_slot": "intake_answer",
}
COMPLETE: Slots = {
    **STARTED,
    "intake_child_name": "Storm",
    "intake_child_age": 12,
    "intake_school": SKIPPED,
    "intake_description": "han vil ikke i skole",
    "intake_since": "siden sommer",
    "intake_impact": SKIPPED,
    "intake_tried": SKIPPED,
    "intake_other_help": SKIPPED,
    "intake_hope": SKIPPED,
    "intake_custody": SKIPPED,
    "intake_needs": SKIPPED,
    "intake_contact_name": "Karen",
    "intake_contact_phone": "+4520304050",
    "intake_contact_time": SKIPPED,
}


def _until(question: str, **more: Any) -> Slots:
    """A parent's slots with everything before `question` answered."""
    slots = {**STARTED, **more}
    while (asked := next_question(slots)) not in (question, None):
        slots[asked] = "x" if asked != "intake_contact_phone" else SKIPPED
    return slots


async def turn(
    slots: Slots, text: str, intent: str = "inform", confidence: float = 1.0, **facts: Any
) -> tuple[Slots, list[str], CollectingDispatcher]:
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": kind, "value": value} for kind, value in facts.items()],
    }
    events = [
        {"event": "action", "name": "action_listen"},
        {"event": "user", "text": text},
        {"event": "action", "name": FORM},
    ]
    return await run(slots, message, events)


async def run(
    slots: Slots, message: dict[str, Any], events: list[dict[str, Any]]
) -> tuple[Slots, list[str], CollectingDispatcher]:
    """Validate, then ask unless the form rejected itself or ended: the order in which Rasa runs the two."""
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c", dict(slots), message, events, False, None, {"name": FORM}, "action_listen")
    changed = {event["name"]: event["value"] for event in await ValidateIntakeForm().run(dispatcher, tracker, {})}
    if changed and changed.get("requested_slot", "") is not None:
        tracker = Tracker("c", {**slots, **changed}, message, events, False, None, {"name": FORM}, FORM)
        asked = await ActionAskIntakeAnswer().run(dispatcher, tracker, {})
        changed |= {event["name"]: event["value"] for event in asked}
    return changed, [each["response"] for each in dispatcher.messages], dispatcher


async def test_consent_comes_with_who_reads_it_and_who_gets_to_know() -> None:
    slots, said, _ = await turn({"requested_slot": "intake_answer"}, "jeg er 14", "inform", audience="young")
    assert said == ["utter_intake_intro", "utter_ask_intake_consent"]
    assert slots["audience"] == "young"


@pytest.mark.parametrize(
    ("slots", "said", "step"),
    [
        ({**STARTED, "intake_child_name": "Storm"}, "utter_ask_intake_child_age", {"number": 1, "of": 13}),
        ({**COMPLETE, "intake_change": "intake_school"}, "utter_ask_intake_school", None),
        (COMPLETE, "utter_ask_intake_send", None),
    ],
)
async def test_a_question_says_which_of_how_many_it_is_and_a_change_does_not(
    slots: Slots, said: str, step: dict[str, int] | None
) -> None:
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c", dict(slots), {}, [], False, None, {"name": FORM}, FORM)
    await ActionAskIntakeAnswer().run(dispatcher, tracker, {})
    (asked,) = dispatcher.messages
    assert asked["response"] == said
    assert asked["custom"] == ({"step": {**step, "optional": True}} if step else {})


async def test_without_consent_nothing_is_kept_and_other_ways_are_shown() -> None:
    slots, said, dispatcher = await turn({**STARTED, "intake_consent": None}, "nej", "deny")
    assert said == ["utter_intake_consent_no"]
    assert slots["intake_consent"] is None
    assert slots["requested_slot"] is None
    assert len(dispatcher.messages[0]["custom"]["routes"]) >= 2


@pytest.mark.parametrize(
    "question",
    [
        "intake_school",
        "intake_description",
        "intake_since",
        "intake_impact",
        "intake_tried",
        "intake_other_help",
        "intake_hope",
    ],
)
async def test_own_words_are_kept_as_they_were_written(question: str) -> None:
    slots, said, _ = await turn(_until(question), "det er svært, fordi han ikke sover", "nlu_fallback", 0.1)
    assert slots[question] == "det er svært, fordi han ikke sover"
    assert said[0].startswith("utter_ask_intake_")


@pytest.mark.parametrize("intent", ["affirm", "greet", "chitchat", "stop", "faq", "want_human"])
async def test_a_guess_never_eats_a_story(intent: str) -> None:
    text = "vi har ventet længe på hjælp, og nu stopper han næsten altid op på vej til skolen om morgenen"
    slots, _, _ = await turn(_until("intake_description"), text, intent)
    assert slots["intake_description"] == text


@pytest.mark.parametrize("question", ["intake_school", "intake_since", "intake_custody", "intake_contact_time"])
async def test_what_may_be_skipped_is_skipped(question: str) -> None:
    slots, said, _ = await turn(_until(question), "det vil jeg ikke svare på", "dont_know")
    assert slots[question] == SKIPPED
    assert said[-1].startswith("utter_ask_intake_")


async def test_the_childs_name_is_needed_and_asked_for_in_other_words() -> None:
    slots, said, _ = await turn(_until("intake_child_name"), "ved ikke", "dont_know")
    assert "intake_child_name" not in slots
    assert said == ["utter_intake_name_needed", "utter_ask_intake_child_name_again"]


async def test_a_name_is_found_in_a_sentence() -> None:
    slots, _, _ = await turn(_until("intake_child_name"), "Hun hedder Maja, og hun er 9", "inform", age=9)
    assert slots["intake_child_name"] == "Maja"


async def test_a_question_is_never_taken_for_a_name() -> None:
    slots, said, _ = await turn(_until("intake_child_name"), "Hvad skal I bruge det til?", "nlu_fallback", 0.1)
    assert "intake_child_name" not in slots
    assert said == ["utter_ask_intake_child_name_again"]


async def test_a_number_with_a_digit_missing_loses_nothing_and_is_asked_for_again() -> None:
    slots, said, _ = await turn(_until("intake_contact_phone"), "20 30 40 5", "nlu_fallback", 0.1)
    assert said == ["utter_intake_phone_too_short", "utter_ask_intake_contact_phone_again"]
    assert set(slots) - {"intake_asked"} == {"intake_misses"}


async def test_an_email_instead_of_a_number_is_taken() -> None:
    slots, said, _ = await turn(_until("intake_contact_phone"), "skriv til karen@example.org")
    assert slots["intake_contact_email"] == "karen@example.org"
    assert said == ["utter_ask_intake_contact_time"]


async def test_no_way_at_all_is_asked_for_kindly() -> None:
    slots, said, _ = await turn(_until("intake_contact_email"), "nej", "deny")
    assert said == ["utter_intake_contact_needed", "utter_ask_intake_contact_phone"]
    assert slots["intake_contact_phone"] is None


async def test_a_young_person_who_must_not_be_called_is_asked_for_an_email() -> None:
    young = _until("intake_contact_safe", audience="young")
    slots, said, _ = await turn(young, "nej helst ikke", "deny")
    assert slots["intake_contact_safe"] == "nej helst ikke"
    assert said == ["utter_ask_intake_contact_email"]


@pytest.mark.parametrize(
    ("intent", "text"),
    [("faq", "hvad koster det"), ("bot_challenge", "er du en robot"), ("want_human", "må jeg tale med nogen")],
)
async def test_a_question_is_left_to_its_rule_and_touches_no_slot(intent: str, text: str) -> None:
    slots, said, _ = await turn(_until("intake_school"), text, intent)
    assert (slots, said) == ({}, [])


async def test_after_a_question_the_same_thing_is_asked_again() -> None:
    slots = _until("intake_school")
    events = [
        {"event": "user", "text": "hvad koster det"},
        {"event": "action_execution_rejected", "name": FORM},
        {"event": "action", "name": "utter_faq"},
        {"event": "action", "name": FORM},
    ]
    message = {"text": "hvad koster det", "intent": {"name": "faq", "confidence": 1.0}, "entities": []}
    _, said, _ = await run(slots, message, events)
    assert said == ["utter_ask_intake_school"]


async def test_unclear_is_asked_in_other_words_and_never_the_same_twice() -> None:
    slots = {**STARTED, "intake_consent": None}
    said = []
    for _ in range(4):
        changed, bubbles, _ = await turn(slots, "øh blå", "nlu_fallback", 0.1)
        slots.update(changed)
        said += bubbles
    assert all(first != second for first, second in pairwise(said))


async def test_the_third_unclear_answer_skips_what_may_be_skipped() -> None:
    slots = {**_until("intake_child_age"), "intake_misses": 2}
    changed, said, _ = await turn(slots, "øh blå", "nlu_fallback", 0.1)
    assert changed["intake_child_age"] == SKIPPED
    assert said == ["utter_ask_intake_school"]


async def test_the_summary_is_shown_when_everything_is_answered() -> None:
    slots = {**COMPLETE, "intake_contact_time": None}
    _, said, dispatcher = await turn(slots, "efter klokken 16")
    assert said == ["utter_ask_intake_send"]
    assert dispatcher.messages[0]["summary"].splitlines()[0].endswith("Storm")
    assert SKIPPED not in dispatcher.messages[0]["summary"]


async def test_a_line_named_at_the_summary_is_changed_also_when_the_reading_is_unsure() -> None:
    slots, _, _ = await turn(COMPLETE, "ret telefonen", "nlu_fallback", 0.1)
    assert slots["intake_change"] == "intake_contact_phone"


@pytest.mark.parametrize(
    ("text", "intent", "facts"),
    [("/inform", "inform", {"intake_send": "send"}), ("ja", "affirm", {}), ("send det", "nlu_fallback", {})],
)
async def test_send_ends_the_form(text: str, intent: str, facts: Slots) -> None:
    slots, said, _ = await turn(COMPLETE, text, intent, **facts)
    assert (slots["intake_send"], slots["requested_slot"], said) == ("send", None, [])


async def test_send_is_not_believed_while_something_required_is_missing() -> None:
    slots, said, _ = await turn({**COMPLETE, "intake_contact_phone": None}, "/inform", intake_send="send")
    assert "requested_slot" not in slots
    assert said == ["utter_ask_intake_contact_phone"]


async def test_a_correction_in_the_summary_changes_that_line_alone() -> None:
    slots, said, _ = await turn(COMPLETE, "nej, han hedder Sturm", "correct_answer")
    assert slots["intake_child_name"] == "Sturm"
    assert said == ["utter_aside_corrected_name", "utter_ask_intake_send"]


async def test_change_asks_which_line_with_a_button_for_each() -> None:
    slots, said, dispatcher = await turn(COMPLETE, "/correct_answer", "correct_answer")
    assert (slots["intake_change"], said) == ("asking", ["utter_intake_change_which"])
    assert len(dispatcher.messages[0]["buttons"]) == 6


async def test_a_line_that_is_named_is_asked_for_and_then_the_summary_comes_back() -> None:
    slots, said, _ = await turn(COMPLETE, "ret telefonen", "correct_answer")
    assert (slots["intake_change"], said) == ("intake_contact_phone", ["utter_ask_intake_contact_phone"])
    slots, said, _ = await turn({**COMPLETE, **slots}, "20 30 40 60")
    assert (slots["intake_contact_phone"], slots["intake_change"]) == ("+4520304060", None)
    assert said == ["utter_ask_intake_send"]


async def test_stopping_says_that_nothing_was_sent_and_keeps_every_answer() -> None:
    slots, said, _ = await turn(COMPLETE, "stop", "stop")
    assert said == ["utter_intake_stopped"]
    assert set(slots) == {"requested_slot", "intake_change", "intake_misses"}
