"""Who seems to write, and about whom, where a message does not say it outright; slots by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.danish.helps import writes_as_doctor
from bot.dialogue import Reading
from bot.guidance.answers import ABOUT, AGE, AUDIENCE, SKIPPED

OLDEST_YOUNG = 20
# As it is written, and as those write who are still learning to spell.
_I = r"(?:jeg|jg|jei|jej|jaj|jai|jæ|jeg's)"
FIRST_PERSON = re.compile(rf"\b(?:{_I}|mig|mei|mej|maj|min|mit|mine)\b", re.I)
_ABOUT_ONESELF = re.compile(r"\b(?:handler\s+om\s+mig|om\s+mig\s+selv|mig\s+selv\s+det\s+handler\s+om)\b", re.I)
IS_YOUNG = re.compile(rf"\b{_I}\s+(?:er|e|æ)\s+(?:bare\s+)?(?:en\s+|et\s+)?(?:dreng|pige|teenager)\b", re.I)
_ABOUT_A_CHILD = re.compile(
    r"\b(?:min|mit|vores|vor|mine)\s+(?:\w+\s+){0,2}?"
    r"(?:søn|datter|dreng|pige|barn|børn|knægt|tøs|teenager|\w*søn|\w*datter|\w*barn|tvillinger)\b|\b(?:han|hun)\b",
    re.I,
)
_ABOUT_A_FRIEND = re.compile(
    r"\b(?:min|mit|en|et)\s+(?:\w+\s+)?(?:ven|veninde|bror|søster|\w*bror|\w*søster|kæreste|klassekammerat|kammerat|fætter|kusine)\b",
    re.I,
)
_HAS_A_CHILD = re.compile(
    rf"\b(?:{_I}|vi)\b(?:\W+\w+){{0,6}}?\W+har\s+(?:en|et|to|tre)\s+(?:\w+\s+)?"
    r"(?:dreng|pige|søn|datter|barn|børn|knægt|teenager|tvillinger)\w*\b",
    re.I,
)
_AT_WORK = re.compile(r"\b(?:klasse\w*|elev\w*|patient\w*|i praksis|institution\w*|stue|team\w*)\b", re.I)
_PROFESSION = re.compile(
    r"^\W*(?:(?:hej\w*|goddag|dav|godmorgen)\W+)?(?:(?:jeg er|jeg arbejder som|som)\s+)?"
    r"(?:\w*lærer|\w*pædagog|\w*læge|sundhedsplejerske|\w*psykolog|\w*rådgiver|\w*vejleder|akt-?\w*|skoleleder|"
    r"\w*sagsbehandler|kontaktperson)"
    r"(?:\s+(?:i|på|for|ved|fra|her|til)\b|\s*[,.:;]|\s*$)",
    re.I,
)


def voice(reading: Reading, slots: Mapping[str, object]) -> dict[str, object]:
    """Who seems to write, for a message that does not say it outright: the young write of themselves."""
    if reading.pressed or slots.get(AUDIENCE) not in (None, SKIPPED, "young") or slots.get(ABOUT) is not None:
        return {}
    if reading.intent == "professional_referral" or writes_at_work(reading.text):
        return {AUDIENCE: "professional", ABOUT: "child"}
    if _HAS_A_CHILD.search(reading.text):
        return {} if _AT_WORK.search(reading.text) else {AUDIENCE: "parent", ABOUT: "child"}
    if _ABOUT_A_CHILD.search(reading.text) or not FIRST_PERSON.search(reading.text):
        return {}
    return _of_oneself_or_a_friend(reading, slots)


def writes_at_work(text: str) -> bool:
    """Whether who writes begins with the profession."""
    return bool(_PROFESSION.search(text)) or writes_as_doctor(text)


def _of_oneself_or_a_friend(reading: Reading, slots: Mapping[str, object]) -> dict[str, object]:
    if _ABOUT_ONESELF.search(reading.text):
        return {AUDIENCE: "young", ABOUT: "self"} if slots.get(AUDIENCE) == "young" else {}
    if _ABOUT_A_FRIEND.search(reading.text):
        return {AUDIENCE: "young", ABOUT: "other"} if reading.intent == "worried_about_other" else {}
    return {AUDIENCE: "young", ABOUT: "self"} if _seems_young(reading, slots) else {}


def _seems_young(reading: Reading, slots: Mapping[str, object]) -> bool:
    age = slots.get(AGE)
    young = isinstance(age, (int, float)) and age < OLDEST_YOUNG
    tells = reading.intent in ("describe_problem", "check_fit") or (reading.intent == "nlu_fallback" and reading.themes)
    tells_of_oneself = tells and "parenting" not in reading.themes
    return young or bool(tells_of_oneself) or bool(IS_YOUNG.search(reading.text))


def about(reading: Reading) -> str | None:
    """About whom a young person writes, as the answer to that question."""
    text = reading.text.lower()
    if _ABOUT_A_FRIEND.search(text) or _ABOUT_A_CHILD.search(text) or re.search(r"\b(?:anden|andre|nogen|ven)\b", text):
        return "other"
    return "self" if reading.intent == "affirm" or FIRST_PERSON.search(text) else None


def is_about_a_child(text: str) -> bool:
    """Whether `text` speaks of somebody's own child, or of "han" or "hun"."""
    return bool(_ABOUT_A_CHILD.search(text))


def is_about_a_friend(text: str) -> bool:
    """Whether `text` speaks of a friend, a brother or sister, or somebody else one knows."""
    return bool(_ABOUT_A_FRIEND.search(text))
