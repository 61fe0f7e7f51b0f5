"""The guidance's form by events and response names: answers, second tries, skipping, leaving, and what is asked."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_form import FORM, ActionAskGuidanceAnswer, ValidateGuidanceForm

Slots = dict[str, Any]
PARENT: Slots = {"audience": "parent", "requested_slot": "guidance_answer"}
KNOWN: Slots = {
    **PARENT,
    "guidance_age": 12,
    "guidance_municipality": "aarhus",
    "guidance_themes": ["worry_anxiety"],
    "guidance_duration": "months",
    "guidance_impact": "a_lot",
}


async def turn(
    slots: Slots,
    text: str,
    intent: str = "inform",
    confidence: float = 0.9,
    told_aside: Slots | None = None,
    **facts: Any,
) -> tuple[Slots, list[str]]:
    """The slots that change and what is said, asking included."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": [{"entity": kind, "value": value} for kind, value in facts.items()],
        "metadata": {"told": told_aside} if told_aside else {},
    }
    events = [
        {"event": "action", "name": "action_listen"},
        {"event": "user", "text": text},
        {"event": "action", "name": FORM},
    ]
    tracker = Tracker("c", slots, message, events, False, None, {"name": FORM}, "action_listen")
    dispatcher = CollectingDispatcher()
    changed = {
        e["name"]: e["value"] for e in await ValidateGuidanceForm().run(dispatcher, tracker, {}) if e["event"] == "slot"
    }
    if "requested_slot" not in changed and changed:
        after = Tracker("c", {**slots, **changed}, message, events, False, None, {"name": FORM}, "action_listen")
        await ActionAskGuidanceAnswer().run(dispatcher, after, {})
    return changed, [message["response"] for message in dispatcher.messages]


async def test_an_answer_is_kept_and_the_next_question_asked() -> None:
    changed, said = await turn(PARENT, "hun er 12", age=12)
    assert changed["guidance_age"] == 12
    assert said == ["utter_ask_guidance_municipality"]


async def test_the_question_says_which_of_how_many_it_is() -> None:
    tracker = Tracker("c", {**PARENT, "guidance_age": 12}, {}, [], False, None, {"name": FORM}, "action_listen")
    dispatcher = CollectingDispatcher()
    await ActionAskGuidanceAnswer().run(dispatcher, tracker, {})
    assert [message["custom"] for message in dispatcher.messages] == [
        {"step": {"number": 1, "of": 5, "optional": True}}
    ]


async def test_after_the_talk_about_danger_the_next_question_is_asked_in_its_first_words() -> None:
    slots = {**PARENT, "guidance_age": 13}
    _, said = await turn(slots, "/repeat_please", "repeat_please", told_aside={"guidance_age": 13})
    assert said == ["utter_ask_guidance_municipality"]


async def test_when_all_was_told_in_the_talk_about_danger_the_outcome_comes() -> None:
    slots = {**KNOWN, "guidance_help": ["none"], "guidance_safety": "no"}
    changed, _ = await turn(slots, "/repeat_please", "repeat_please", told_aside={"guidance_age": 12})
    assert changed["guidance_next"] == "outcome"


async def test_what_was_heard_is_said_before_the_next_question() -> None:
    slots = {**PARENT, "guidance_age": 12, "guidance_municipality": "aarhus"}
    _, said = await turn(slots, "hun er bange for alting", "describe_problem", theme="worry_anxiety")
    assert said == ["utter_guidance_heard", "utter_ask_guidance_duration"]


async def test_what_was_heard_is_said_also_when_the_same_question_stands_open() -> None:
    _, said = await turn({"requested_slot": "guidance_answer"}, "kan ik sove", "nlu_fallback", 0.4, theme="sleep")
    assert said == ["utter_guidance_heard", "utter_ask_audience_again"]


async def test_a_story_gets_a_kind_word() -> None:
    _, said = await turn(PARENT, "det er bare blevet så underligt alt sammen på det sidste", "nlu_fallback", 0.3)
    assert said == ["utter_guidance_thanks", "utter_ask_guidance_age_again"]


async def test_who_tells_other_things_three_times_is_not_asked_a_fourth_time() -> None:
    slots = {"requested_slot": "guidance_answer", "guidance_misses": 2}
    changed, said = await turn(slots, "halvandet år", duration="year_plus")
    assert changed["audience"] == "skipped"
    assert said == ["utter_ask_guidance_age"]


