"""Hello, thanks, stop, start over, yes and no, not understood, a person: by events and response names."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.basics import (
    ActionBasicsAnswer,
    ActionBasicsGoodbye,
    ActionBasicsGreet,
    ActionBasicsRepeat,
    ActionBasicsSmallTalk,
    ActionRestart,
    ActionSessionStart,
)
from actions.crisis import ActionCrisisCheck
from actions.fallback import ActionBasicsFallback
from actions.faq import ActionFaq
from actions.people import ActionPeopleCallBack, ActionPeopleHuman, ActionPeopleStatus

Slots = dict[str, Any]
DONE: Slots = {
    "audience": "parent",
    "offer": "intake",
    "guidance_age": 12,
    "guidance_municipality": "aarhus",
    "guidance_themes": ["sleep"],
    "guidance_duration": "months",
    "guidance_impact": "some",
    "guidance_help": ["none"],
}


async def run(
    action: Action, intent: str, slots: Slots | None = None, said: tuple[str, ...] = (), **message: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Events and messages of an action, after the bot said `said`."""
    bot = [{"event": "bot", "metadata": {"utter_action": name}} for name in said]
    events = [{"event": "user"}, *bot, {"event": "user"}]
    latest = {"text": "…", "intent": {"name": intent, "confidence": 0.9}, **message}
    tracker = Tracker("c", dict(slots or {}), latest, events, False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    return await action.run(dispatcher, tracker, {}), dispatcher.messages


async def test_a_conversation_begins_inside_the_guidance() -> None:
    events, messages = await run(ActionSessionStart(), "greet")
    assert [event["event"] for event in events] == ["session_started", "active_loop", "slot", "action"]
    assert messages == []


async def test_starting_over_forgets_the_answers_but_not_a_receipt() -> None:
    events, messages = await run(ActionRestart(), "restart", {**DONE, "intake_reference": "CFT-XXXX-XX"})
    forgotten = {event["name"] for event in events if event["event"] == "slot" and event["value"] is None}
    assert "guidance_age" in forgotten
    assert "intake_reference" not in forgotten
    assert messages[0]["response"] == "utter_restart"


async def test_a_greeting_is_returned_in_other_words_the_second_time() -> None:
    _, first = await run(ActionBasicsGreet(), "greet")
    _, second = await run(ActionBasicsGreet(), "greet", said=("utter_greet_again",))
    assert first[0]["response"] != second[0]["response"]


@pytest.mark.parametrize(
    "intent", ["thank", "bot_challenge", "ask_capabilities", "chitchat", "frustrated", "out_of_scope"]
)
async def test_small_talk_has_two_wordings(intent: str) -> None:
    _, first = await run(ActionBasicsSmallTalk(), intent)
    _, second = await run(ActionBasicsSmallTalk(), intent, said=(first[0]["response"],))
    assert second[0]["response"] == f"{first[0]['response']}_again"


async def test_yes_to_the_offer_begins_the_intake() -> None:
    events, messages = await run(ActionBasicsAnswer(), "affirm", DONE)
    assert any(event.get("name") == "intake_form" for event in events)
    assert messages == []


async def test_no_to_the_offer_sends_nothing_and_shows_ways() -> None:
    _, messages = await run(ActionBasicsAnswer(), "deny", DONE)
    assert messages[0]["response"] == "utter_nothing_sent"
    assert len(messages[0]["custom"]["routes"]) >= 2


async def test_no_with_a_fact_is_a_correction_and_tells_the_outcome_anew() -> None:
    age = [{"entity": "age", "value": 19}]
    events, messages = await run(ActionBasicsAnswer(), "deny", DONE, text="nej, hun er 19", entities=age)
    assert {"event": "slot", "timestamp": None, "name": "guidance_age", "value": 19} in events
    assert messages[0]["response"] == "utter_outcome_older"


async def test_what_was_not_understood_is_said_in_other_words() -> None:
    assert [each["response"] for each in (await run(ActionBasicsRepeat(), "repeat_please"))[1]] == ["utter_repeat"]
    _, messages = await run(ActionBasicsRepeat(), "repeat_please", DONE, ("utter_guidance_next",))
    assert [each["response"] for each in messages] == ["utter_guidance_next_simpler"]


async def test_yes_to_nothing_asks_kindly_what_is_wanted() -> None:
    _, messages = await run(ActionBasicsAnswer(), "affirm", {**DONE, "offer": None})
    assert messages[0]["response"] == "utter_nothing_open"


@pytest.mark.parametrize(("intent", "response"), [("goodbye", "utter_goodbye"), ("stop", "utter_stop")])
async def test_nobody_leaves_without_a_way(intent: str, response: str) -> None:
    _, messages = await run(ActionBasicsGoodbye(), intent)
    assert messages[0]["response"] == response
    assert len(messages[0]["custom"]["routes"]) >= 2


async def test_not_understood_goes_in_three_steps_and_never_says_the_same_twice() -> None:
    ranking = [{"name": "faq/price", "confidence": 0.2}, {"name": "want_human", "confidence": 0.15}]
    slots: Slots = {}
    said: tuple[str, ...] = ()
    heard = []
    for _ in range(4):
        events, messages = await run(ActionBasicsFallback(), "nlu_fallback", slots, said, intent_ranking=ranking)
        slots = {event["name"]: event["value"] for event in events}
        said = (messages[0]["response"],)
        heard.append(messages[0])
    assert [each["response"] for each in heard[:3]] == [
        "utter_fallback_choices",
        "utter_fallback_simpler",
        "utter_fallback_person",
    ]
    assert heard[3]["response"] != heard[2]["response"]
    assert heard[0]["buttons"][0]["payload"] == '/faq{"faq_name": "price"}'
    assert len(heard[2]["custom"]["routes"]) >= 2


async def test_the_engine_asks_about_danger_in_the_words_for_it() -> None:
    _, messages = await run(ActionCrisisCheck(), "crisis_violence", {"audience": "young"})
    assert messages[0]["response"] == "utter_safety_check_crisis_violence"
    assert messages[0]["custom"]["routes"]


async def test_the_wish_for_a_person_is_passed_on_with_ways() -> None:
    _, messages = await run(ActionPeopleHuman(), "want_human")
    assert messages[0]["response"] == "utter_handover_wanted"
    assert len(messages[0]["custom"]["routes"]) >= 2


async def test_being_called_has_ways_for_now_too() -> None:
    _, messages = await run(ActionPeopleCallBack(), "want_call_back")
    assert messages[0]["response"] == "utter_people_call_back"
    assert len(messages[0]["custom"]["routes"]) >= 2


@pytest.mark.parametrize(
    ("intent", "reference", "response"),
    [
        ("ask_status", None, "utter_people_status"),
        ("ask_status", "CFT-XXXX-XX", "utter_people_status_sent"),
        ("delete_my_data", None, "utter_people_delete"),
        ("delete_my_data", "CFT-XXXX-XX", "utter_people_delete_sent"),
    ],
)
async def test_what_was_sent_and_how_to_delete_is_answered_honestly(
    intent: str, reference: str | None, response: str
) -> None:
    _, messages = await run(ActionPeopleStatus(), intent, {"intake_reference": reference})
    assert messages[0]["response"] == response


@pytest.mark.parametrize("action", [ActionBasicsFallback(), ActionFaq()])
async def test_what_is_told_after_the_outcome_is_taken_up_whatever_it_was_read_as(action: Action) -> None:
    slots = {**DONE, "guidance_municipality": "elsewhere"}
    told = {"text": "han er bange for alting", "entities": [{"entity": "theme", "value": "worry_anxiety"}]}
    events, messages = await run(action, "nlu_fallback", slots, **told)
    kept = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert kept["guidance_themes"] == ["sleep", "worry_anxiety"]
    assert messages[0]["response"] == "utter_outcome_elsewhere"


async def test_what_is_told_after_a_stop_opens_the_guidance_again() -> None:
    told = {"text": "de andre driller mig", "entities": [{"entity": "theme", "value": "bullying"}]}
    events, _ = await run(ActionBasicsFallback(), "nlu_fallback", {"audience": "young"}, **told)
    assert {"event": "active_loop", "timestamp": None, "name": "guidance_form"} in events
