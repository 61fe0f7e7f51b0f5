"""What the bot says is plain, short, kind and honest: every wording of every topic, for everybody who reads it."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from bot.centre.facts import Centre
from bot.centre.sentences import sentences
from bot.texts import Texts, load
from tests.contracts import topics
from tests.contracts.lix import too_hard
from tests.contracts.never_said import (
    ADDRESS_OR_LINK,
    BLAME,
    EMOJI,
    ILLNESS,
    MAY_ASK_FOR_PROMISE,
    MAY_NAME_ILLNESS,
    NEVER,
    NOT,
    PROMISE,
    REFUSES_TO_PROMISE,
    REFUSING,
    TELEPHONE,
    UNKIND,
)
from tests.contracts.topics import DOMAIN, Wording

YOUNG, OTHERS = 25, 35  # LIX at most (design, conversation.md)
MOST_CHARACTERS = 480  # what fits a telephone's screen as one bubble, with its buttons
MOST_FAQ_WORDS = 60
MOST_TITLE = 40  # characters; a longer button breaks into three lines on a telephone
MOST_BUTTONS = 7
per_topic = pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.stem)


@functools.cache
def centre_today(audience: str | None) -> dict[str, str]:
    """What is said while nothing of the centre is known."""
    return sentences(Centre(), texts(), audience)


@functools.cache
def texts() -> Texts:
    return load()


def spoken(wording: Wording) -> str:
    """The text as it is said today: the centre's sentences stand in their places, other placeholders are left out."""
    text = wording.text
    for name, sentence in centre_today(wording.audience).items():
        text = text.replace("{" + name + "}", sentence)
    return text


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def read_by_the_young(wording: Wording) -> bool:
    """A wording for everybody reaches the young too, unless its response has one of their own."""
    if wording.audience is None:
        return not any(
            set(each.slots) == {"audience"} and each.audience == "young" for each in topics.responses()[wording.name]
        )
    return wording.audience == "young"


def found(path: Path, words: str) -> list[str]:
    pattern = re.compile(words, re.I)
    return [
        f"{wording}: {match[0]!r}"
        for wording in topics.wordings_of(path)
        for said in (wording.text, *(button["title"] for button in wording.buttons))
        if (match := pattern.search(said))
    ]


@per_topic
def test_a_child_can_read_it_and_so_can_a_tired_parent(path: Path) -> None:
    hard = []
    for wording in topics.wordings_of(path):
        most = YOUNG if read_by_the_young(wording) else OTHERS
        if problem := too_hard(spoken(wording), most):
            hard.append(f"{wording}: {problem}, at most {most}")
    assert not hard, "\n" + "\n".join(hard)


@per_topic
def test_a_bubble_is_short(path: Path) -> None:
    lengths = {str(wording): len(spoken(wording)) for wording in topics.wordings_of(path)}
    assert not {name: length for name, length in lengths.items() if length > MOST_CHARACTERS}


@per_topic
def test_buttons_are_few_and_short_and_each_says_something_else(path: Path) -> None:
    for wording in topics.wordings_of(path):
        titles = [button["title"] for button in wording.buttons]
        assert len(titles) <= MOST_BUTTONS, str(wording)
        assert len(set(titles)) == len(titles), str(wording)
        assert all(0 < len(title) <= MOST_TITLE for title in titles), str(wording)


@per_topic
def test_no_wording_is_empty_or_left_unfinished(path: Path) -> None:
    for wording in topics.wordings_of(path):
        assert wording.text, str(wording)
        assert not re.search(r"\b(?:xxx|lorem|tbd)\b|\?\?|  ", wording.text, re.I), str(wording)


@per_topic
def test_no_number_address_or_link_stands_in_a_text(path: Path) -> None:
    assert not found(path, TELEPHONE.pattern)
    assert not found(path, ADDRESS_OR_LINK.pattern)


@per_topic
def test_a_child_is_never_a_case_and_never_judged(path: Path) -> None:
    assert not found(path, NEVER)
    assert not found(path, UNKIND)


@per_topic
def test_nobody_is_turned_away_in_words(path: Path) -> None:
    assert not found(path, REFUSING)


@per_topic
def test_illness_is_named_only_where_it_was_asked_about(path: Path) -> None:
    named = [
        f"{wording}: {sentence}"
        for wording in topics.wordings_of(path)
        if wording.name not in MAY_NAME_ILLNESS
        for sentence in sentences_of(wording.text)
        if re.search(ILLNESS, sentence, re.I) and not ("diagnos" in sentence.lower() and NOT.search(sentence))
    ]
    assert not named


@per_topic
def test_nothing_is_promised_that_cannot_be_kept(path: Path) -> None:
    promises = [
        f"{wording}: {sentence}"
        for wording in topics.wordings_of(path)
        for sentence in sentences_of(wording.text)
        if wording.name not in MAY_ASK_FOR_PROMISE
        and re.search(PROMISE, sentence, re.I)
        and not REFUSES_TO_PROMISE.search(sentence)
    ]
    assert not promises


@per_topic
def test_nobody_is_blamed(path: Path) -> None:
    blamed = [
        f"{wording}: {sentence}"
        for wording in topics.wordings_of(path)
        for sentence in sentences_of(wording.text)
        if re.search(BLAME, sentence, re.I) and not NOT.search(sentence)
    ]
    assert not blamed


@per_topic
def test_fourteen_days_are_told_as_a_target(path: Path) -> None:
    for wording in topics.wordings_of(path):
        if "14 dage" in wording.text or "30 dage" in wording.text:
            assert re.search(r"\bmål(?:et)?\b", wording.text, re.I), str(wording)


@per_topic
def test_the_tone_is_calm(path: Path) -> None:
    """Exclamation marks belong to hello at most, emoji nowhere."""
    for wording in topics.wordings_of(path):
        assert "!" not in wording.text or path.stem == "basics", str(wording)
        assert not EMOJI.search(wording.text), str(wording)


def test_an_answer_to_a_question_is_at_most_sixty_words() -> None:
    lengths = {str(each): len(spoken(each).split()) for each in topics.wordings() if each.name.startswith("utter_faq/")}
    assert lengths
    assert not {name: length for name, length in lengths.items() if length > MOST_FAQ_WORDS}
