"""What is said in the talk about danger, in words instead of by button."""

from __future__ import annotations

import pytest

from bot.safety.answers import Answer, has_taken_nothing, read_answer, speaks_of_another
from bot.safety.dialogue import Step, ToEngine, advance
from bot.safety.reading import Reading

SAID = [
    ("ja", Answer.YES),
    ("nej", Answer.NO),
    ("ved ikke", Answer.UNSURE),
    ("videre", Answer.GO_ON),
    ("fortsæt", Answer.GO_ON),
    ("jeg tør ikke ringe", Answer.HARD_TO_CALL),
    ("nej jeg tør ik ringe til nogen", Answer.HARD_TO_CALL),
    ("jeg hader at snakke i telefon", Answer.HARD_TO_CALL),
    ("det er svært at ringe", Answer.HARD_TO_CALL),
    ("kan jeg skrive i stedet", Answer.RATHER_WRITE),
    ("vil hellere chatte", Answer.RATHER_WRITE),
    ("er der en chat?", Answer.RATHER_WRITE),
    ("hvad skal jeg sige", Answer.ADULT_WORDS),
    ("hvordan siger jeg det til min mor", Answer.ADULT_WORDS),
    ("hvordan taler jeg med hende om det", Answer.ADULT_WORDS),
    ("jeg ved ikke hvad jeg skal sige", Answer.NO_WORDS),
    ("hvem får det at vide?", Answer.WHO_KNOWS),
    ("siger du det til mine forældre", Answer.WHO_KNOWS),
    ("får min mor det at vide", Answer.WHO_KNOWS),
    ("er det anonymt", Answer.WHO_KNOWS),
    ("læser de det nu?? ring ikk til min mor plz", Answer.WHO_KNOWS),
    ("men kan i se vem jeg er?? kommer der nogen hjem til os", Answer.WHO_KNOWS),
    ("kan mor se det på min tlf bagefter", Answer.WHO_KNOWS),
    ("hvordan sletter jeg det her", Answer.DELETE),
    ("hva nej?? det passer ikke", Answer.NO),
    ("jeg har ringet", Answer.CALLED),
    ("jeg har ringet men ingen svarer", Answer.NO_ANSWER),
    ("der er kø på telefonen", Answer.NO_ANSWER),
    ("de tager den ikke", Answer.NO_ANSWER),
    ("der er optaget", Answer.NO_ANSWER),
    ("de tager ikke telefonen", Answer.NO_ANSWER),
    ("jeg er nummer 14 i kø", Answer.NO_ANSWER),
    ("min mor er her", Answer.SOMEONE_HERE),
    ("min storebror sidder ved siden af", Answer.SOMEONE_HERE),
    ("jeg er alene hjemme", Answer.ALONE),
    ("kan jeg tale med et menneske", Answer.PERSON),
    ("ring til mig", Answer.PERSON),
]
SAYS_NOTHING_OF_THE_KIND = [
    "min mor er ikke her",
    "jeg har ikke ringet",
    "jeg føler mig så alene",
    "jeg kan ikke snakke med nogen",
    "jeg har ingen at tale med",
    "min far råber altid",
    "alt gør ondt",
    "ingen kan lide mig",
    "jeg vil slettes",
    "jeg kan ikke se hvem jeg er mere",
]


@pytest.mark.parametrize(("text", "answer"), SAID)
def test_what_stands_on_a_button_can_be_said(text: str, answer: Answer) -> None:
    assert read_answer(text) is answer


@pytest.mark.parametrize("text", SAYS_NOTHING_OF_THE_KIND)
def test_what_is_only_told_is_listened_to(text: str) -> None:
    assert read_answer(text) is Answer.FREE


def test_a_long_message_is_read_in_no_time() -> None:
    assert read_answer("mor er " * 300) is Answer.FREE


def test_who_says_that_it_is_not_oneself_speaks_of_another() -> None:
    assert speaks_of_another("hva nej?? det ham ikk mig")
    assert not speaks_of_another("han slår ikke mig, kun min bror")


@pytest.mark.parametrize("text", ["nej stop hun har ikk tagt noget!!", "jeg har ikke taget piller"])
def test_where_nothing_was_taken_nobody_is_told_to_call_about_poison(text: str) -> None:
    state = advance(None, Reading("crisis_acute_medical", "high", True, "self", ("rule",)), "x", None).state
    turn = advance(state, Reading.nothing(), text, None)
    assert [say.key for say in turn.says] == ["utter_safety_settled"]
    assert turn.to_engine is ToEngine.REPEAT
    assert turn.state is not None
    assert turn.state.step == Step.SETTLED
    assert turn.state.sure  # only staff lower a flag


def test_help_for_a_body_in_danger_now_goes_on_whatever_was_taken() -> None:
    state = advance(None, Reading("crisis_acute_medical", "acute", True, "other", ("rule",)), "x", None).state
    turn = advance(state, Reading.nothing(), "hun har ikke taget noget", None)
    assert "utter_safety_settled" not in [say.key for say in turn.says]
    assert turn.to_engine is ToEngine.NOTHING


@pytest.mark.parametrize("text", ["jeg har ikke taget noget endnu", "hun har ikke spist noget i fire dage"])
def test_nothing_yet_and_not_eating_are_no_denial(text: str) -> None:
    assert not has_taken_nothing(text)


def test_a_wish_to_delete_goes_to_the_engine() -> None:
    state = advance(None, Reading("crisis_suicide", "high", True, "self", ("rule",)), "x", None).state
    assert advance(state, Reading.nothing(), "hvordan sletter jeg det her", None).to_engine is ToEngine.MESSAGE
