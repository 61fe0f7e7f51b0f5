"""Which municipality: all 98 by name, also misspelt, Aarhus also by its districts, villages and postcodes."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from bot.danish.spelling import Lexicon

AARHUS = "aarhus"
UNSURE = "unsure"
HERE = Path(__file__).parent
UNSURE_WORDS = re.compile(
    r"\b(?:ved (?:det |jeg |vi )?ikke|usikker|ikke sikker|i tvivl|aner ikke)\b[^.!?]{0,20}\bkommune\w*"
)
# Names that are also ordinary words, or so short that they hide in other words, count only where one says a place.
AMBIGUOUS_NAMES = (
    "greve vejen skive varde elev holme odder kolt morsø viborg struer beder hasle ry auning hammel skovby vejle ribe sorø assens "
    "nye tander hou hov give gram tarm ringe brande stilling lading løsning mørke balle ørsted them rønne aars lejre faxe læsø ærø "
    "fanø køge elsted fulden holte sejs virring kolind midtbyen slet skagen amager haslev geding labing helsinge"
)
AMBIGUOUS = frozenset(AMBIGUOUS_NAMES.split())
# Said after "i" these are still words: "i mørke", "i nye omgivelser".
AFTER_LIVING_ONLY_NAMES = "nye mørke give ringe stilling them gram vejen tander løsning balle hov hou tarm"
AFTER_LIVING_ONLY = frozenset(AFTER_LIVING_ONLY_NAMES.split())
PLACE_BEFORE = re.compile(
    r"\b(?:i|fra|bor|nær|omkring|ved|oppe|ude|nede|ovre|inde|på|mellem|og|hjemme)\s+(?:gammel\s+|selve\s+)?$"
)
LIVING_BEFORE = re.compile(r"\b(?:bo|bor|bosat|boende|by|kommer|lever|hjemme|adresse)\b[^.!?]{0,12}$")
NOT_PLACE_AFTER = re.compile(r"\s*(?:skole\w*|mig|dig|ham|hende|os|jer|dem|af|om|op|ind|på|til)(?!\w)(?! [æa]?[ø] )")
# Where somebody does not live, no longer lives, or somebody else lives.
ELSEWHERE = re.compile(
    r"\b(?:ikk?e?|aldrig)\s+(?:bo[rt]?\s+|længere\s+|længer\s+|mere\s+|inde\s+|selve\s+|lige\s+)*(?:i|fra|på|ved|til)?\s*$"
    r"|\b(?:uden\s?for|tæt på|(?:nord|syd|øst|vest) (?:for|om)|nærheden af|omegnen af|i stedet for|langt (?:væk )?fra|på vej (?:til|mod)|tur til)\s+(?:selve\s+)?$"
    r"|\b(?:flytte(?:de|t)?|flyttet (?:os|hertil)|kom|kommet|boede|plejede at bo|arbejder|arbejde|job|efterskole|efterskolen|indlagt|hospital|hospitalet|sygehus|sygehuset|bup|bua|psykiatri|psykiatrien|ferie|tur|koncert|besøg)\b[^.!?,]{0,12}(?:fra|i|på|til)\s+$(?<!flyttet i )(?<!flyttede i )(?<!flyttet til )(?<!flyttede til )"
)
OTHERS_HOME = re.compile(
    r"\b(?:far|mor|farmor|mormor|farfar|morfar|kæreste|moster|faster|onkel|ven|veninde|bedsteforældre|lærer|psykolog|læge)\s+(?:er|bor|arbejder|kommer)\b[^.!?,]{0,12}$"
)
HOSPITAL_AFTER = re.compile(r"\s*(?:universitets)?(?:sygehus|hospital|psykiatri)\w*")
NOT_CODE = re.compile(
    r"\s*(?:kr|kroner|dkk|,-|skridt|gange|elever|mennesker|børn|ord|meter|m|km|kcal|kalorier|timer|minutter|følgere|likes|tegn|kg|gram|stk)\b"
)
NOT_CODE_BEFORE = re.compile(r"(?:\bkr\.?|\bkoster|\bbetalt|\bca\.?|[\d.,+-])\s*$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SHORTEST = 5  # letters; a shorter name that is misspelt may be any word
LONG = 7  # letters of a name that is known also with a wrong one
FEW_WORDS = 3


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]


@functools.cache
def _names() -> tuple[dict[str, str], re.Pattern[str], Lexicon]:
    """All spellings -> municipality, one pattern that finds them, and what finds the misspelt."""
    spellings = dict.fromkeys((other for name in _lines("aarhus_places.txt") for other in _spelt(name)), AARHUS)
    for name in _lines("municipalities.txt"):
        spellings |= dict.fromkeys(_spelt(name), name)
    for line in _lines("nearby_places.txt"):
        name, _, municipality = line.partition(": ")
        spellings |= dict.fromkeys(_spelt(name), municipality)
    del spellings["års"]  # "aars" in letters that make it a word
    spellings |= dict.fromkeys(("århus", "arhus", "århus c", "århus n", "århus v"), AARHUS)
    joined = "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?P<name>{joined})(?:s)?(?:(?P<kommune>\s*-?kom+une?\w{{0,2}})?(?!\w))")
    apart = [name for name in spellings if name.isalpha() and len(name) >= SHORTEST and not _folded(name) & AMBIGUOUS]
    return spellings, pattern, Lexicon(sorted(apart, key=lambda name: (name.isascii(), name)), long=LONG)


def _folded(name: str) -> set[str]:
    return {
        name,
        name.replace("ae", "æ").replace("oe", "ø").replace("aa", "å"),
        name.replace("o", "ø"),
        name.replace("a", "æ"),
    }


def _spelt(name: str) -> set[str]:
    foreign = name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    bare = name.replace("æ", "a").replace("ø", "o").replace("aa", "å")
    return {name, name.replace("aa", "å"), name.replace("å", "aa"), foreign} | (
        {bare} if len(bare) > SHORTEST else set()
    )


def find(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (municipality, start, end) for the lower-cased `text`; where one does not live, or no longer, is left out."""
    spellings, pattern, _ = _names()
    known: list[tuple[str, int, int]] = []
    for match in pattern.finditer(text):
        if _is_meant(text, match):
            known.append((spellings[match["name"]], match.start(), match.end()))
    if not known:
        known = list(_misspelt(text))
    lived = [each for each in known if not OTHERS_HOME.search(text[max(0, each[1] - 40) : each[1]])]
    yield from lived or known
    for match in UNSURE_WORDS.finditer(text):
        yield UNSURE, match.start(), match.end()


