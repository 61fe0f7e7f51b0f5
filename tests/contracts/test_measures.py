"""The measures of the contract tests see what they are for: a test over texts that cannot fail proves nothing."""

from __future__ import annotations

import re

import pytest

from tests.contracts.lix import lix, too_hard
from tests.contracts.never_said import (
    BLAME,
    ILLNESS,
    NEVER,
    PROMISE,
    REFUSES_TO_PROMISE,
    REFUSING,
    TELEPHONE,
    UNKIND,
)

YOUNG, OTHERS = 25, 35


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("Du er her nu.", 4.0),
        ("Du er her nu. Det er godt.", 3.5),
        ("Du bestemmer selv. Kom bare.", 22.5),
        ("Center for Trivsel er her. Cool Kids. Det er godt.", 2.5),
        ("Center for Trivsel har åbent {opening_hours}.", 2.0),
    ],
)
def test_lix_counts_words_sentences_and_long_words_but_no_names(text: str, expected: float) -> None:
    assert lix(text) == pytest.approx(expected)


def test_a_text_that_is_too_hard_is_seen_also_when_it_is_short() -> None:
    assert too_hard("Behandlingen tilrettelægges individuelt.", YOUNG)
    assert too_hard(
        "Forsamtalen afklarer behandlingsbehovet, og medarbejderne tilrettelægger forløbet i fællesskab.", OTHERS
    )
    assert not too_hard("Hvad er svært for dig lige nu, når du er i skole?", YOUNG)


@pytest.mark.parametrize(
    "text", ["Ring 112", "Ring på 00 11 22 33.", "00112233", "skriv til 116 111", "+45 00112233", "0011-2233"]
)
def test_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert TELEPHONE.search(text)


@pytest.mark.parametrize(
    "text", ["sundhedslovens § 126 a", "inden 14 dage", "fra 5 til 17 år", "i 2020", "2.000 tegn", "Grøndalsvej 1B"]
)
def test_other_figures_are_not_taken_for_numbers(text: str) -> None:
    assert not TELEPHONE.search(text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (NEVER, "Vi tager imod alle patienter"),
        (UNKIND, "Prøv nu at tage dig sammen, det går nok"),
        (REFUSING, "Dit barn er desværre ikke i vores målgruppe"),
        (REFUSING, "Du er uden for målgruppen"),
        (ILLNESS, "Det lyder som en depression"),
        (PROMISE, "Det bliver mellem os, det er hemmeligt"),
        (PROMISE, "Ingen får det at vide"),
        (PROMISE, "Dine forældre får det ikke at vide"),
        (BLAME, "Det er din egen skyld"),
    ],
)
def test_a_word_that_may_not_be_said_is_seen(words: str, text: str) -> None:
    assert re.search(words, text, re.I)


def test_saying_that_nothing_can_be_promised_is_no_promise() -> None:
    assert REFUSES_TO_PROMISE.search("Jeg kan ikke love, at ingen får noget at vide.")
    assert not REFUSES_TO_PROMISE.search("Jeg lover, at ingen får noget at vide.")
    assert not REFUSES_TO_PROMISE.search("Jeg lover, at jeg ikke siger det til nogen.")
