"""What counts as a question or a command, and what as an answer."""

from __future__ import annotations

import pytest

from bot.dialogue import Reading, is_command, is_stop, looks_like_a_question


@pytest.mark.parametrize(
    "text",
    [
        "hvad koster det",
        "må man komme alene",
        "findes der andet?",
        "Hvornår har I åbent",
        "fører I journal",
        "taler jeg med en maskine",
        "kræver det en henvisning",
    ],
)
def test_questions_are_known_by_their_beginning_or_their_mark(text: str) -> None:
    assert looks_like_a_question(text)


@pytest.mark.parametrize(
    "text",
    ["han er bange", "skolen", "jeg kan ikke sove", "bor i Viby", "går i 5. klasse", "når jeg sover", "mor vi sagde"],
)
def test_a_story_is_no_question(text: str) -> None:
    assert not looks_like_a_question(text)


def test_a_long_message_is_never_a_command() -> None:
    assert not is_command(Reading("jeg vil tale med et menneske " * 5, "want_human", 0.99))


def test_a_question_may_be_longer_than_a_command() -> None:
    text = "kan man komme hos jer, når man allerede går i behandling et andet sted"
    assert is_command(Reading(text, "faq", 0.9))
    assert not is_command(Reading(text * 2, "faq", 0.9))


def test_an_unsure_reading_is_never_a_command() -> None:
    assert not is_command(Reading("mennesker", "want_human", 0.3))


def test_a_button_of_ours_is_a_command_unless_it_answers() -> None:
    assert is_command(Reading("/want_human", "want_human", 1.0, pressed=True))
    assert not is_command(Reading("/affirm", "affirm", 1.0, pressed=True))


@pytest.mark.parametrize(
    "text", ["stop", "stp", "hold op nu", "jeg gider ikke mere", "farvel", "nej tak, ikke mere", "jeg vil ud"]
)
def test_a_stop_is_said_in_words(text: str) -> None:
    assert is_stop(Reading(text, "stop", 0.9))


@pytest.mark.parametrize("text", ["jeg vil ikke i skole mere", "jei vil ike i skåle mere", "jeg gider ikke gå i skole"])
def test_what_one_does_not_want_any_more_in_life_is_no_stop(text: str) -> None:
    assert not is_stop(Reading(text, "stop", 0.9))


@pytest.mark.parametrize("text", ["Storm", "Stine", "hos mormor"])
def test_a_name_that_looks_like_stop_to_the_model_is_none(text: str) -> None:
    assert not is_stop(Reading(text, "stop", 0.9))
