"""Whom the message is about, seen from the writer ("min papdatter" -> stepchild), and persons' names.

Names: what stands after "hedder", "mit navn er" and the like, and capitalised names of the list `names.txt` (common first names in
Denmark). spaCy's statistical model, where it is installed, adds its own (bot.engine.nlu.spacy_danish).
"""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

MINE = r"\b(?:min|mit|mine|vores|vor|vort)\s+(?:(?!(?:ven|veninde|kæreste)\b)[\wæøå-]+\s+){0,3}?"
KINDS = (
    ("stepchild", r"(?:pap|sted|bonus)-?\s?(?:datter|søn|barn|børn|dreng|pige)"),
    ("foster_child", r"(?:pleje|adoptiv)-?\s?(?:datter|søn|barn|børn|dreng|pige)|adopterede (?:datter|søn|barn)"),
    ("grandchild", r"barnebarn|børnebørn|oldebarn|sønnesøn|sønnedatter|dattersøn|datterdatter"),
    ("sibling", r"(?:lille|store|pap|halv|tvilling|pleje|bonus)?(?:søster|bror|brødre|søskende|søstre)(?!\w)"),
    ("pupil", r"elev(?:er)?|klasse\s?kammerat i min klasse"),
    ("patient", r"patient"),
    ("relative", r"niece|nevø|kusine|fætter|gudbarn|gudsøn|guddatter"),
    (
        "friend",
        r"(?:bedste\s?)?(?:ven|veninde|venner|veninder|kæreste|klassekammerat|kammerat|bestie|bff|skolekammerat)",
    ),
    ("daughter", r"(?:teenage-?|tvilling-?)?(?:datter|dater|datte|dotter|døtre|pige|piger|tøs)"),
    ("son", r"(?:teenage-?|tvilling-?)?(?:søn|sønn|søøn|sønner|dreng|drenge|knægt|knægte)"),
    ("child", r"(?:barn|børn|teenager|teenagere|tvillinger|ældste|yngste|mellemste|baby|afkom|unge mennesker|ungdom)"),
)
RELATIONS = tuple((code, re.compile(rf"{MINE}(?:{words})\b(?!s\b)")) for code, words in KINDS)
SHORT = tuple(
    (
        code,
        re.compile(
            rf"^\W*(?:(?:det|er|om|for|en|et|til|jeg|tænker|på|mig|han|hun|skriver|gælder|handler|hjælp|vores|min|mit|nej|ja)\W+)*(?:{words})\W*$"
        ),
    )
    for code, words in KINDS
)
PARENT_OF = re.compile(
    r"\b(?:mor|far|forælder|forældre)\s+til\s+(?:en\s+|et\s+|to\s+|tre\s+)?(?:\w+\s+)?(?P<who>pige|datter|dreng|søn|barn|børn|teenager)\w*"
)
GRANDPARENT_OF = re.compile(r"\b(?:mormor|farmor|morfar|farfar|bedstemor|bedstefar|bedsteforældre)\s+til\b")
OF = {
    "pige": "daughter",
    "datter": "daughter",
    "dreng": "son",
    "søn": "son",
    "barn": "child",
    "børn": "child",
    "teenager": "child",
}
PUPIL = re.compile(r"\b(?:en|mine|nogle|to|tre)\s+(?:af\s+mine\s+|\w+\s+)?elev(?:er)?\b")