def _is_meant(text: str, match: re.Match[str]) -> bool:
    name, before = match["name"], text[max(0, match.start() - 40) : match.start()]
    if ELSEWHERE.search(before) or HOSPITAL_AFTER.match(text, match.end()):
        return False
    if name.isdigit():
        return not (NOT_CODE.match(text, match.end()) or NOT_CODE_BEFORE.search(before))
    if name not in AMBIGUOUS or match["kommune"]:
        return True
    if len(text.strip(" .!?")) <= len(match.group()) + 1:
        return name != "nye"
    if LIVING_BEFORE.search(before):
        return True
    placed = PLACE_BEFORE.search(before) and not NOT_PLACE_AFTER.match(text, match.end())
    return bool(placed) and name not in AFTER_LIVING_ONLY


def _misspelt(text: str) -> Iterator[tuple[str, int, int]]:
    """Names that sound as one that is known, or lie a letter beside it, where a place is said."""
    spellings, _, lexicon = _names()
    words = list(WORD.finditer(text))
    for index, match in enumerate(words):
        before = text[max(0, match.start() - 40) : match.start()]
        following = words[index + 1].group() if index + 1 < len(words) else ""
        said = LIVING_BEFORE.search(before) or following.startswith("kommu") or len(words) == 1
        if not said and len(words) > FEW_WORDS:
            continue
        if not said and not PLACE_BEFORE.search(before) and following not in ("c", "n", "v", "s", "j", "ø"):
            continue
        meant = None if ELSEWHERE.search(before) or match.group() in _words() else lexicon.meant_by(match.group())
        if meant:
            yield spellings[meant], match.start(), match.end()


@functools.cache
def _words() -> frozenset[str]:
    """Ordinary words that lie beside a name."""
    return frozenset(" ".join(_lines("not_places.txt")).split())
