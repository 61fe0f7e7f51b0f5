"""Ages as families say them: "14", "14 år", "fjorten", "bliver 7 til marts", "2. klasse", "årgang 2014"."""

# ruff: noqa: E501 - word lists and patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

NUMBERS = {
    "nul": 0, "et": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10, "elleve": 11,
    "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19, "tyve": 20,
}  # fmt: skip
ORDINALS = {
    "nulte": 0, "første": 1, "anden": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9,
    "tiende": 10,
}  # fmt: skip
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?P<n>\d{{1,2}}|{WORDS})"
SCHOOL_START = 6  # a child turns 7 in the year it goes to 1st class: 2nd class is about 8 (folkeskoleloven § 34)

# An age is said with "år", after "er/bliver/fylder/på", or stands alone as the answer.
YEARS = re.compile(rf"\b{NUMBER}[\s-]*(?:års?|aar|åriga?e?|årig|år's)(?:\s+gam\w+)?\b")
IS = re.compile(
    rf"\b(?:er|på|alder(?:en)?(?: er)?)\s+(?:lige\s+|kun\s+|nu\s+|snart\s+|nok\s+)?{NUMBER}\b(?![.,:]?\d|\s*[.:]\s*\w)"
)
BECOMES = re.compile(
    rf"\b(?:bliver|blir|fylder)\s+(?:snart\s+)?{NUMBER}\b(?!\s*(?:\.\s*(?:klasse|b|a|c)|gange|uger|dage|timer))"
)
HALF = re.compile(rf"\b{NUMBER}\s*(?:½|en\s+halvt?|1/2)(?:\s*(?:år|aar))?\b")
CLASS = re.compile(r"\b(?P<n>\d{1,2})\.?\s*(?:kl(?:asse)?|[a-f])\b(?!\s*\d)")
ORDINAL_CLASS = re.compile(rf"\b(?P<n>{'|'.join(ORDINALS)})\s+(?:klasse|kl)\b")
KINDERGARTEN_CLASS = re.compile(r"\b(?:børnehaveklasse\w*|bh\.?\s*klasse)\b")
BORN = re.compile(r"\b(?:årgang|født\s+i|født|fra|fra\s+årgang)\s+(?P<n>(?:19|20)\d\d)\b")
# Other things that are counted, or that look like an age.
NOT_PERSON_BEFORE = re.compile(r"\b(?:vi|de|der|det|den|klokken|karakter\w*)\s*$")
NOT_AGE_AFTER = re.compile(
    r"\s*(?:siden|timer|dage|uger|måneder|mdr|minutter|børn|gange|kg|kilo|kr|procent|%|i træk|om|hjemme|af|voksne|elever|lærere|søskende|personer|mennesker)\b"
)
NOT_AGE_BEFORE = re.compile(
    r"(?:\bi|\bde sidste|\bkl\.?|\bklokken|\bgennem|\bfor|\bsiden|\bom|\bhar (?:fået|haft)|\bca\.?) *$"
)
ALONE = re.compile(rf"^\W*(?:(?:nej|ja|jo|øh+|hun|han|jeg|er|ikke \w+)[\s,]+)*{NUMBER}\W*$")
NOT_THIS = re.compile(rf"\bikke\s+{NUMBER}\b")
OLDEST = 99
LAST_CLASS = 10


def find(text: str, today: date) -> Iterator[tuple[int, int, int]]:
    """Yield (age in years, start, end) for each age in the lower-cased `text`; what is denied ("ikke 12") is left out."""
    denied = {match.start("n") for match in NOT_THIS.finditer(text)}
    matches = [match for pattern in (YEARS, IS, HALF, ALONE) for match in pattern.finditer(text)]
    explicit = [match for match in matches if match.start("n") not in denied and _is_age(text, match)]
    for match in explicit:
        yield _number(match["n"]), match.start(), match.end()
    for match in BECOMES.finditer(text):
        if not NOT_AGE_AFTER.match(text, match.end()):
            yield max(_number(match["n"]) - 1, 0), match.start(), match.end()
    if not explicit:
        yield from _by_class(text)
    for match in BORN.finditer(text):
        age = today.year - int(match["n"])
        if 0 <= age <= OLDEST:
            yield age, match.start(), match.end()


def _is_age(text: str, match: re.Match[str]) -> bool:
    if BECOMES.search(text[max(0, match.start() - 12) : match.end()]):
        return False
    before = text[max(0, match.start() - 14) : match.start()]
    counted = (
        NOT_AGE_AFTER.match(text, match.end()) or NOT_AGE_BEFORE.search(before) or NOT_PERSON_BEFORE.search(before)
    )
    return not counted and _number(match["n"]) <= OLDEST


def _by_class(text: str) -> Iterator[tuple[int, int, int]]:
    for match in CLASS.finditer(text):
        if int(match["n"]) <= LAST_CLASS:
            yield int(match["n"]) + SCHOOL_START, match.start(), match.end()
    for match in ORDINAL_CLASS.finditer(text):
        yield ORDINALS[match["n"]] + SCHOOL_START, match.start(), match.end()
    for match in KINDERGARTEN_CLASS.finditer(text):
        yield SCHOOL_START, match.start(), match.end()


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else NUMBERS[raw]
