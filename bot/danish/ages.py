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

GYMNASIUM_START = 5  # most skip the 10th class, so that 1.g (level 11) is about 16

# An age is said with "år", after "er/bliver/fylder/på", or stands alone as the answer.
YEARS = re.compile(rf"(?<![/,.\d])\b{NUMBER}[\s-]*(?:års?|aar|åriga?e?|årig|år's)(?:\s+gam\w+)?\b")
IS = re.compile(
    rf"\b(?:er|e|på|alder(?:en)?(?: er)?:?)\s+(?:lige\s+|kun\s+|nu\s+|snart\s+|nok\s+)?{NUMBER}\b(?![.,:]?\d|\s*[.:]\s*\w)"
)
BECOMES = re.compile(
    rf"\b(?:bliver|blir|fylder)\s+(?:snart\s+)?{NUMBER}\b(?!\s*(?:\.\s*(?:klasse|b|a|c)|gange|uger|dage|timer))"
)
HALF = re.compile(rf"\b{NUMBER}\s*(?:½|(?:og\s+)?(?:en|et)\s+halvt?|1/2)(?:\s*(?:år|aar))?\b")
CLASS = re.compile(
    r"\b(?P<n>\d{1,2})(?:\.?\s*-?kl(?:asse|asses|\.)?|\.\s?[a-fxyzuv]|[a-fxyzuv])(?!\w)(?!\s*\d)|\bklasse\s+(?P<n2>\d{1,2})\b|\b(?:går|startet|starter|begyndt|begynder)\s+(?:lige |nu |stadig )?i\s+(?P<n3>\d{1,2})(?:\.|'?ende|'?te)?(?=\W*$|\s+(?:og|på|men|nu)\b|,|\.\s)"
)
GYMNASIUM = re.compile(r"\b(?P<n>[1-3])\.?\s*(?:g|hf|htx|hhx|stx)(?!\w)")
ORDINAL_CLASS = re.compile(rf"\b(?P<n>{'|'.join(ORDINALS)})\s*(?:klasse|klasses|kl)\b")
KINDERGARTEN_CLASS = re.compile(r"\b(?:børnehaveklasse\w*|bh\.?\s*klasse\w*|0'?(?:te|\.)?\s*klasse)\b")
BORN = re.compile(
    r"\b(?:årgang|(?<!siden )født\s+(?:i\s+|d\.?\s+|den\s+)?(?:\w+\s+|\d{1,2}[./-]\s?\d{1,2}[./-]?\s?|\d{1,2}\.\s+\w+\s+)?(?:i\s+)?|(?:er|fra)\s+(?:en\s+)?(?:årgang\s+)?)\s*'?(?P<n>(?:19|20)\d\d)\b"
    r"|\bårgang\s+'?(?P<short>[01]\d)\b"
)
# Other things that are counted, or that look like an age.
NOT_PERSON_BEFORE = re.compile(r"\b(?:vi|de|der|det|den|klokken|karakter\w*)\s*$")
NOT_AGE_AFTER = re.compile(
    r"\s*(?:siden|timer|dage|uger|måneder|mdr|minutter|børn|gange|kg|kilo|kr|procent|%|i træk|om|hjemme|af|voksne|elever|lærere|søskende|personer|mennesker)\b"
)
NOT_AGE_BEFORE = re.compile(
    r"(?:\bi|\bde sidste|\bkl\.?|\bklokken|\bgennem|\bfor|\bsiden|\bom|\bhar (?:fået|haft)|\bca\.?) *$"
)
ALONE = re.compile(
    rf"^\W*(?:(?:nej|ja|jo|øh+|øhm|hun|han|jeg|er|ups|hov|undskyld|sorry|altså|forkert|mente|mener|det|ret|rettelse|ikke \w+)[\s,:]+)*{NUMBER}(?:\W+ikke\s+\w+)?\W*$"
)
RATHER = re.compile(rf"\bikke\s+\w+(?:\s+år)?,?\s+men\s+{NUMBER}\b")
NOT_THIS = re.compile(rf"\bikke\s+{NUMBER}\b")
MONTHS_OLD = re.compile(r"\b(?P<n>\d{1,2})\s*(?:måneder|mdr\.?)\s+gam\w+")
# What was, and what is corrected away: "fra 2. klasse", "ikke 12".
PAST_CLASS = re.compile(
    r"\b(?:siden|fra|indtil|dengang i|gik i|da (?:han|hun|jeg|de) (?:gik|startede|var) i|op til|til|efter)\s+(?:midten af\s+|slutningen af\s+)?$(?<!går i )(?<!og i )(?<!nu i )(?<!er i )"
)
DENIED = re.compile(r"\bikke\s+(?:\w+\s+)?(?:i\s+|på\s+)?$(?<!ikke mere )(?<!ikke andet )")
OLDEST = 99
GROWN_UP = 25
LAST_CLASS = 10
LAST_LEVEL = 13


