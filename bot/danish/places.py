"""Which municipality: all 98 by name, Aarhus also by its districts and postcodes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

AARHUS = "aarhus"
UNSURE = "unsure"
HERE = Path(__file__).parent
UNSURE_WORDS = re.compile(r"\b(?:ved ikke|usikker|ikke sikker)\b[^.!?]{0,20}\bkommune\w*")
# Names that are also ordinary words, or so short that they hide in other words, count only beside "kommune" or a preposition.
AMBIGUOUS_NAMES = (
    "greve vejen skive varde elev holme odder kolt morsø viborg struer beder hasle ry auning hammel skovby"
)
AMBIGUOUS = frozenset(AMBIGUOUS_NAMES.split())
PLACE_BEFORE = re.compile(r"\b(?:i|fra|bor|nær|omkring)\s+$")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]


@functools.cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """All spellings -> municipality, and one pattern that finds them."""
    spellings = dict.fromkeys(_lines("aarhus_places.txt"), AARHUS)
    for name in _lines("municipalities.txt"):
        for spelling in {name, name.replace("aa", "å"), name.replace("å", "aa"), _foreign(name)}:
            spellings[spelling] = name
    for line in _lines("nearby_places.txt"):
        name, _, municipality = line.partition(": ")
        spellings[name] = spellings[_foreign(name)] = municipality
    spellings["århus"] = AARHUS
    joined = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))
    return spellings, re.compile(rf"(?<!\w)(?P<name>{joined})(?:s)?(?!\w)(?P<kommune>\s*kommune)?")


def _foreign(name: str) -> str:
    return name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def find(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (municipality, start, end) for the lower-cased `text`; a name after "ikke i" is left out."""
    spellings, pattern = _names()
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if re.search(r"\bikke\s+(?:i|fra)?\s*$", before):
            continue
        alone = len(text.strip(" .!?")) <= len(match.group()) + 1
        if match["name"] in AMBIGUOUS and not (match["kommune"] or alone or PLACE_BEFORE.search(before)):
            continue
        yield spellings[match["name"]], match.start(), match.end()
    for match in UNSURE_WORDS.finditer(text):
        yield UNSURE, match.start(), match.end()
