"""Each text fits the one who reads it: nobody is asked about oneself when it is about a friend, no doctor is sent to the doctor.

Found when all texts were read aloud (docs/texts-read-aloud.md).
"""

from __future__ import annotations

import re

import pytest

from tests.contracts import topics
from tests.contracts.topics import Wording

MOST_WORDS_TO_BEGIN_WITH = 48  # four lines or so on a narrow telephone

# What is said to the one in trouble, so it may only be asked of who writes of oneself.
OF_ONESELF = re.compile(r"\b(?:får|har|er|bor|venter) du\b|\bfor dig\b|\bhjælper dig\b|\bdit eget liv\b", re.I)
# The question who has trouble, and the one who it is that writes, come before that is known.
ASKED_BEFORE = ("utter_ask_guidance_about", "utter_ask_audience")
OF_A_FAMILY = re.compile(r"\b(?:I|jer|jeres)\b|\begen læge\b")
OUTCOMES = sorted({each.name for each in topics.wordings() if each.name.startswith("utter_outcome_")})
# Danger is spoken of in one wording for everybody who writes of a child; those of an age speak of the place, not to the reader.
FOR_ALL_ADULTS = {"utter_outcome_acute", "utter_outcome_younger", "utter_outcome_older"}


def said(wording: Wording) -> list[str]:
    return [wording.text, *(button["title"] for button in wording.buttons)]


def for_a_professional(name: str) -> list[Wording]:
    """The wordings of `name` that a professional gets: those of their own, else those for everybody."""
    all_of_it = topics.responses()[name]
    own = [each for each in all_of_it if each.audience == "professional"]
    return own or [each for each in all_of_it if not each.slots]


def test_a_question_about_a_friend_is_not_asked_about_the_writer() -> None:
    wrong = [
        f"{each}: {each.text}"
        for each in topics.wordings()
        if each.name.startswith("utter_ask_guidance_") and not each.name.startswith(ASKED_BEFORE)
        # A skipped or unknown answer to "about whom" is asked in the words for everybody.
        if each.audience == "young" and each.slots.get("guidance_about") != "self" and OF_ONESELF.search(each.text)
    ]
    assert not wrong


@pytest.mark.parametrize("name", sorted(set(OUTCOMES) - FOR_ALL_ADULTS))
def test_a_professional_is_not_spoken_to_as_a_family(name: str) -> None:
    wordings = for_a_professional(name)
    assert wordings
    assert not [str(each) for each in wordings if OF_A_FAMILY.search(each.text)]


def test_a_way_is_called_a_place_when_somebody_is_to_go_there() -> None:
    """A child who hears "veje" thinks of streets; the cards below are called "Steder, du kan bruge"."""
    heard = re.compile(r"\bveje(?:ne)?\b|\ben (?:anden )?vej\b", re.I)
    assert not [f"{each}: {text}" for each in topics.wordings() for text in said(each) if heard.search(text)]


def test_forsamtale_is_explained_to_the_young_where_it_is_said() -> None:
    explained = re.compile(r"første (?:snak|samtale)", re.I)
    assert not [
        f"{each}: {each.text}"
        for each in topics.wordings()
        if each.audience == "young" and "forsamtale" in each.text.lower() and not explained.search(each.text)
    ]


def test_the_two_first_bubbles_do_not_ask_for_what_need_not_be_said() -> None:
    (greeting,), (question,) = topics.responses()["utter_greet"], topics.responses()["utter_ask_audience"]
    assert "Du behøver ikke sige" in greeting.text
    assert "hvem du er" not in greeting.text or "Hvem er du" not in question.text


def test_nobody_who_lost_the_other_one_is_told_that_somebody_was_lost() -> None:
    """ "Vi mistede den, du skrev med" is what is said of the dead."""
    assert not [str(each) for each in topics.responses()["utter_handover_lost"] if "miste" in each.text]


def test_nothing_is_said_to_be_there_now_that_may_be_closed() -> None:
    """Among the ways below the words some may be closed or of unknown hours; whether a place is open stands on its card."""
    now = re.compile(
        r"\b(?:steder?|stederne|nogen|hvem|hjælp|menneske|her)\b[^.?:]*\b(?:åbent?|fat i|tale|bruge|hjælpe)\b[^.?:]*\bnu\b",
        re.I,
    )
    assert now.search("Her er steder, hvor der er nogen at tale med nu.")
    assert not [f"{each}: {each.text}" for each in topics.wordings() if now.search(each.text)]


def test_no_statement_asks_for_a_no_that_the_next_question_would_take() -> None:
    """What was heard is said before a question, and "nej" can only answer one of the two."""
    offers_no = re.compile(r"\bskriv\w* (?:bare |gerne )?nej\b", re.I)
    statements = [each for each in topics.wordings() if not each.buttons and "change_which" not in each.name]
    assert not [str(each) for each in statements if offers_no.search(each.text)]


def test_the_opening_is_short_and_names_robot_and_reader_and_the_family_finds_itself() -> None:
    (greeting,), (question,) = topics.responses()["utter_greet"], topics.responses()["utter_ask_audience"]
    assert len(greeting.text.split()) <= MOST_WORDS_TO_BEGIN_WITH
    assert all(words in greeting.text for words in ("robot", "fra centret", "nogen er i fare"))
    titles = {each["title"]: topics.payload(each["payload"]) for each in question.buttons}
    assert titles["Jeg er forælder eller anden familie"].entities["audience"] == "parent"
    assert titles["Hvem læser med?"].intent == "faq"
