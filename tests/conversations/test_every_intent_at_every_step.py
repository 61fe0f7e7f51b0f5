"""Each of the 70 intents at each step of both forms and outside: answered, and the form goes on or ends as it should."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.chat_client import Message, Visitor
from tests.conversations import checks
from tests.conversations.steps import CRISIS, HELP, STEPS, Step, arrive, check_step, stands_at
from tests.stack import Stack

SENTENCES: dict[str, str] = yaml.safe_load(
    Path(__file__).with_name("one_sentence_for_each_intent.yml").read_text("utf-8")
)
INTENTS = 70
pytestmark = [pytest.mark.stack, pytest.mark.walk]


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_every_intent(step: Step, stack: Stack) -> None:
    visitor: Visitor | None = None
    wrong: list[str] = []
    for intent, sentence in SENTENCES.items():
        visitor = back_at(visitor, step, stack)
        before = list(visitor.messages)
        try:
            check(step, intent, visitor.says(sentence), before)
        except AssertionError as error:
            wrong.append(f"{intent}: {error}")
            visitor = None
    assert not wrong, "\n".join(wrong)


def back_at(visitor: Visitor | None, step: Step, stack: Stack) -> Visitor:
    """The same conversation while it stands at `step`, else a new one; danger is followed by none of the same."""
    stays = visitor is not None and stands_at(visitor.messages, step) and not in_danger(visitor.keys())
    return visitor if visitor is not None and stays else arrive(stack.public, step)


def in_danger(said: list[str]) -> bool:
    return any(key.startswith(HELP) for key in said)


def check(step: Step, intent: str, heard: list[Message], before: list[Message]) -> None:
    checks.check_answer(heard, before[-checks.MOST_BUBBLES :])
    checks.check_goes_on(heard)
    check_step(step, intent, heard)


def test_every_intent_has_a_sentence() -> None:
    assert len(SENTENCES) == INTENTS
    assert sum(intent.startswith(CRISIS) for intent in SENTENCES) == 7
