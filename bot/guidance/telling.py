"""What a message tells the guidance, whether it was asked for or not: slots by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue import Reading, looks_like_a_question
from bot.guidance.answers import (
    ABOUT,
    AGE,
    AUDIENCE,
    DURATION,
    HELP,
    IMPACT,
    MUNICIPALITY,
    SKIPPED,
    THEMES,
    UNSPECIFIED,
)

DESCRIPTION = "guidance_description"
FACTS = {"age": AGE, "municipality": MUNICIPALITY, "duration": DURATION, "impact": IMPACT, "audience": AUDIENCE}
TELLS_PROBLEM = frozenset(
    {"describe_problem", "worried_about_other", "check_fit", "nlu_fallback", "inform", "professional_referral"}
)
OLDEST_YOUNG = 20
SHORTEST_STORY = 4
STORY = 7
_FIRST_PERSON = re.compile(r"\b(?:jeg|jg|jeg's|mig|min|mit|mine)\b", re.I)
_ABOUT_ONESELF = re.compile(r"\b(?:handler\s+om\s+mig|om\s+mig\s+selv|mig\s+selv\s+det\s+handler\s+om)\b", re.I)
_ABOUT_A_CHILD = re.compile(
    r"\b(?:min|mit|vores|vor|mine)\s+(?:\w+\s+){0,2}?"
    r"(?:søn|datter|dreng|pige|barn|børn|knægt|tøs|teenager|\w*søn|\w*datter|\w*barn|tvillinger)\b|\b(?:han|hun)\b",
    re.I,
)
_ABOUT_A_FRIEND = re.compile(
    r"\b(?:min|mit|en|et)\s+(?:\w+\s+)?(?:ven|veninde|bror|søster|\w*bror|\w*søster|kæreste|klassekammerat|kammerat|fætter|kusine)\b",
    re.I,
)


def told(reading: Reading, *, problem_is_open: bool) -> dict[str, object]:
    """The slots that the message fills. `problem_is_open`: the question what is difficult was asked or never answered."""
    if reading.pressed:
        return {
            name: _several(name, value)
            for name, value in reading.facts.items()
            if name == AUDIENCE or name.startswith("guidance_")
        }
    slots: dict[str, object] = {slot: reading.facts[kind] for kind, slot in FACTS.items() if kind in reading.facts}
    if slots.get(AUDIENCE) in ("parent", "professional"):
        slots[ABOUT] = "child"
    if reading.helps:
        slots[HELP] = list(reading.helps)
    if problem_is_open and _tells_problem(reading):
        slots[THEMES] = list(reading.themes) or [UNSPECIFIED]
        slots[DESCRIPTION] = reading.text
    return slots


def _several(name: str, value: object) -> object:
    return [value] if name in (THEMES, HELP) and not isinstance(value, list) else value


def _tells_problem(reading: Reading) -> bool:
    """A theme was recognised, or a story was told in which none was: nobody is asked for it again."""
    told_at_length = reading.intent == "describe_problem" and len(reading.text.split()) >= STORY
    # What is told is told, also when the words lie near a question about the centre.
    told = reading.intent in TELLS_PROBLEM or (
        reading.intent.startswith("faq") and not looks_like_a_question(reading.text)
    )
    return told_at_length or bool(reading.themes and told)


def voice(reading: Reading, slots: Mapping[str, object]) -> dict[str, object]:
    """Who seems to write, for a message that does not say it outright: the young write of themselves."""
    if reading.pressed or slots.get(AUDIENCE) not in (None, "young") or slots.get(ABOUT) is not None:
        return {}
    if reading.intent == "professional_referral":
        return {AUDIENCE: "professional"}
    if _ABOUT_A_CHILD.search(reading.text) or not _FIRST_PERSON.search(reading.text):
        return {}
    if _ABOUT_ONESELF.search(reading.text):
        return {AUDIENCE: "young", ABOUT: "self"} if slots.get(AUDIENCE) == "young" else {}
    age = slots.get(AGE)
    young = isinstance(age, (int, float)) and age < OLDEST_YOUNG
    if _ABOUT_A_FRIEND.search(reading.text):
        return {AUDIENCE: "young", ABOUT: "other"} if reading.intent == "worried_about_other" else {}
    tells_of_oneself = reading.intent in ("describe_problem", "check_fit") and "parenting" not in reading.themes
    return {AUDIENCE: "young", ABOUT: "self"} if young or tells_of_oneself else {}


def about(reading: Reading) -> str | None:
    """About whom a young person writes, as the answer to that question."""
    text = reading.text.lower()
    if _ABOUT_A_FRIEND.search(text) or _ABOUT_A_CHILD.search(text) or re.search(r"\b(?:anden|andre|nogen|ven)\b", text):
        return "other"
    return "self" if reading.intent == "affirm" or _FIRST_PERSON.search(text) else None


def problem(reading: Reading) -> dict[str, object] | None:
    """The answer to "what is difficult" in which no theme was recognised, or None when it is too short for an answer."""
    if len(reading.text.split()) < SHORTEST_STORY and reading.intent != "describe_problem":
        return None
    return {THEMES: [UNSPECIFIED], DESCRIPTION: reading.text}


def skip(question: str) -> dict[str, object]:
    """What a question is set to when it is passed over; who will not say about whom is spoken to as the one it is about."""
    if question == ABOUT:
        return {ABOUT: "self"}
    return {question: "unsure" if question == MUNICIPALITY else SKIPPED}
