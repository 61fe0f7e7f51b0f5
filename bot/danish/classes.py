"""School classes as families say them: "7. klasse", "3.a", "i ottende", "nulte", "1.g"."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator

from bot.danish.numbers import ORDINALS

LAST_CLASS = 10
LAST_LEVEL = 13
WORDS = "|".join(ORDINALS)
GOES = r"\b(?:går|gå|startet|starter|startede|begyndt|begynder|begyndte|er|elev|skal)\s+(?:lige |nu |stadig |kun |jo |nemlig )*i\s+"
# What may stand after a bare "i 8." for it to be a class.
ENDS = r"(?=\W*$|\s+(?:og|på|men|nu|til|i|her|hvor|lige|mere|igen)\b|,|\.\s)"
CLASS = re.compile(
    rf"(?<![\d.,])(?<!\d )\b(?P<n>\d{{1,2}})(?:\.?\s*-?'?(?:ende|te|de)?\s*-?(?:klasse|klasses|klassecenter\w*|kl\.?|klasse's)|\.\s?[a-fxyzuv]|[a-fxyzuv])(?!\w)(?!\s*\d)"
    rf"|\bklasse\s+(?P<n2>\d{{1,2}})[a-f]?\b|{GOES}(?P<n3>\d{{1,2}})(?:\.|'?ende|'?te)?{ENDS}|^\W*i\s+(?P<n4>\d{{1,2}})(?:'?ende|'?te|\.)\W*$|{GOES}(?P<n5>\d)\s[a-f](?=\W*$|\s(?:og|på|men|nu)\b)"
)
GYMNASIUM = re.compile(
    r"\b(?P<n>[1-3])\.?\s*(?:g|hf|htx|hhx|stx)(?:'er|er)?(?!\w)(?!\s+(?:vand|sukker|salt|mel|protein))"
)
GYMNASIUM_WORD = re.compile(r"\b(?P<n>første|anden|tredje)\s+(?:g|hf|htx|hhx|stx)(?!\w)")
ORDINAL_CLASS = re.compile(
    rf"\b(?P<n>{WORDS})\s*(?:klasse|klasses|kl)(?!\w)|{GOES}(?P<n2>{WORDS}){ENDS}|^\W*(?:i\s+)?(?P<n3>nulte|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende)\W*$"
)
KINDERGARTEN_CLASS = re.compile(r"\b(?:børnehave\s?klasse\w*|bh\.?\s*klasse\w*|0'?(?:te|\.)?\s*klasse)\b")
GRAMS_BEFORE = re.compile(r"\b(?:fik|får|tog|tager|spiser|spist|med|af)\s*$")
# What was, and what is corrected away: "fra 2. klasse", "ikke 12".
PAST = re.compile(
    r"\b(?:siden|fra|indtil|dengang i|gik i|gik ud af|gik ud|ud af|var slemt i|det var \w+ i|da (?:han|hun|jeg|de) (?:gik|startede|var) i|(?:fik|skar|blev|var|gik|skete|startede|begyndte)\b(?:\s+[^\W\d]+){0,4}\s+i|op til|til|efter)\s+(?:midten af\s+|slutningen af\s+|starten af\s+)?$(?<!går i )(?<!og i )(?<!starter i )(?<!startede i )(?<!begyndte i )(?<!lige startet i )(?<!nu i )(?<!er i )"
)
DENIED = re.compile(r"\bikke\s+(?:\w+\s+)?(?:i\s+|på\s+)?$(?<!ikke mere )(?<!ikke andet )")
NOT_CLASS_AFTER = re.compile(r"\s*(?:gang|dag|time|sal|række|service|omgang|forsøg)\b")


def find_classes(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (class level, start, end): 0 to 10 in the folkeskole, 11 to 13 for 1.g to 3.g; what is denied is left out."""
    seen: set[int] = set()
    for level, match in sorted(_all(text), key=lambda each: each[1].start()):
        before = text[max(0, match.start() - 40) : match.start()]
        out = PAST.search(before) or DENIED.search(before) or NOT_CLASS_AFTER.match(text, match.end())
        if level <= LAST_LEVEL and level not in seen and not out:
            seen.add(level)
            yield level, match.start(), match.end()


def _all(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for match in CLASS.finditer(text):
        level = int(next(group for group in match.groups() if group))
        yield level if level <= LAST_CLASS else LAST_LEVEL + 1, match
    for match in ORDINAL_CLASS.finditer(text):
        yield ORDINALS[next(group for group in match.groups() if group)], match
    for match in KINDERGARTEN_CLASS.finditer(text):
        yield 0, match
    for match in GYMNASIUM.finditer(text):
        if not GRAMS_BEFORE.search(text[max(0, match.start() - 10) : match.start()]):
            yield int(match["n"]) + LAST_CLASS, match
    for match in GYMNASIUM_WORD.finditer(text):
        yield ORDINALS[match["n"]] + LAST_CLASS, match
