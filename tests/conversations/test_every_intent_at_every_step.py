"""Each of the 70 intents at each step of both forms and outside: answered, and the form goes on or ends as it should."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from tests.chat_client import Message, Visitor
from tests.conversations import checks
from tests.conversations.steps import CRISIS, HELP, STEPS, Step, arrive, check_step, return_to, stands_at
from tests.stack import Stack

SENTENCES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("two_sentences_for_each_intent.yml").read_text("utf-8")
)
INTENTS, SENTENCES_EACH = 70, 2
VISITORS = 4
Said = tuple[str, str]


@pytest.mark.stack
@pytest.mark.timeout(900)
@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_every_intent(step: Step, stack: Stack) -> None:
    said = [(intent, sentence) for intent, sentences in SENTENCES.items() for sentence in sentences]
    with ThreadPoolExecutor(VISITORS) as pool:
        wrong = pool.map(lambda part: say_all(step, part, stack), [said[first::VISITORS] for first in range(VISITORS)])
        found = [each for part in wrong for each in part]
    assert not found, "\n".join(found)


def say_all(step: Step, said: Sequence[Said], stack: Stack) -> list[str]:
    """Say each sentence to a conversation that stands at `step`; gives what was wrong."""
    visitor: Visitor | None = None
    wrong: list[str] = []
    for intent, sentence in said:
        try:
            visitor = back_at(visitor, step, stack)
            before = list(visitor.messages)
            check(step, intent, visitor.says(sentence), before)
        except AssertionError as error:
            wrong.append(f"{intent}, {sentence!r}: {error}")
            visitor = None
    return wrong


def back_at(visitor: Visitor | None, step: Step, stack: Stack) -> Visitor:
    """The same conversation if it stands at `step` or can be led back, else a new one; danger is followed by none of the same."""
    if visitor is None or in_danger(visitor.keys()):
        return arrive(stack.public, step)
    if stands_at(visitor.messages, step) or return_to(visitor, step):
        return visitor
    return arrive(stack.public, step)


def in_danger(said: list[str]) -> bool:
    return any(key.startswith(HELP) for key in said)


def check(step: Step, intent: str, heard: list[Message], before: list[Message]) -> None:
    checks.check_answer(heard, before[-checks.MOST_BUBBLES :])
    checks.check_goes_on(heard)
    check_step(step, intent, heard)


def test_every_intent_has_its_sentences() -> None:
    assert len(SENTENCES) == INTENTS
    assert all(len(set(sentences)) == SENTENCES_EACH for sentences in SENTENCES.values())
    assert sum(intent.startswith(CRISIS) for intent in SENTENCES) == 7
