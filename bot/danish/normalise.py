"""Bring Danish as people write it on a phone, without Danish keys or by dictation closer to what the models have seen.

`normalise` keeps the meaning and roughly the length; the original is always kept beside it. Linear in the text's length.
Word lists stand in `spellings.txt`, so that they can be mended without touching code.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"))
REPEATED = re.compile(r"(\w)\1{2,}")
REPEATED_MARK = re.compile(r"([!?])\1+")
BLANKS = re.compile(r"[^\S\n]{2,}")
WORD = re.compile(r"\w+")
DANISH_LETTER = re.compile("[æøå]")
FOREIGN_KEYS = re.compile("aa|ae|oe")
FOREIGN = {"aa": "å", "ae": "æ", "oe": "ø"}
# The few common words in which "ae" or "oe" are two letters.
TWO_LETTERS = re.compile(r"(?:micha|rapha|isra|aero|poe[st]|kano|noe|does|goe|koe|shoe)")
# A phone without Danish letters writes "do" for "dø"; after these words it cannot be the English one.
PHONE_DIE = re.compile(r"\b(vil|ville|gerne|bare|at|og|helst) do\b")
SPELLINGS = Path(__file__).with_name("spellings.txt")


def fold(text: str) -> str:
    """`text` with the spellings that stand for æ, ø, å on foreign keyboards brought together: ae, oe, aa."""
    return text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


def normalise(text: str) -> str:
    """Lower case, one form of each character, no long repeats, texting spelt out, dictated marks and emoji in place."""
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE).lower()
    text = BLANKS.sub(" ", REPEATED_MARK.sub(r"\1", REPEATED.sub(r"\1\1", text)))
    if not DANISH_LETTER.search(text):
        text = WORD.sub(_with_danish_letters, text)
    words, emoji = _spellings()
    text = PHONE_DIE.sub(r"\1 dø", text.translate(emoji))
    return WORD.sub(lambda match: words.get(match.group(), match.group()), text)


def _with_danish_letters(match: re.Match[str]) -> str:
    """Somebody without æ, ø and å writes aa, ae and oe; a text that has one of them is left as it is."""
    word = match.group()
    return word if TWO_LETTERS.match(word) else FOREIGN_KEYS.sub(lambda pair: FOREIGN[pair.group()], word)


@functools.cache
def _spellings() -> tuple[dict[str, str], dict[int, str]]:
    """Words and single emoji with what stands for them."""
    words: dict[str, str] = {}
    emoji: dict[int, str] = {}
    for line in SPELLINGS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            meant, _, written = line.partition(":")
            for each in written.split():
                if each.isalnum():
                    words[each] = meant
                else:
                    emoji[ord(each)] = f" {meant} "
    return words, emoji