async def test_the_question_about_danger_is_never_passed_over_by_telling_other_things() -> None:
    slots = {**KNOWN, "guidance_help": ["none"], "guidance_impact": "almost_everything", "guidance_misses": 2}
    changed, said = await turn(slots, "hun græder hver aften", "describe_problem", theme="sadness")
    assert "guidance_safety" not in changed
    assert said[-1].startswith("utter_ask_guidance_safety")


async def test_the_second_try_asks_in_other_words_and_the_third_passes_on() -> None:
    changed, said = await turn(PARENT, "blåbær", "nlu_fallback", 0.1)
    assert (changed["guidance_misses"], said) == (1, ["utter_ask_guidance_age_again"])
    changed, said = await turn({**PARENT, "guidance_misses": 2}, "blåbær", "nlu_fallback", 0.1)
    assert changed["guidance_age"] == "skipped"
    assert said == ["utter_ask_guidance_municipality"]


async def test_a_question_leaves_the_slots_alone_so_that_the_rule_answers_it() -> None:
    assert await turn(PARENT, "hvad koster det", "faq") == ({}, [])


async def test_what_is_told_beside_a_wish_is_kept_and_the_rule_answers() -> None:
    message = {
        "text": "jeg er mor og vil tale med et menneske",
        "intent": {"name": "want_human", "confidence": 0.9},
        "entities": [{"entity": "audience", "value": "parent"}],
    }
    events = [{"event": "user"}, {"event": "action", "name": FORM}]
    slots = {"requested_slot": "guidance_answer"}
    tracker = Tracker("c", slots, message, events, False, None, {"name": FORM}, "action_listen")
    done = await ValidateGuidanceForm().run(CollectingDispatcher(), tracker, {})
    assert {"audience": "parent", "guidance_about": "child"}.items() <= {
        each["name"]: each["value"] for each in done if each["event"] == "slot"
    }.items()
    assert (done[-1]["event"], done[-1]["name"]) == ("action_execution_rejected", FORM)


@pytest.mark.parametrize(
    ("text", "intent", "where"),
    [
        ("jeg vil sende oplysninger", "start_intake", "intake"),
        ("stop", "stop", "stopped"),
        ("jeg vil rette noget", "correct_answer", "change"),
    ],
)
async def test_the_form_is_left_for_where_the_visitor_wants_to_go(text: str, intent: str, where: str) -> None:
    changed, said = await turn(PARENT, text, intent)
    assert (changed["guidance_next"], changed["requested_slot"], said) == (where, None, [])


async def test_a_doctor_who_refers_becomes_a_professional_in_the_intake() -> None:
    changed, _ = await turn({"requested_slot": "guidance_answer"}, "jeg vil henvise et barn", "professional_referral")
    assert (changed["audience"], changed["guidance_next"]) == ("professional", "intake")


async def test_the_last_answer_ends_the_form() -> None:
    changed, said = await turn(KNOWN, "nej", "deny")
    assert (changed["guidance_help"], changed["guidance_next"], changed["requested_slot"]) == (
        ["none"],
        "outcome",
        None,
    )
    assert said == []


async def test_going_back_asks_the_question_before_in_other_words() -> None:
    changed, said = await turn({**PARENT, "guidance_age": 12}, "gå tilbage", "correct_answer")
    assert changed["guidance_age"] is None
    assert said == ["utter_ask_guidance_age_again"]


async def test_a_button_with_several_values_keeps_them_all() -> None:
    slots = {**PARENT, "guidance_age": 12, "guidance_municipality": "aarhus"}
    message = {
        "text": '/inform{"guidance_themes": ["behaviour", "restlessness_attention"]}',
        "intent": {"name": "inform", "confidence": 1.0},
        "entities": [{"entity": "guidance_themes", "value": each} for each in ("behaviour", "restlessness_attention")],
    }
    events = [{"event": "user"}, {"event": "action", "name": FORM}]
    tracker = Tracker("c", slots, message, events, False, None, {"name": FORM}, "action_listen")
    changed = {e["name"]: e.get("value") for e in await ValidateGuidanceForm().run(CollectingDispatcher(), tracker, {})}
    assert changed["guidance_themes"] == ["behaviour", "restlessness_attention"]
