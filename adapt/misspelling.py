"""Writes a message as it might be written in haste, on a phone, or by somebody for whom spelling is hard.

Used only to show the sentence model the same message twice; the classifiers learn from what people wrote.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise

KEYBOARD = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
NEIGHBOURS = {key: right for row in KEYBOARD for key, right in pairwise(row)}
SOUNDS_LIKE = {
    "d": "t",
    "t": "d",
    "g": "k",
    "k": "g",
    "b": "p",
    "p": "b",
    "v": "w",
    "e": "æ",
    "æ": "e",
    "y": "ø",
    "j": "i",
}
OFTEN_LEFT_OUT = frozenset("hedtg")
KEYS = ({"æ": "ae", "ø": "oe", "å": "aa"}, {"æ": "e", "ø": "o", "å": "a"}, {"æ": "æ", "ø": "o", "å": "aa"})
SHORT = {
    "ikke": "ik ikk ike ikek", "jeg": "jg jei jeq", "meget": "mgt meged", "hvad": "hva hvd va", "det": "d de",
    "også": "oså os ogs", "hvor": "vor hvo", "noget": "noed nget nogen", "mig": "mi mei", "dig": "di dei", "være": "vær vere",
    "hvordan": "hvorden vordan hvrdn", "vil": "vel vi", "og": "å o", "at": "a og", "skal": "ska skl", "kan": "ka kn",
    "med": "me mæ", "til": "te t", "er": "r e ær", "på": "på po pa", "fordi": "fodi fori", "hjælp": "hjlp jælp hjelp",
}  # fmt: skip
RATES = (0.03, 0.06, 0.1)
MARKS = re.compile(r"[.,!?]")

Edit = Callable[[str], str]


def misspelt(text: str, chance: random.Random) -> str:
    """`text` with faults; never empty when `text` is not. `chance` decides which."""
    written = text.lower() if chance.random() < 0.8 else text
    if chance.random() < 0.7:
        written = MARKS.sub("", written)
    if chance.random() < 0.3:
        written = written.translate(str.maketrans(chance.choice(KEYS)))
    rate = chance.choice(RATES)
    words = [_word(word, rate, chance) for word in written.split()]
    return _run_together(words, chance) or text


def _word(word: str, rate: float, chance: random.Random) -> str:
    if word.lower() in SHORT and chance.random() < 0.35:
        return chance.choice(SHORT[word.lower()].split())
    if len(word) < 3:
        return word
    if chance.random() < rate:
        word = _turned_round(word, chance.randrange(len(word) - 1))
    return "".join(chance.choice(EDITS)(letter) if chance.random() < rate else letter for letter in word)


def _turned_round(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _run_together(words: list[str], chance: random.Random) -> str:
    return "".join(word + ("" if chance.random() < 0.02 else " ") for word in words).strip()


def _left_out(_letter: str) -> str:
    return ""


def _doubled(letter: str) -> str:
    return letter * 2


def _beside(letter: str) -> str:
    return NEIGHBOURS.get(letter, letter)


def _by_ear(letter: str) -> str:
    return SOUNDS_LIKE.get(letter, letter)


def _unheard(letter: str) -> str:
    return "" if letter in OFTEN_LEFT_OUT else letter


EDITS: tuple[Edit, ...] = (_left_out, _doubled, _beside, _by_ear, _unheard)
