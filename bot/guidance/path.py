"""Which question comes next: nothing that was said, nothing that cannot change the outcome any more."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Step, count
from bot.guidance.answers import ABOUT, AUDIENCE, QUESTIONS, SAFETY, answers_from, is_answered
from bot.guidance.table import Outcome, Table

# Reached by one fact; nothing that could still be asked changes them.
SETTLED = frozenset({Outcome.YOUNGER, Outcome.OLDER, Outcome.ELSEWHERE})
ASKED = "guidance_asked"
# Never called optional: the one decides how everybody is spoken to, the other whether home is safe.
REQUIRED = frozenset({AUDIENCE, SAFETY})


def next_question(slots: Mapping[str, object], table: Table) -> str | None:
    """The first question that is worth asking, or None when the outcome can be told."""
    return next((each for each in questions(slots, table) if not is_answered(slots, each)), None)


def questions(slots: Mapping[str, object], table: Table) -> tuple[str, ...]:
    """All questions this visitor gets, in order, as far as is known by now."""
    answers = answers_from(slots)
    asked = [each for each in QUESTIONS if each not in (ABOUT, SAFETY)]
    # A parent writes about the own child and a professional about somebody else's; only the young are asked.
    if answers.audience == "young":
        asked.insert(1, ABOUT)
    if table.decide(answers).outcome in SETTLED:
        asked = [each for each in asked if each == AUDIENCE or is_answered(slots, each)]
    if table.asks_about_safety(answers):
        asked.append(SAFETY)
    return tuple(asked)


def step(slots: Mapping[str, object], table: Table) -> Step | None:
    """How far the questions have come, of those that this visitor meets; None when nothing is asked any more."""
    question, order = next_question(slots, table), questions(slots, table)
    if question is None:
        return None
    left = sum(not is_answered(slots, each) for each in order) - 1
    return count(asked(slots), question, left, optional=question not in REQUIRED)


def asked(slots: Mapping[str, object]) -> tuple[str, ...]:
    """The questions that were put to the visitor since the guidance began, in order."""
    before = slots.get(ASKED)
    return tuple(str(each) for each in before) if isinstance(before, (list, tuple)) else ()


def last_answered(slots: Mapping[str, object], table: Table) -> str | None:
    """The question answered last in the order of asking; what "go back" means."""
    upcoming = next_question(slots, table)
    order = questions(slots, table)
    before = order[: order.index(upcoming)] if upcoming else order
    return before[-1] if before else None
