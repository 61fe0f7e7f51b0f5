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
SHORTEST_STORY = 4
STORY = 7
LONGEST_STORY = 2000
# Says who writes, and not that anything is hard.
_ONLY_HAS_CHILDREN = re.compile(
    r"^\W*(?:jeg|vi)\s+har\s+\w+\s+(?:\w+\s+)?(?:børn|barn|sønner|søn|døtre|datter|drenge?|piger?|tvillinger)\W*$", re.I
)
_SEVERAL = re.compile(
    r"\b(?:børn|unger|sønner|døtre|drenge|piger|tvillinger|børnebørn|begge|ældste|yngste)\b|"
    r"\bpå \d+(?: år)?,? og (?:\w+ )?på \d+",
    re.I,
)
# "Da jeg var 16": how old somebody was, not how old somebody is.
_OF_THE_PAST = re.compile(r"\bda\s+(?:jeg|jei|han|hun|vi)\s+(?:var|gik)\b", re.I)


def told(reading: Reading, *, problem_is_open: bool) -> dict[str, object]:
    """The slots that the message fills. `problem_is_open`: the question what is difficult was asked or never answered."""
    if reading.pressed:
        return {
            name: _several(name, value)
            for name, value in reading.facts.items()
            if name == AUDIENCE or name.startswith("guidance_")
        }
    slots: dict[str, object] = {slot: reading.facts[kind] for kind, slot in FACTS.items() if kind in reading.facts}
    if is_of_the_past(reading.text) or several_children(reading):
        slots.pop(AGE, None)
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
    return told_at_length or bool(reading.themes and told and not _ONLY_HAS_CHILDREN.match(reading.text))


def several_children(reading: Reading) -> bool:
    """Whether several children are named with an age each: which of them it is about has to be asked."""
    return not reading.pressed and len(reading.ages) > 1 and bool(_SEVERAL.search(reading.text))


def is_of_the_past(text: str) -> bool:
    """Whether an age in `text` is one that somebody had then."""
    return bool(_OF_THE_PAST.search(text))


def is_story(reading: Reading) -> bool:
    """Whether somebody tells in own words, at some length, what is difficult."""
    tells = reading.intent in ("describe_problem", "worried_about_other", "nlu_fallback")
    return tells and len(reading.text.split()) > SHORTEST_STORY and not looks_like_a_question(reading.text)


def more_themes(reading: Reading, slots: Mapping[str, object], *, after_the_outcome: bool) -> dict[str, object]:
    """The themes and the story with what the message adds to them, as slots; empty when it adds nothing."""
    before = slots.get(THEMES)
    sure = reading.intent in ("describe_problem", "worried_about_other") or after_the_outcome
    if reading.pressed or not sure or not isinstance(before, list) or looks_like_a_question(reading.text):
        return {}
    known = [theme for theme in before if theme != UNSPECIFIED]
    new = [theme for theme in reading.themes if theme not in known]
    if not new:
        return {}
    told = "\n".join(str(each) for each in (slots.get(DESCRIPTION), reading.text) if each)
    return {THEMES: known + new, DESCRIPTION: told[:LONGEST_STORY]}


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
