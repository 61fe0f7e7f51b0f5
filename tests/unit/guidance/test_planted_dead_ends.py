"""The checks of the conversations, on transcripts in which a dead end was planted: each must be found."""

from __future__ import annotations

from typing import Any

import pytest

from bot.routes.catalogue import load_catalogue
from tests.chat_client import Message
from tests.conversations import checks
from tests.conversations.steps import STEPS, check_step
from tests.conversations.walk import ASKED_LATER, Talk, Walk, in_turns, walk_all

REASON = "Det siger jeg, fordi barnet er 12 år."


def bubble(key: str, text: str = "Hvor gammelt er barnet?", **extra: Any) -> Message:
    return {"from": "bot", "key": key, "text": text, "buttons": [], "routes": [], **extra}


def ways(*open_now: bool) -> list[dict[str, Any]]:
    routes = load_catalogue("aarhus").routes
    return [{"id": route.id, "phone": None, "open_now": now} for route, now in zip(routes, open_now, strict=False)]


def outcome(text: str = REASON, *open_now: bool) -> Message:
    return bubble("utter_outcome_centre", text, routes=ways(*open_now))


def test_an_honest_outcome_passes() -> None:
    checks.check_answer([outcome(REASON, True, False), bubble("utter_guidance_next")], [])


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        pytest.param([], "silence", id="silence"),
        pytest.param([outcome(REASON)], "shows 0 ways", id="a route list emptied"),
        pytest.param([outcome(REASON, True)], "shows 1 ways", id="a single way"),
        pytest.param([outcome(REASON, False, False)], "no way that is open", id="nothing open"),
        pytest.param([outcome("", True, True)], "an empty bubble", id="an outcome without text"),
        pytest.param([outcome("Ring til dem.", True, True)], "no reason", id="an outcome without a reason"),
        pytest.param([bubble("a", "1"), bubble("b", "2"), bubble("c", "3")], "3 bubbles", id="a flood"),
        pytest.param([bubble("a"), bubble("a")], "twice in a row", id="a sentence twice in a row"),
    ],
)
def test_a_planted_dead_end_is_found(planted: list[Message], found: str) -> None:
    with pytest.raises(AssertionError, match=found):
        checks.check_answer(planted, [])


def test_a_number_that_is_not_the_catalogues_is_found() -> None:
    route = {**ways(True)[0], "phone": "0"}
    with pytest.raises(AssertionError, match="unknown number"):
        checks.check_answer([bubble("utter_other_help", routes=[route])], [])


def test_the_sentence_before_counts_too() -> None:
    with pytest.raises(AssertionError, match="twice in a row"):
        checks.check_answer([bubble("utter_ask_guidance_age")], [bubble("utter_ask_guidance_age")])


def test_words_without_a_way_on_are_a_dead_end() -> None:
    with pytest.raises(AssertionError, match="dead end"):
        checks.check_goes_on([bubble("utter_thank", "Det var så lidt.")])


def test_a_question_asked_twice_in_other_words_is_found() -> None:
    with pytest.raises(AssertionError, match="asked twice"):
        checks.check_asked_once(["utter_ask_guidance_age", "utter_ask_guidance_age_again"])


def test_a_reason_that_does_not_name_the_fact_is_found() -> None:
    with pytest.raises(AssertionError, match="does not name"):
        checks.check_reason_names(outcome(REASON, True, True), {"municipality": "Aarhus"})


def test_a_form_that_loses_its_question_is_found() -> None:
    age = next(step for step in STEPS if step.name == "age")
    with pytest.raises(AssertionError):
        check_step(age, "faq/price", [bubble("utter_faq/price")])


def test_danger_without_help_is_found() -> None:
    age = next(step for step in STEPS if step.name == "age")
    with pytest.raises(AssertionError, match="no help"):
        check_step(age, "crisis_suicide", [bubble("utter_faq/price"), bubble("utter_ask_guidance_age")])


PLAN = {
    "Start": [bubble("utter_ask_audience", "Hvem er du?", buttons=[{"title": "Videre"}, {"title": "Hjælp"}])],
    "Videre": [bubble("utter_guidance_next", "Vil du videre?", buttons=[{"title": "Hjælp"}])],
    "Hjælp": [bubble("utter_other_help", "Her er veje.", routes=ways(True, True))],
}


def walk_over(plan: dict[str, list[Message]], most_presses: int = 50) -> Walk:
    walk = Walk(lambda: Talk(plan.__getitem__, plan.__getitem__, plan["Start"]), {}, {}, most_presses)
    walk.run()
    return walk


def test_the_walk_presses_every_button_once() -> None:
    walk = walk_over(PLAN)
    assert walk.left() == 0
    assert walk.presses >= 3
    assert walk.wrong == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ([bubble("utter_other_help", "Her er veje.")], "a dead end"),
        ([], "silence"),
    ],
)
def test_the_walk_finds_a_planted_dead_end(planted: list[Message], found: str) -> None:
    assert any(found in each for each in walk_over({**PLAN, "Hjælp": planted}).wrong)


def test_the_walk_stops_at_its_bound_and_says_what_is_left() -> None:
    walk = walk_over(PLAN, most_presses=1)
    assert walk.left() > 0


VOICES = {"Ung": "young", "Forælder": "parent"}
BOTH_VOICES = {
    "Start": [bubble("utter_ask_audience", "Hvem er du?", buttons=[{"title": "Ung"}, {"title": "Forælder"}])],
    "Ung": [bubble("utter_guidance_next", "Vil du videre?", buttons=[{"title": "Hjælp"}, {"title": "Forælder"}])],
    "Forælder": [bubble("utter_guidance_next", "Vil I videre?", buttons=[{"title": "Hjælp"}, {"title": "Ret"}])],
    "Ret": [bubble("utter_guidance_change_which", "Hvad skal jeg rette?", buttons=[{"title": "Ung"}])],
    "Hjælp": PLAN["Hjælp"],
}


def walk_in_each_voice(plan: dict[str, list[Message]]) -> Walk:
    return walk_all(lambda: Talk(plan.__getitem__, plan.__getitem__, plan["Start"]), {}, VOICES, 50)


def test_the_walk_in_each_voice_presses_everything() -> None:
    walk = walk_in_each_voice(BOTH_VOICES)
    assert (walk.left(), walk.wrong) == (0, [])
    assert {state.who for state in walk.known} == {"", "young", "parent"}


@pytest.mark.parametrize("title", ["Ung", "Forælder", "Ret", "Hjælp"])
def test_the_walk_in_each_voice_finds_a_planted_dead_end(title: str) -> None:
    dead = [bubble("utter_thank", "Det var så lidt.")]
    assert any("a dead end" in each for each in walk_in_each_voice({**BOTH_VOICES, title: dead}).wrong)


def test_the_question_about_danger_beside_an_answer_is_a_turn_of_its_own() -> None:
    later, answer = bubble(ASKED_LATER, "Har du det værre nu?"), bubble("utter_ask_guidance_age")
    assert in_turns([later, answer]) == [[later], [answer]]
    assert in_turns([answer]) == [[answer]]
