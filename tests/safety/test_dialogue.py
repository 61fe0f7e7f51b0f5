"""The safety dialogue: every transition, as rows that read like sentences."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.safety.dialogue import ASK_AGAIN_AFTER, SafetyState, Say, Step, ToEngine, Turn, advance
from bot.safety.reading import Crisis, Reading
from bot.safety.words import BARRIERS

SURE = Reading("crisis_suicide", "high", True, "self", ("rule",))
ACUTE = Reading("crisis_suicide", "acute", True, "self", ("rule",))
MAYBE = Reading("crisis_suicide", "concern", False, "self", ("classifier",))
VIOLENCE = Reading("crisis_violence", "high", True, "self", ("rule",))
HARM = Reading("crisis_self_harm", "high", True, "self", ("rule",))
PILLS = Reading("crisis_acute_medical", "acute", True, "self", ("rule",))
FRIEND = Reading("crisis_other_person", "high", True, "other", ("rule",))
NOTHING = Reading.nothing()
SET = "suicidal_thoughts_child_or_young"


def keys(turn: Turn) -> list[str]:
    return [say.key for say in turn.says]


def talk(*steps: tuple[Reading, str] | str) -> Turn:
    """The last turn of a talk; a step is a reading with its text, or the answer behind a button."""
    state, turn = None, Turn((), None, ToEngine.MESSAGE)
    for step in steps:
        if isinstance(step, str):
            turn = advance(state, NOTHING, None, f'/safety{{"answer": "{step}"}}')
        else:
            turn = advance(state, step[0], step[1], None)
        state = turn.state
    return turn


TRANSITIONS = [
    # what was said, what the bot says, what the engine gets, where the talk is then
    ([(NOTHING, "hej")], [], "message", None),
    ([(SURE, "x")], ["utter_safety_crisis_suicide", "utter_safety_ask_danger"], "nothing", "asked"),
    ([(ACUTE, "x")], ["utter_safety_crisis_suicide_acute", "utter_safety_ask_danger"], "nothing", "asked"),
    ([(HARM, "x")], ["utter_safety_crisis_self_harm", "utter_safety_ask_suicide"], "nothing", "asked"),
    ([(PILLS, "x")], ["utter_safety_crisis_acute_medical_acute", "utter_safety_ask_called"], "nothing", "asked"),
    ([(FRIEND, "x")], ["utter_safety_crisis_other_person", "utter_safety_ask_other_danger"], "nothing", "asked"),
    ([(MAYBE, "x")], ["utter_safety_check"], "nothing", "checking"),
    ([(MAYBE, "x"), (NOTHING, "nej")], ["utter_safety_settled"], "repeat", "settled"),
    ([(MAYBE, "x"), (NOTHING, "ja")], ["utter_safety_barrier_yes"], "nothing", "barrier"),
    ([(MAYBE, "x"), (NOTHING, "ved ikke")], ["utter_safety_barrier_unsure"], "nothing", "barrier"),
    ([(MAYBE, "x"), (MAYBE, "y")], ["utter_safety_crisis_suicide", "utter_safety_ask_danger"], "nothing", "asked"),
    ([(MAYBE, "x"), (MAYBE, "nej det vil jeg ikke")], ["utter_safety_settled"], "repeat", "settled"),
    ([(MAYBE, "x"), (NOTHING, "nej"), (MAYBE, "y")], ["utter_safety_check"], "nothing", "checking"),
    ([(MAYBE, "x"), (NOTHING, "hvad koster det")], ["utter_safety_ask_again"], "nothing", "checking"),
    ([(MAYBE, "x"), (NOTHING, "hvad"), (NOTHING, "koster det")], [], "message", "settled"),
    ([(SURE, "x"), (NOTHING, "ja")], ["utter_safety_barrier_yes"], "nothing", "barrier"),
    ([(SURE, "x"), (NOTHING, "nej")], ["utter_safety_barrier_no"], "nothing", "barrier"),
    ([(FRIEND, "x"), "yes"], ["utter_safety_barrier_yes_other"], "nothing", "barrier"),
    ([(SURE, "x"), (NOTHING, "mor er på arbejde")], ["utter_safety_ask_again"], "nothing", "asked"),
    ([(SURE, "x"), (SURE, "y")], ["utter_safety_barrier_more"], "nothing", "barrier"),
    ([(SURE, "x"), (ACUTE, "y")], ["utter_safety_crisis_suicide_acute", "utter_safety_ask_danger"], "nothing", "asked"),
    ([(SURE, "x"), "yes", "hard_to_call"], ["utter_safety_barrier_hard_to_call"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", "adult_words"], ["utter_safety_barrier_adult_words"], "nothing", "barrier"),
    ([(VIOLENCE, "x"), "yes", "adult_words"], ["utter_safety_barrier_adult_words_trusted"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", (NOTHING, "alt er svært")], ["utter_safety_listening"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", "nonsense"], ["utter_safety_barrier_more"], "nothing", "barrier"),
    ([(PILLS, "x"), (NOTHING, "nej")], ["utter_safety_barrier_alone"], "nothing", "barrier"),
    ([(PILLS, "x"), (NOTHING, "ja")], ["utter_safety_barrier_someone_here"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", "go_on"], [], "repeat", "settled"),
    ([(SURE, "x"), "go_on", (NOTHING, "hun er 12")], [], "message", "settled"),
    (
        [(SURE, "x"), "go_on", (SURE, "y")],
        ["utter_safety_crisis_suicide", "utter_safety_ask_danger"],
        "nothing",
        "asked",
    ),
]


@pytest.mark.parametrize(("said", "answered", "to_engine", "step"), TRANSITIONS)
def test_each_transition(said, answered, to_engine, step):
    turn = talk(*said)
    assert keys(turn) == answered
    assert turn.to_engine == to_engine
    assert (turn.state.step if turn.state else None) == step


def test_help_carries_the_ways_of_its_crisis_set():
    assert talk((SURE, "x")).says[0] == Say("utter_safety_crisis_suicide", SET)


def test_pictures_under_threat_get_their_own_ways():
    reading = Reading("crisis_sexual_abuse", "high", True, "self", ("image_threat",))
    assert talk((reading, "x")).says[0].crisis_set == "image_shared_or_extortion"


def test_a_parent_in_despair_gets_help_for_parents():
    reading = replace(SURE, reasons=("suicide_want_to_die", "voice_parent"))
    assert talk((reading, "x")).says[0] == Say("utter_safety_parent_despair", "parent_in_despair")


def test_yes_to_thoughts_of_suicide_after_self_harm_makes_it_that():
    assert talk((HARM, "x"), (NOTHING, "ja")).state.crisis == Crisis.SUICIDE


def test_a_real_concern_is_asked_about_again_after_some_turns():
    turn = talk((SURE, "x"), "go_on", *[(NOTHING, "hun er 12")] * ASK_AGAIN_AFTER)
    assert keys(turn) == ["utter_safety_later"]
    assert turn.to_engine is ToEngine.MESSAGE


def test_who_said_no_to_a_maybe_is_not_asked_again_by_the_clock():
    turn = talk((MAYBE, "x"), "no", *[(NOTHING, "hun er 12")] * 40)
    assert keys(turn) == []


def test_a_button_of_the_engine_goes_to_the_engine_after_it_was_settled():
    state = talk((SURE, "x"), "go_on").state
    assert advance(state, NOTHING, None, '/inform{"age": "12"}').to_engine is ToEngine.MESSAGE


def test_a_safety_button_works_although_the_state_is_lost():
    assert keys(advance(None, NOTHING, None, '/safety{"answer": "yes"}')) == ["utter_safety_barrier_yes"]


def test_the_engines_question_is_answered_here():
    state = SafetyState.asked_by_engine("utter_safety_check_crisis_violence")
    turn = advance(state, NOTHING, "ja", None)
    assert turn.state.crisis == Crisis.VIOLENCE
    assert turn.state.sure


READINGS = st.sampled_from([NOTHING, SURE, ACUTE, MAYBE, VIOLENCE, HARM, PILLS, FRIEND])
WORDS = st.sampled_from(["ja", "nej", "ved ikke", "hun er 12", "videre", "alt gør ondt"])
BUTTONS = st.sampled_from([*BARRIERS, "go_on"])


@given(st.lists(st.one_of(st.tuples(READINGS, WORDS), BUTTONS), max_size=25))
def test_a_flag_is_never_forgotten_or_lowered_and_two_bubbles_are_the_most(steps):
    state = None
    for step in steps:
        button = f'/safety{{"answer": "{step}"}}' if isinstance(step, str) else None
        reading, text = (NOTHING, None) if isinstance(step, str) else step
        turn = advance(state, reading, text, button)
        assert len(turn.says) <= 2
        assert not (state and not turn.state)
        if state:
            assert turn.state.sure >= state.sure
            assert turn.state.level == state.level or not state.sure or turn.state.sure
        if turn.state:
            assert SafetyState.from_dict(json.loads(json.dumps(turn.state.as_dict()))) == turn.state
        if reading.sure:
            assert turn.says
            assert turn.to_engine is ToEngine.NOTHING
        state = turn.state


def test_everything_the_dialogue_can_say_is_written():
    written = texts.load().responses
    said = {"utter_safety_settled", "utter_safety_later", "utter_safety_ask_again", "utter_safety_listening"}
    said |= {f"utter_safety_barrier_{name}" for name in (*BARRIERS, "yes_other", "adult_words_trusted")}
    for crisis in Crisis:
        for level in ("acute", "high"):
            for about in ("self", "other"):
                for reasons in ((), ("voice_parent",)):
                    turn = talk((Reading(crisis.value, level, True, about, reasons), "x"))
                    said |= set(keys(turn))
        said |= set(keys(talk((Reading(crisis.value, "concern", False, "self"), "x"))))
        said |= set(keys(talk((Reading(crisis.value, "concern", False, "other"), "x"))))
    assert said <= set(written)


def test_steps_are_those_of_the_state():
    assert {step.value for step in Step} == {"checking", "asked", "barrier", "settled"}
