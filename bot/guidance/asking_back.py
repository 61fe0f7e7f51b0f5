"""Questions that a visitor asks back at the form itself: why something is asked, and whether anybody is there."""

from __future__ import annotations

import re

from bot.dialogue import Reading
from bot.guidance.answers import AGE, AUDIENCE, MUNICIPALITY

LONGEST = 8
# Which question a word of the visitor's names.
NAMED = {"alder": AGE, "gammel": AGE, "kommune": MUNICIPALITY, "bor": MUNICIPALITY, "hvem": AUDIENCE}
_WHY = re.compile(
    r"^\W*(?:hvorfor\b.*\b(?:vide|spø\w*|brug\w*|kommer det)\b|hvorfor\W*$|hvad (?:skal du bruge|rager|kommer det))",
    re.I,
)
_THERE = re.compile(r"^\W*(?:hallo+|er der nogen(?: her| der)?|er du (?:der|her)|nogen her)\W*$", re.I)


def asks_back(question: str, reading: Reading) -> str | None:
    """What is said to "is anybody there" and to "why do you ask": of the question named, else of the one that stands open."""
    if reading.pressed or len(reading.text.split()) > LONGEST:
        return None
    if _THERE.match(reading.text):
        return "utter_greet_again"
    asked = next((name for word, name in NAMED.items() if word in reading.text.lower()), question)
    return f"utter_guidance_why_{asked}" if _WHY.search(reading.text) else None
