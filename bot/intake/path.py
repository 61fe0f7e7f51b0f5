"""Which questions an intake asks, in which order, and which answer is still missing. Names are the engine's slots."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Step, count

SKIPPED = "skipped"
SEND = "intake_send"
CONSENT = "intake_consent"
NAME = "intake_child_name"
PHONE = "intake_contact_phone"
EMAIL = "intake_contact_email"
SAFE = "intake_contact_safe"
TIME = "intake_contact_time"
ASKED = "intake_asked"

_STORY = (
    "intake_since",
    "intake_impact",
    "intake_tried",
    "intake_other_help",
    "intake_hope",
)
_BEGINNING = ("audience", CONSENT, NAME, "intake_child_age", "intake_school", "intake_description", *_STORY)
_REACHED = (PHONE, EMAIL, TIME, SEND)

YOUNG = (*_BEGINNING, "intake_adult_knows", "intake_needs", SAFE, *_REACHED)
PARENT = (*_BEGINNING, "intake_custody", "intake_needs", "intake_contact_name", *_REACHED)
PROFESSIONAL = (
    "audience",
    CONSENT,
    NAME,
    "intake_child_age",
    "intake_description",
    "intake_tried",
    "intake_hope",
    "intake_contact_name",
    *_REACHED,
)
PATHS = {"young": YOUNG, "parent": PARENT, "professional": PROFESSIONAL}
SLOTS = tuple(dict.fromkeys(slot for path in PATHS.values() for slot in path if slot.startswith("intake_")))


def questions(answers: Mapping[str, object]) -> tuple[str, ...]:
    """All slots this visitor's intake has, in order. E-mail is only asked for when no telephone number is given."""
    path = PATHS.get(str(answers.get("audience")), PARENT)
    if answered(answers, PHONE) and not answered(answers, EMAIL):
        return tuple(slot for slot in path if slot != EMAIL)
    return path


def next_question(answers: Mapping[str, object]) -> str | None:
    """The first slot of the intake that is neither answered nor skipped; None when all are.

    What was skipped while it could be, and is needed now, is asked for again: who writes, or another answer, has changed.
    """
    return next((slot for slot in questions(answers) if answers.get(slot) is None or _needed_now(answers, slot)), None)


def _needed_now(answers: Mapping[str, object], slot: str) -> bool:
    skipped = answers.get(slot) == SKIPPED
    return skipped and slot in (NAME, PHONE) and not may_be_skipped(answers, slot)


def step(answers: Mapping[str, object]) -> Step | None:
    """How far the questions have come; neither who writes nor the summary counts, nor the e-mail while a number may do."""
    aside = {"audience", SEND} | ({EMAIL} if answers.get(PHONE) is None else set())
    asked = [slot for slot in questions(answers) if slot not in aside]
    question = next_question(answers)
    if question is None or question not in asked:
        return None
    left = sum(answers.get(slot) is None for slot in asked if slot != question)
    return count(put(answers), question, left, optional=may_be_skipped(answers, question))


def put(answers: Mapping[str, object]) -> tuple[str, ...]:
    """The questions that were put to the visitor for this intake, in order."""
    before = answers.get(ASKED)
    return tuple(str(each) for each in before) if isinstance(before, (list, tuple)) else ()


def answered(answers: Mapping[str, object], slot: str) -> bool:
    """Whether `slot` holds an answer: neither unasked nor skipped."""
    return answers.get(slot) not in (None, "", SKIPPED)


def may_be_skipped(answers: Mapping[str, object], slot: str) -> bool:
    """Only consent, the child's name (not for professionals), one way to be reached and the sending are required."""
    if slot == NAME:
        return answers.get("audience") == "professional"
    if slot == EMAIL:
        return answered(answers, PHONE)
    if slot == PHONE:
        return answers.get(EMAIL) != SKIPPED
    return slot not in ("audience", CONSENT, SEND)
