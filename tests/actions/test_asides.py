"""What is asked beside what is told is answered, what is told is kept, and corrections are named; by events and responses."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer
from actions.basics import ActionBasicsSmallTalk
from actions.corrected import corrected
from actions.faq import ActionFaq
from actions.guidance_form import ActionAskGuidanceAnswer, ValidateGuidanceForm
from actions.guidance_outcome import ActionGuidanceOutcome
from actions.intake_form import ActionAskIntakeAnswer, ValidateIntakeForm
from tests.actions.test_basics import DONE
from tests.actions.test_intake_form import STARTED, _until

Slots = dict[str, Any]
FORMS = {
    "guidance_form": (ValidateGuidanceForm(), ActionAskGuidanceAnswer()),
    "intake_form": (ValidateIntakeForm(), ActionAskIntakeAnswer()),
}


def tracker_of(slots: Slots, message: dict[str, Any], form: str | None, said: tuple[str, ...] = ()) -> Tracker:
    bot = [{"event": "bot", "metadata": {"utter_action": name}} for name in said]
    events = [{"event": "action", "name": "action_listen"}, {"event": "user", "text": message["text"]}, *bot]
    return Tracker("c", dict(slots), message, events, False, None, {"name": form} if form else {}, "action_listen")


async def turn(form: str, slots: Slots, text: str, asides: tuple[str, ...], **more: Any) -> tuple[Slots, list[str]]:
    """The slots that change and what is said by validating and asking, in the order in which Rasa runs the two."""
    intent, split, facts = more.pop("intent", "inform"), more.pop("split", True), more
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": kind, "value": value} for kind, value in facts.items()],
        "asides": list(asides),
        **({"main_text": text} if split else {}),
    }
    validate, ask = FORMS[form]
    first, then = CollectingDispatcher(), CollectingDispatcher()
    changed = {e["name"]: e.get("value") for e in await validate.run(first, tracker_of(slots, message, form), {})}
    said = [each["response"] for each in first.messages]
    if changed and changed.get("requested_slot", "") is not None:
        await ask.run(then, tracker_of({**slots, **changed}, message, form, tuple(said)), {})
    return changed, said + [each["response"] for each in then.messages]


@pytest.mark.parametrize(
    ("asides", "said"),
    [
        (("want_human",), ["utter_handover_wanted", "utter_ask_guidance_municipality"]),
        (("want_call_back",), ["utter_people_call_back", "utter_ask_guidance_municipality"]),
        (("faq/anonymous",), ["utter_faq/anonymous", "utter_ask_guidance_municipality"]),
        (("faq/address", "faq/contact"), ["utter_aside_several", "utter_ask_guidance_municipality"]),
        (("faq/price", "want_human"), ["utter_handover_wanted", "utter_faq/price"]),
    ],
)
async def test_the_wish_or_question_in_a_story_is_answered_first_and_its_facts_are_kept(
    asides: tuple[str, ...], said: list[str]
) -> None:
    changed, heard = await turn("guidance_form", {}, "Jeg er mor til en på 9.", asides, audience="parent", age=9)
    assert (changed["audience"], changed["guidance_age"]) == ("parent", 9)
    assert heard == said


async def test_what_was_heard_waits_for_the_next_turn_when_something_was_asked() -> None:
    slots = {"audience": "young", "guidance_about": "self", "guidance_age": 13}
    changed, heard = await turn(
        "guidance_form",
        slots,
        "jeg er ked af det hele tiden og kan ikke sove",
        ("faq/anonymous",),
        intent="describe_problem",
        theme="sadness",
    )
    assert heard == ["utter_faq/anonymous", "utter_ask_guidance_municipality_again"]
    assert changed["guidance_heard"] is True
    _, after = await turn("guidance_form", {**slots, **changed}, "i Viby", (), municipality="aarhus")
    assert after == ["utter_guidance_heard", "utter_ask_guidance_duration"]


@pytest.mark.parametrize("form", FORMS)
async def test_why_is_answered_of_the_question_that_stood_open_and_the_answer_beside_it_is_kept(form: str) -> None:
    slots = {"audience": "parent", "guidance_age": 9} if form == "guidance_form" else _until("intake_since")
    changed, heard = await turn(form, slots, "i Viby, siden sommer", ("why",), municipality="aarhus")
    kept, why = {
        "guidance_form": ("guidance_municipality", "utter_guidance_why_guidance_municipality"),
        "intake_form": ("intake_since", "utter_intake_why_since"),
    }[form]
    assert changed[kept]
    assert heard[0] == why
    assert heard[1].startswith("utter_ask_")


@pytest.mark.parametrize(
    "question", ["intake_consent", "intake_child_name", "intake_school", "intake_needs", "intake_contact_phone"]
)
async def test_why_alone_answers_no_question_of_the_intake(question: str) -> None:
    slots = {**STARTED, "intake_consent": None} if question == "intake_consent" else _until(question)
    changed, heard = await turn("intake_form", slots, "hvorfor spørger du om det", ("why",), split=False)
    assert question not in changed
    assert heard == [f"utter_intake_why_{question.removeprefix('intake_')}", f"utter_ask_{question}_again"]


async def test_the_check_for_danger_says_why_it_is_asked() -> None:
    slots = {**DONE, "guidance_themes": ["self_harm"], "guidance_impact": "almost_everything"}
    _, heard = await turn("guidance_form", slots, "hvorfor spørger du om det", ("why",), split=False)
    assert heard == ["utter_guidance_why_guidance_safety", "utter_ask_guidance_safety_again"]


@pytest.mark.parametrize("form", FORMS)
async def test_how_many_questions_are_left_is_a_number(form: str) -> None:
    slots = {"audience": "parent", "guidance_age": 9} if form == "guidance_form" else _until("intake_since")
    _, heard = await turn(form, slots, "hvor mange er der tilbage", ("left",), intent="ask_capabilities", split=False)
    assert heard[0] == "utter_aside_left"
    assert heard[1].startswith("utter_ask_")


async def outside(action: Action, slots: Slots, intent: str, **message: Any) -> list[str]:
    dispatcher = CollectingDispatcher()
    latest = {"text": "…", "intent": {"name": intent, "confidence": 0.9}, **message}
    await action.run(dispatcher, tracker_of(slots, latest, None), {})
    return [each["response"] for each in dispatcher.messages]


async def test_after_an_answer_in_between_the_offer_comes_back() -> None:
    asked = {"entities": [{"entity": "faq_name", "value": "price"}]}
    assert await outside(ActionFaq(), DONE, "faq", **asked) == ["utter_faq/price", "utter_guidance_next"]
    elsewhere = {**DONE, "offer": None, "guidance_outcome": "older"}
    assert await outside(ActionFaq(), elsewhere, "faq", **asked) == ["utter_faq/price", "utter_guidance_next_elsewhere"]


async def test_with_nothing_left_to_ask_that_is_said() -> None:
    said = await outside(ActionBasicsSmallTalk(), DONE, "ask_capabilities", asides=["left"])
    assert said == ["utter_aside_left_none", "utter_guidance_next"]


async def test_two_questions_are_answered_in_one_bubble() -> None:
    dispatcher = CollectingDispatcher()
    tracker = tracker_of({}, {"text": "…", "intent": {}}, None)
    assert answer(["faq/address", "faq/price", "faq/price"], tracker, dispatcher)
    (said,) = dispatcher.messages
    assert said["answers"].count("\n\n") == 1
    assert "gratis" in said["answers"]


async def test_an_unknown_question_is_not_answered() -> None:
    assert not answer(["faq/none_such"], tracker_of({}, {"text": "…"}, None), CollectingDispatcher())


async def test_several_children_are_asked_about_with_a_button_for_each() -> None:
    message = {
        "text": "jeg har to børn på 7 og 12",
        "intent": {"name": "inform", "confidence": 0.9},
        "entities": [{"entity": "age", "value": 7}, {"entity": "age", "value": 12}],
    }
    slots = {"audience": "parent", "guidance_about": "child"}
    changed = await ValidateGuidanceForm().run(CollectingDispatcher(), tracker_of(slots, message, "guidance_form"), {})
    assert "guidance_age" not in {event["name"] for event in changed}
    dispatcher = CollectingDispatcher()
    await ActionAskGuidanceAnswer().run(dispatcher, tracker_of(slots, message, "guidance_form"), {})
    (said,) = dispatcher.messages
    assert said["response"] == "utter_guidance_which_child"
    assert [button["payload"] for button in said["buttons"]] == [f'/inform{{"guidance_age": {age}}}' for age in (7, 12)]


@pytest.mark.parametrize(
    ("told", "before", "response", "value"),
    [
        ({"guidance_age": 15}, {"guidance_age": 13}, "utter_aside_corrected_age", "15"),
        ({"intake_child_age": 15}, {"intake_child_age": 13}, "utter_aside_corrected_age", "15"),
        ({"guidance_municipality": "odder"}, {"guidance_municipality": "aarhus"}, "utter_aside_corrected_municipality", "Odder"),
        ({"intake_contact_phone": "+4529112233"}, {"intake_contact_phone": "x"}, "utter_aside_corrected_phone", "29 11 22 33"),
        ({"guidance_duration": "days"}, {"guidance_duration": "weeks"}, "utter_aside_corrected", None),
    ],
)  # fmt: skip
def test_a_correction_says_what_it_is_now(told: Slots, before: Slots, response: str, value: str | None) -> None:
    assert corrected(told, before) == (response, {"value": value} if value else {})


async def test_a_correction_that_leaves_the_outcome_says_what_was_set_right() -> None:
    slots = {
        **DONE,
        "guidance_age": 15,
        "guidance_next": "outcome",
        "guidance_outcome": "centre",
        "guidance_reason": "x",
    }
    message = {"text": "nej, 15", "intent": {"name": "correct_answer"}, "entities": [{"entity": "age", "value": 15}]}
    dispatcher = CollectingDispatcher()
    await ActionGuidanceOutcome().run(dispatcher, tracker_of(slots, message, None), {})
    assert [each["response"] for each in dispatcher.messages] == ["utter_aside_corrected_same", "utter_guidance_next"]
    assert "15" in dispatcher.messages[0]["corrected"]
