"""Conversations in which every pair of answers meets, each to its end: the table's outcome, with its reason."""

from __future__ import annotations

import pytest

from tests.chat_client import Message, Visitor
from tests.conversations import checks
from tests.conversations.pairs import GIVEN, TEXT, asked, decided, facts, rows
from tests.conversations.pairwise_rows import Row
from tests.stack import Stack

ROWS = rows()
MOST_CONVERSATIONS = 70
pytestmark = pytest.mark.stack


def named(row: Row) -> str:
    return "-".join(row[name] for name in ("way", *(each for each in asked(row) if each != "way")))


@pytest.mark.parametrize("row", ROWS, ids=[named(row) for row in ROWS])
def test_to_its_end(row: Row, stack: Stack) -> None:
    visitor = Visitor.arrives(stack.public)
    questions = [name for name in asked(row) if name != "way"]
    heard = before = list(visitor.messages)
    for question in questions:
        assert checks.open_question(heard) in (f"utter_ask_{question}", f"utter_ask_{question}_again"), checks.keys(
            heard
        )
        before, heard = heard, answer(visitor, question, row)
        checks.check_answer(heard, before)
        checks.check_goes_on(heard)
    check_end(visitor, heard, row)


def answer(visitor: Visitor, question: str, row: Row) -> list[Message]:
    given = GIVEN[question][row[question]]
    typed = given.words and (row["way"] == TEXT or given.title is None)
    return visitor.says(given.words) if typed or given.title is None else visitor.presses(given.title)


def check_end(visitor: Visitor, heard: list[Message], row: Row) -> None:
    """The outcome is the one of the decision table, told once, with the visitor's own facts; nothing was asked twice."""
    said = visitor.keys()
    outcomes = [key for key in said if key.startswith(checks.OUTCOME)]
    assert outcomes == [f"{checks.OUTCOME}{decided(row)[0].outcome}"], f"heard {checks.keys(heard)}"
    checks.check_reason_names(heard[0], facts(row))
    checks.check_asked_once([key for key in said if key.startswith("utter_ask_")])


def test_there_are_not_too_many() -> None:
    assert len(ROWS) <= MOST_CONVERSATIONS
