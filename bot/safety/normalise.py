"""Brings a message to the form that the rules are written for; the raw text is kept by the caller.

`Normaliser.sentences` gives plain ASCII words in lower case, one string a sentence, a blank at both ends. Danish letters
become `ae`, `oe`, `aa`; patterns accept `a` and `o` for them too (phone spelling). Linear in the text's length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
REPEATED = re.compile(r"([^\W\d_])\1{2,}(\w?)")
SPACED = re.compile(r"(?<!\w)(?:(?:[^\W\d_][ .*_-]){2,}[^\W\d_]|d[ .*_-]ø)(?!\w)")
SPACERS = re.compile(r"[ .*_-]")
JOINER = re.compile(r"(?<=\w)[*'’`´](?=\w)")
DOTS = re.compile(r"\.{2,}|…")
BREAK = re.compile(r"[.!?;:()]+(?:\s|$)|[\n\r]+|\s[–—-]+\s")
WORD = re.compile(r"[^\W_]+")
DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
HOMOGLYPHS = str.maketrans("асеорхуікнмтвӏ", "aceopxyikhmtbl")
LEET = str.maketrans("013457@$", "oieastas")
LEET_WORD = re.compile(r"(?<!\w)(?=\w*[^\W\d_])(?=\w*\d)\w{4,}(?!\w)")
VOWELS = frozenset("aeiouyæøå")


def fold(text: str) -> str:
    """`text` in lower case with `ae`, `oe`, `aa` for the Danish letters and without other accents."""
    folded = text.translate(DANISH)
    if folded.isascii():
        return folded
    plain = unicodedata.normalize("NFKD", folded).translate(HOMOGLYPHS)
    return "".join(each for each in plain if not unicodedata.combining(each))


@dataclass(frozen=True)
class Normaliser:
    """The reviewed spellings: `words` maps one folded word to what it stands for, `signs` maps an emoji to a word."""

    words: Mapping[str, str]
    signs: Mapping[int, str]

    def sentences(self, text: str) -> list[str]:
        """The message's sentences as blank-separated plain words, each with a blank at both ends; never an empty one."""
        clean = INVISIBLE.sub("", text).translate(self.signs)
        clean = unicodedata.normalize("NFKC", clean).casefold()
        clean = REPEATED.sub(_shorten, JOINER.sub("", DOTS.sub(" ", clean)))
        clean = SPACED.sub(lambda match: SPACERS.sub("", match.group()), clean)
        clean = LEET_WORD.sub(lambda match: match.group().translate(LEET), clean)
        parts = (" ".join(self._words(part)) for part in BREAK.split(fold(clean)))
        return [f" {part} " for part in parts if part]

    def _words(self, part: str) -> list[str]:
        return [self.words.get(word, word) for word in WORD.findall(part)]


def _shorten(match: re.Match[str]) -> str:
    letter, following = match.groups()
    return (letter if letter in VOWELS or not following else letter * 2) + following