def find(text: str, today: date) -> Iterator[tuple[int, int, int]]:
    """Yield (age in years, start, end) for each age in the lower-cased `text`; what is denied ("ikke 12") is left out.

    Where a grown-up writes of a young person and both ages stand there, only the young one's is given.
    """
    found = [each for each in _all(text, today) if not DENIED.search(text[: each[1]])]
    young = [each for each in found if each[0] < GROWN_UP]
    yield from sorted(young or found, key=lambda each: each[1])


def _all(text: str, today: date) -> Iterator[tuple[int, int, int]]:
    denied = {match.start("n") for match in NOT_THIS.finditer(text)}
    matches = [match for pattern in (HALF, YEARS, IS, ALONE, RATHER) for match in pattern.finditer(text)]
    explicit = [match for match in matches if match.start("n") not in denied and _is_age(text, match)]
    for match in explicit:
        yield _number(match["n"]), match.start("n"), match.end()
    for match in MONTHS_OLD.finditer(text):
        yield int(match["n"]) // 12, match.start(), match.end()
    becoming = [match for match in BECOMES.finditer(text) if not NOT_AGE_AFTER.match(text, match.end())]
    for match in becoming:
        yield max(_number(match["n"]) - 1, 0), match.start(), match.end()
    born = list(BORN.finditer(text))
    for match in born:
        age = today.year - (int(match["n"]) if match["n"] else 2000 + int(match["short"]))
        if 0 <= age <= OLDEST:
            yield age, match.start(), match.end()
    if not explicit and not becoming and not born:
        for level, start, end in find_classes(text):
            yield level + (SCHOOL_START if level <= LAST_CLASS else GYMNASIUM_START), start, end


def find_classes(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (class level, start, end): 0 to 10 in the folkeskole, 11 to 13 for 1.g to 3.g; what is denied is left out."""
    found = [
        *((_level(match), match) for match in CLASS.finditer(text)),
        *((ORDINALS[match["n"]], match) for match in ORDINAL_CLASS.finditer(text)),
        *((0, match) for match in KINDERGARTEN_CLASS.finditer(text)),
        *((int(match["n"]) + LAST_CLASS, match) for match in GYMNASIUM.finditer(text)),
    ]
    seen: set[int] = set()
    for level, match in sorted(found, key=lambda each: each[1].start()):
        past = PAST_CLASS.search(text[: match.start()]) or DENIED.search(text[: match.start()])
        if level <= LAST_LEVEL and level not in seen and not past:
            seen.add(level)
            yield level, match.start(), match.end()


def _is_age(text: str, match: re.Match[str]) -> bool:
    if BECOMES.search(text[max(0, match.start() - 12) : match.end()]):
        return False
    before = text[max(0, match.start() - 14) : match.start()]
    impersonal = NOT_PERSON_BEFORE.search(before) and "årig" not in match.group()
    counted = NOT_AGE_AFTER.match(text, match.end()) or NOT_AGE_BEFORE.search(before) or impersonal
    return not counted and _number(match["n"]) <= OLDEST


def _level(match: re.Match[str]) -> int:
    level = int(match["n"] or match["n2"] or match["n3"])
    return level if level <= LAST_CLASS else LAST_LEVEL + 1


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else NUMBERS[raw]