NAME = r"[A-ZÆØÅ][a-zæøåéüöä]+(?:-[A-ZÆØÅ][a-zæøåéüöä]+)?"
FULL_NAME = rf"{NAME}(?:\s+{NAME}){{0,3}}"
SAYS_NAME = r"\b(?:[Hh]edder|[Hh]eder|[Nn]avn(?:et)? er|[Nn]avn:|[Kk]ald mig|[Kk]aldes|[Kk]alder (?:vi|jeg|de|mig)|[Hh]ilsen|[Mm]vh\.?|[Vv]h\.?|[Kk]h\.?|[Dd]ette er|[Mm]it navn)\s*:?\s+(?:bare\s+|jo\s+|ikke\s+)?"
AFTER_NAMING = re.compile(
    rf"(?P<naming>{SAYS_NAME})(?P<name>{FULL_NAME}|[a-zæøå]{{3,15}}(?=\W*$|\s+og\b|\s+på\b|,|\.))"
)
I_AM = re.compile(rf"\b(?:[Jj]eg er|[Dd]et er|[Hh]er er)\s+(?P<name>{FULL_NAME})(?=\W*$|\s+(?:på|og|fra)\b|,|\.)")
LISTED = re.compile(rf"\b(?P<name>{FULL_NAME})\b")
# After "hedder" these are no names.
NO_NAMES = frozenset({
    "det", "den", "jeg", "hvad", "noget", "sådan", "ikke", "kun", "han", "hun", "vi", "man", "mig", "dig", "ham", "hende", "anonym", "hemmeligt", "ligemeget",
    "alt", "intet", "ingenting", "men", "altså", "bare", "også", "fra", "til", "med", "mor", "far", "dem", "der", "her", "cool", "back", "stime", "chilled",
    "center", "basisteam", "angst", "adhd", "autisme", "skolen",
})  # fmt: skip
DENIED = re.compile(r"\bikke\s*$")


def find_relations(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) from the lower-cased `text`, one of each code."""
    spans: list[tuple[int, int]] = []
    for code, pattern in (*RELATIONS, *SHORT):
        match = pattern.search(text)
        if match and not any(start < match.end() and match.start() < end for start, end in spans):
            spans.append(match.span())
            yield code, match.start(), match.end()
    for match in GRANDPARENT_OF.finditer(text):
        yield "grandchild", match.start(), match.end()
    for match in PARENT_OF.finditer(text):
        yield OF[match["who"]], match.start(), match.end()
    for match in PUPIL.finditer(text):
        yield "pupil", match.start(), match.end()


@functools.cache
def _names() -> frozenset[str]:
    lines = Path(__file__).with_name("names.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.lower().split())


def find_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (name as written, first letters large, start, end) from `text` in its own spelling."""
    for pattern in (AFTER_NAMING, I_AM):
        for match in pattern.finditer(text):
            if _is_name(match["name"], sure=pattern is AFTER_NAMING) and not DENIED.search(text[: match.start("name")]):
                yield _large(match["name"]), *match.span("name")
    for match in LISTED.finditer(text):
        found = _from_first_name(match["name"])
        begins = not text[: match.start()].rstrip() or text[: match.start()].rstrip()[-1] in ".!?"
        if found and not DENIED.search(text[: match.start()]) and not (begins and found.lower() in _also_words()):
            start = match.start() + match["name"].index(found)
            yield found, start, start + len(found)


def _is_name(name: str, *, sure: bool) -> bool:
    first = name.split()[0].lower()
    if first in NO_NAMES:
        return False
    return first in _names() or (sure and name[0].isupper())


def _from_first_name(words: str) -> str | None:
    """The part of a row of capitalised words that begins with a listed first name."""
    parts = words.split()
    for index, part in enumerate(parts):
        if part.lower().split("-")[0] in _names():
            return words[words.index(part) if index else 0 :]
    return None


@functools.cache
def _also_words() -> frozenset[str]:
    """Names that are ordinary words as well: at the beginning of a sentence they say nothing."""
    return frozenset(
        [
            "bo",
            "sol",
            "liv",
            "storm",
            "maj",
            "august",
            "april",
            "fie",
            "mynte",
            "rose",
            "lærke",
            "svend",
            "bjørn",
            "mark",
            "sky",
            "lykke",
            "kis",
            "frank",
            "anker",
            "mille",
            "may",
            "my",
            "ask",
            "saga",
            "iben",
        ]
    )


def _large(name: str) -> str:
    return " ".join(part[:1].upper() + part[1:] for part in name.split())
