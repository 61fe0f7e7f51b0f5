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
from bot.safety.words import BARRIERS, LISTENING, LISTENING_ACUTE, LISTENING_OTHER

SURE = Reading("crisis_suicide", "high", True, "self", ("rule",))
ACUTE = Reading("crisis_suicide", "acute", True, "self", ("rule",))
MAYBE = Reading("crisis_suicide", "concern", False, "self", ("classifier",))
VIOLENCE = Reading("crisis_violence", "high", True, "self", ("rule",))
HARM = Reading("crisis_self_harm", "high", True, "self", ("rule",))
PILLS = Reading("crisis_acute_medical", "acute", True, "self", ("rule",))
FRIEND = Reading("crisis_other_person", "high", True, "other", ("rule",))
OF_OTHERS = [Reading(crisis.value, "high", True, "other", ("rule",)) for crisis in Crisis]
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
    ([(SURE, "x"), (NOTHING, "mor er på arbejde"), (NOTHING, "y")], ["utter_safety_listening"], "nothing", "asked"),
    ([(FRIEND, "x"), (NOTHING, "hun svarer ikke")], ["utter_safety_ask_again_other"], "nothing", "asked"),
    ([(PILLS, "x"), (NOTHING, "det var i går")], ["utter_safety_ask_again_called"], "nothing", "asked"),
    ([(FRIEND, "x"), "no"], ["utter_safety_barrier_no_other"], "nothing", "barrier"),
    ([(FRIEND, "x"), "no", "adult_words"], ["utter_safety_barrier_words_to_them"], "nothing", "barrier"),
    ([(FRIEND, "x"), "yes", (NOTHING, "hun sover")], ["utter_safety_listening_other"], "nothing", "barrier"),
    ([(PILLS, "x"), "hard_to_call"], ["utter_safety_barrier_hard_to_call_acute"], "nothing", "barrier"),
    ([(ACUTE, "x"), "yes", (NOTHING, "alt er svært")], ["utter_safety_listening_now"], "nothing", "barrier"),
    (
        [(SURE, "x"), "yes", (NOTHING, "jeg tør ikke ringe")],
        ["utter_safety_barrier_hard_to_call"],
        "nothing",
        "barrier",
    ),
    ([(SURE, "x"), "yes", (NOTHING, "der er optaget")], ["utter_safety_barrier_no_answer"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", (NOTHING, "min mor er her")], ["utter_safety_barrier_someone_near"], "nothing", "barrier"),
    ([(PILLS, "x"), (NOTHING, "min mor er her")], ["utter_safety_barrier_someone_here"], "nothing", "barrier"),
    ([(VIOLENCE, "x"), (NOTHING, "min far er her")], ["utter_safety_ask_again"], "nothing", "asked"),
    ([(SURE, "x"), "hard_to_call", (NOTHING, "nej")], ["utter_safety_listening"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", (NOTHING, "kan jeg tale med et menneske")], [], "message", "barrier"),
    ([(SURE, "x"), "yes", (MAYBE, "de tager den ikke")], ["utter_safety_barrier_no_answer"], "nothing", "barrier"),
    ([(MAYBE, "x"), "yes", (SURE, "y")], ["utter_safety_barrier_more"], "nothing", "barrier"),
    ([(SURE, "x"), "yes", "yes"], ["utter_safety_listening"], "nothing", "barrier"),
    ([(SURE, "x"), (SURE, "y"), (SURE, "z")], ["utter_safety_listening"], "nothing", "barrier"),
    ([(SURE, "x"), (VIOLENCE, "y"), (SURE, "z")], ["utter_safety_barrier_more"], "nothing", "barrier"),
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


def said_while_writing(reading: Reading, first: str, messages: int) -> list[str]:
    """What is heard while somebody in danger writes and writes: each message is danger again."""
    state, heard = advance(None, reading, first, None).state, []
    for _ in range(messages):
        turn = advance(state, reading, "mere", None)
        state, heard = turn.state, [*heard, *keys(turn)]
    return heard


@pytest.mark.parametrize(
    ("reading", "family"), [(SURE, LISTENING), (ACUTE, LISTENING_ACUTE), (FRIEND, LISTENING_OTHER)]
)
def test_nothing_is_said_twice_to_who_writes_on_before_all_was_said(reading: Reading, family: tuple[str, ...]) -> None:
    heard = said_while_writing(reading, "x", 1 + 2 * len(family))
    assert heard[0].startswith("utter_safety_barrier_more")
    assert tuple(heard[1:]) == (*family, *family)


def test_who_goes_on_telling_is_listened_to_before_the_form_asks_again() -> None:
    told = [(NOTHING, f"og så {n}") for n in range(6)]
    heard = [keys(talk((SURE, "x"), "yes", *told[:n])) for n in range(1, 6)]
    assert heard == [*([key] for key in LISTENING[:4]), []]


def test_what_is_listened_with_always_carries_the_ways() -> None:
    for reading in (SURE, ACUTE, FRIEND, VIOLENCE, PILLS):
        turn = talk((reading, "x"), "yes", (NOTHING, "og så"))
        assert all(say.crisis_set for say in turn.says)
        assert all(variant.buttons for say in turn.says for variant in texts.load().responses[say.key])


def test_a_guess_does_not_change_what_is_sure_but_a_higher_level_counts() -> None:
    guess = Reading("crisis_sexual_abuse", "acute", False, "other", ("classifier",))
    state = talk((SURE, "x"), (guess, "y")).state
    assert state is not None
    assert (state.crisis, state.about, state.level) == ("crisis_suicide", "self", "acute")


def test_a_parent_who_is_known_to_write_is_spoken_to_as_one() -> None:
    assert keys(advance(None, SURE, "x", None, parent=True))[0] == "utter_safety_parent_despair"


def test_what_the_engine_asks_about_somebody_else_is_answered_about_them() -> None:
    state = SafetyState.asked_by_engine("utter_safety_ask_other_danger")
    assert keys(advance(state, NOTHING, "ja", None)) == ["utter_safety_barrier_yes_other"]


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
    state, last = None, None
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
        said = keys(turn)
        # The server speaks again before the engine has: then never with the same words.
        assert not said or said[0] != last
        assert len(set(said)) == len(said)
        last = said[-1] if said and turn.to_engine is ToEngine.NOTHING else None
        state = turn.state


def test_everything_the_dialogue_can_say_is_written():
    written = texts.load().responses
    said = {"utter_safety_settled", "utter_safety_later", "utter_safety_ask_again", "utter_safety_listening"}
    said |= {*LISTENING, *LISTENING_ACUTE, *LISTENING_OTHER}
    said |= {f"utter_safety_ask_again_{whom}" for whom in ("other", "called")}
    for reading in (SURE, ACUTE, FRIEND, VIOLENCE, PILLS, *OF_OTHERS):
        state = advance(None, reading, "x", None).state
        said |= {
            key for name in BARRIERS for key in keys(advance(state, NOTHING, None, f'/safety{{"answer": "{name}"}}'))
        }
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


HARM_MAYBE = Reading("crisis_self_harm", "high", False, "self", ("classifier",))
NOT_ME = "Nej, det handler om min søn. Hvorfor spørger du om det?"


@pytest.mark.parametrize("who", ["parent", "professional"])
def test_an_adult_who_does_not_speak_of_oneself_is_asked_about_the_child(who: str) -> None:
    text = "siden efterårsferien, og det er blevet værre"
    assert keys(advance(None, HARM_MAYBE, text, None, **{who: True})) == ["utter_safety_check_crisis_other_person"]
    assert keys(advance(None, HARM_MAYBE, text, None)) == ["utter_safety_check_crisis_self_harm"]


def test_an_adult_who_speaks_of_oneself_is_asked_about_oneself_and_what_is_sure_stays() -> None:
    assert keys(advance(None, MAYBE, "jeg kan ikke mere", None, parent=True)) == ["utter_safety_check"]
    assert keys(advance(None, SURE, "orker ikke livet", None, parent=True))[0] == "utter_safety_parent_despair"


def test_who_says_that_it_is_about_another_is_told_why_and_asked_about_that_one() -> None:
    turn = talk((HARM_MAYBE, "x"), (NOTHING, NOT_ME))
    assert keys(turn) == ["utter_safety_why", "utter_safety_check_crisis_other_person"]
    assert turn.state is not None
    assert (turn.state.about, turn.state.step, turn.to_engine) == ("other", "checking", "nothing")
    assert keys(talk((HARM_MAYBE, "x"), (NOTHING, NOT_ME), "yes")) == ["utter_safety_barrier_yes_other"]
    assert keys(talk((HARM_MAYBE, "x"), (NOTHING, NOT_ME), "no")) == ["utter_safety_settled"]


def test_after_help_for_oneself_the_help_for_another_comes_when_another_was_meant() -> None:
    said = talk((HARM, "x"), (NOTHING, "det er ikke mig, det er min datter"))
    assert keys(said) == ["utter_safety_crisis_other_person", "utter_safety_ask_other_danger"]


def test_who_asks_why_is_told_why_once_and_asked_once_more() -> None:
    why = (NOTHING, "hvorfor spørger du om det?")
    assert keys(talk((MAYBE, "x"), why)) == ["utter_safety_why", "utter_safety_check"]
    assert keys(talk((SURE, "x"), why)) == ["utter_safety_why", "utter_safety_ask_danger"]
    assert keys(talk((MAYBE, "x"), why, why)) == ["utter_safety_ask_again"]


def test_a_wish_not_to_be_here_is_answered_calmly_and_danger_now_is_not() -> None:
    assert all(say.calm for say in talk((MAYBE, "x")).says)
    assert not talk((MAYBE, "x"), (MAYBE, "y")).says[0].calm  # two in a row are more than one
    assert not any(say.calm for say in (*talk((SURE, "x")).says, *talk((MAYBE, "x"), "yes").says))


@pytest.mark.parametrize("crisis", ["acute_medical", "violence", "sexual_abuse", "other_person"])
def test_where_a_body_or_a_home_is_in_danger_the_alarm_stays_in_reach_however_low_the_level(crisis: str) -> None:
    for sure in (True, False):
        said = talk((Reading(f"crisis_{crisis}", "concern", sure, "self", ("rule",)), "x")).says
        assert not any(say.calm for say in said)


def test_the_direct_question_is_the_last_that_is_said() -> None:
    for name, variants in texts.load().responses.items():
        if name.startswith("utter_safety_check"):
            assert all(variant.text.endswith("?") for variant in variants), name
