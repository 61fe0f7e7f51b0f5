"""What comes when the guidance ends: outcome, reason and ways; the intake; a stop; the list of what can be changed."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_outcome import ActionGuidanceOutcome, ActionOtherHelp

Slots = dict[str, Any]
KNOWN: Slots = {
    "audience": "parent",
    "guidance_next": "outcome",
    "guidance_age": 12,
    "guidance_municipality": "aarhus",
    "guidance_themes": ["worry_anxiety", "school_absence"],
    "guidance_duration": "months",
    "guidance_impact": "a_lot",
    "guidance_help": ["none"],
}


def tracker(slots: Slots) -> Tracker:
    return Tracker(
        "c", slots, {"text": "x", "intent": {"name": "inform"}}, [{"event": "user"}], False, None, {}, "action_listen"
    )


async def end(**changes: Any) -> tuple[list[dict[str, Any]], CollectingDispatcher]:
    dispatcher = CollectingDispatcher()
    return await ActionGuidanceOutcome().run(dispatcher, tracker({**KNOWN, **changes}), {}), dispatcher


def slots_of(events: list[dict[str, Any]]) -> Slots:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


async def test_the_outcome_is_told_with_its_reason_and_open_ways() -> None:
    events, dispatcher = await end()
    first, second = dispatcher.messages
    assert (first["response"], second["response"]) == ("utter_outcome_centre", "utter_guidance_next")
    assert "12" in first["reason"]
    assert len(first["custom"]["routes"]) >= 2
    assert slots_of(events)["offer"] == "intake"


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"guidance_age": 3}, "younger"),
        ({"guidance_age": 19}, "older"),
        ({"guidance_municipality": "horsens"}, "elsewhere"),
        ({"guidance_impact": "none"}, "near"),
        ({"guidance_impact": "almost_everything"}, "psychiatry"),
        ({"guidance_help": ["waiting_list"]}, "already_helped"),
        ({"guidance_age": "skipped"}, "unclear"),
    ],
)
async def test_every_outcome_has_words_a_reason_and_two_ways(changes: Slots, outcome: str) -> None:
    _, dispatcher = await end(**changes)
    told = dispatcher.messages[0]
    assert told["response"] == f"utter_outcome_{outcome}"
    assert told["reason"]
    assert len(told["custom"]["routes"]) >= 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"guidance_municipality": "samsø"}, "barnet bor på Samsø"),
        ({"guidance_municipality": "samsø", "audience": "skipped"}, "det er på Samsø"),
        ({"audience": "skipped"}, "alderen er 12 år, det er i Aarhus"),
    ],
)
async def test_the_reason_is_good_danish_also_of_an_island_and_of_nobody_named(changes: Slots, words: str) -> None:
    _, dispatcher = await end(**changes)
    assert words in dispatcher.messages[0]["reason"]


async def test_danger_brings_help_and_the_direct_question_and_offers_nothing_else() -> None:
    events, dispatcher = await end(guidance_safety="danger", audience="young", guidance_about="self")
    assert [each["response"] for each in dispatcher.messages] == ["utter_outcome_acute", "utter_safety_ask_danger"]
    assert "emergency_112" in [route["id"] for route in dispatcher.messages[0]["custom"]["routes"]]
    assert slots_of(events)["offer"] is None


async def test_danger_to_somebody_else_is_asked_about_as_such() -> None:
    _, dispatcher = await end(guidance_safety="unsure")
    assert dispatcher.messages[1]["response"] == "utter_safety_ask_other_danger"


async def test_the_same_outcome_for_the_same_reason_is_not_told_in_the_same_words() -> None:
    events, _ = await end()
    again, dispatcher = await end(**slots_of(events))
    assert [each["response"] for each in dispatcher.messages] == ["utter_guidance_same"]
    assert again


async def test_the_wish_to_send_leads_into_the_intake_with_what_is_known() -> None:
    events, dispatcher = await end(guidance_next="intake", guidance_said={"guidance_duration": "siden sommer"})
    assert slots_of(events)["intake_child_age"] == 12
    assert slots_of(events)["intake_since"] == "siden sommer"
    assert {"event": "active_loop", "timestamp": None, "name": "intake_form"} in events
    assert dispatcher.messages == []


async def test_a_stop_is_all_right_and_has_ways() -> None:
    _, dispatcher = await end(guidance_next="stopped")
    assert dispatcher.messages[0]["response"] == "utter_guidance_stopped"
    assert len(dispatcher.messages[0]["custom"]["routes"]) >= 2


async def test_what_can_be_changed_is_offered_line_by_line() -> None:
    _, dispatcher = await end(guidance_next="change")
    titles = [button["title"] for button in dispatcher.messages[0]["buttons"]]
    assert {"Alder", "Kommune"} <= set(titles)


async def test_other_ways_are_shown_for_what_is_known() -> None:
    dispatcher = CollectingDispatcher()
    await ActionOtherHelp().run(dispatcher, tracker(KNOWN), {})
    assert dispatcher.messages[0]["response"] == "utter_other_help"
    assert len(dispatcher.messages[0]["custom"]["routes"]) >= 2


async def test_what_is_known_is_no_reason_for_not_knowing() -> None:
    _, dispatcher = await end(guidance_municipality="unsure", guidance_impact="some")
    assert dispatcher.messages[0]["response"] == "utter_outcome_unclear"
    assert dispatcher.messages[0]["reason"].startswith("Indtil nu ved jeg, at barnet er 12 år")


async def test_the_count_of_questions_ends_with_the_outcome() -> None:
    events, _ = await end(guidance_asked=["guidance_age", "guidance_help"])
    assert slots_of(events)["guidance_asked"] is None
