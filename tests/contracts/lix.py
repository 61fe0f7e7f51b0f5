"""How hard a Danish text is to read: LIX (Björnsson 1968), words per sentence plus the per cent of words over six letters.

Names do not count (places, routes, treatments, the centre): a reader learns each as one, and no plainer word exists.
"""

from __future__ import annotations

import re

LONG = 6  # letters; longer words are long words
SHORT_TEXT = 8  # words; below that one long word moves LIX by more than twelve, so long words are counted instead
MOST_LONG_WORDS = 2  # in a short text
NAMES = (
    "Center for Trivsel",
    "Aarhus Kommune",
    "Aarhus",
    "Grøndalsvej 1B",
    "Region Midtjylland",
    "Aarhus Universitet",
    "Børn og Unge-lægerne",
    "Børn og Unge-læger",
    "Børn og Unge-læge",
    "Back2School",
    "Basisteamet",
    "Basisteam",
    "Cool Kids",
    "Chilled",
    "Hypnoterapi",
    "STIME",
    "Børnetelefonen",
    "Forældretelefonen",
    "Fagtelefonen",
    "Headspace",
    "Børns Vilkår",
    "Livslinien",
    "Giftlinjen",
    "Lægevagten",
    "Cyberhus",
    "Bedre Psykiatri",
)
_NAME = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(NAMES, key=len, reverse=True)), re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:…](?=\s|$|\")|\n+")


def words(text: str) -> list[str]:
    """The words of `text` that count: no names, no numbers, no placeholders."""
    return _WORD.findall(_plain(text))


def lix(text: str) -> float:
    """The LIX of `text`; 0.0 for a text without words."""
    counted = words(text)
    if not counted:
        return 0.0
    sentences = sum(1 for part in _SENTENCE_END.split(_plain(text)) if _WORD.search(part))
    return len(counted) / sentences + 100 * _long(counted) / len(counted)


def too_hard(text: str, most: float) -> str | None:
    """None, or what makes `text` harder than LIX `most`; a text under SHORT_TEXT words may hold two long words."""
    counted = words(text)
    if len(counted) < SHORT_TEXT:
        return f"{_long(counted)} long words" if _long(counted) > MOST_LONG_WORDS else None
    measured = lix(text)
    return f"LIX {measured:.1f}" if measured > most else None


def _plain(text: str) -> str:
    return _PLACEHOLDER.sub(" ", _NAME.sub(" ", text))


def _long(counted: list[str]) -> int:
    return sum(1 for word in counted if len(word) > LONG)
