"""Words that facts hang on, read as what they stand for however they are spelt: "klase", "månter", "sunhedsplejersken".

A word is mended when it sounds as one of `fact_words.txt` (one letter for those that Danish spelling keeps apart and speech
does not: d and t, æ and e, å, ø and o, letters that are not spoken), or when it is long and one letter away. Words that exist in
their own right are left. Linear in the text's length; each word is looked up in tables that are made once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
LONG = 9  # letters from which one wrong letter leaves no doubt which word is meant
SHORTEST = 5
LONGEST = 30
FILE = Path(__file__).with_name("fact_words.txt")
SOUNDS = (
    (re.compile("aa|å|oe|ø|ö"), "o"),
    (re.compile("ae|æ|ä"), "e"),
    (re.compile("^hv"), "v"),
    (re.compile("^hj"), "j"),
    (re.compile("(?<=[nl])d(?!r)|(?<=r)d$"), ""),
    (re.compile("d"), "t"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("[cq]"), "k"),
    (re.compile("z"), "s"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("r(?=[bcdfghjklmnpstv])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True)
class Mended:
    """`text` with its words mended, and for each of its characters (and its end) where that stood before."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text as it was that `start` to `end` were read from."""
        return self.origins[start], self.origins[end]


def sound(word: str) -> str:
    """The letters of the lower-cased `word` as they are heard."""
    for pattern, heard in SOUNDS:
        word = pattern.sub(heard, word)
    return word


class Lexicon:
    """Words by their sound, and the long ones also by each sound that lacks one letter."""

    def __init__(self, words: Iterable[str], long: int = LONG) -> None:
        self._long = long
        self._exact: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for word in words:
            self._exact.setdefault(sound(word), word)
        for heard, word in self._exact.items():
            if len(word) >= long:
                for shorter in (heard, *_without_one(heard)):
                    self._near.setdefault(shorter, word)

    def meant_by(self, word: str) -> str | None:
        """The word that sounds as `word`, or the long one that lies one letter beside it."""
        if len(word) > LONGEST:
            return None
        heard = sound(word)
        if heard in self._exact and sound(self._exact[heard][0]) == sound(word[0]):
            return self._exact[heard]
        if len(word) < self._long - 1:
            return None
        for each in (heard, *_without_one(heard)):
            near = self._near.get(each)
            if near and near[0] == word[0] and abs(len(sound(near)) - len(heard)) <= 1:
                return near
        return None


def _without_one(heard: str) -> Iterator[str]:
    for index in range(1, len(heard)):
        yield heard[:index] + heard[index + 1 :]


@functools.cache
def _tables() -> tuple[Lexicon, dict[str, str | None]]:
    words: list[str] = []
    known: dict[str, str | None] = {}
    for line in FILE.read_text("utf-8").splitlines():
        meant, _, spellings = line.partition(":")
        if line.startswith("#") or not line:
            continue
        if meant == "left":
            known |= dict.fromkeys(spellings.split())
        else:
            words.append(meant)
            known[meant] = None
            known |= dict.fromkeys(spellings.split(), meant)
    return Lexicon(words), known


@functools.lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    lexicon, known = _tables()
    if word in known:
        return known[word] or word
    return (lexicon.meant_by(word) if len(word) >= SHORTEST else None) or word


def mend(text: str) -> Mended:
    """The lower-cased `text` with the words that facts hang on in their own spelling."""
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for match in WORD.finditer(text):
        meant = _meant(match.group())
        if meant == match.group():
            continue
        pieces += [text[at : match.start()], meant]
        origins += range(at, match.start())
        origins += [match.start()] * len(meant)
        at = match.end()
    pieces.append(text[at:])
    origins += range(at, len(text) + 1)
    return Mended("".join(pieces), tuple(origins))
