"""The little language of the rule files, turned into linear-time expressions.

A pattern is words with blanks between them:
`word` itself · `stem*` any word that begins so · `(a|b c|d*)` one of these, also nested · `<name>` a word list of
`words.yml` · `item?` may be missing · `...` up to three words between, none of them a negation · `..5` up to five ·
`~5` up to five words of any kind · `^` and `$` where the sentence begins and ends. Danish letters are written as they are
and also match their phone spellings. Gaps are bounded, so the time is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bot.safety.normalise import fold

PIECE = re.compile(r"[()|^$]|<\w+>|\.\.\.|\.\.\d|~\d|[\wæøå]+\*?|\?")
LETTERS = {"æ": "ae?", "ø": "oe?", "å": "aa?"}
GAP_WORDS = 3
GAP_WORD = r"(?:(?!(?:ikke|aldrig|hverken) )\w+ )"
Needs = tuple[frozenset[str], ...]
Lists = Mapping[str, Sequence[str]]


class PatternError(ValueError):
    """A pattern that cannot be read; stops the start."""


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern. `needs` holds, per item that must be there, the words or `stem*` that can begin it."""

    source: str
    expression: re.Pattern[str]
    needs: Needs


def compile_pattern(source: str, lists: Lists) -> Pattern:
    """Read `source`. Raises PatternError on anything that is not the language above."""
    body, needs = _Parser(source, lists).pattern()
    if not needs:
        raise PatternError(f"{source}: nothing in it must be there")
    return Pattern(source, re.compile("(?<= )" + body), needs)


class _Parser:
    """Reads one pattern from left to right."""

    def __init__(self, source: str, lists: Lists) -> None:
        if PIECE.sub("", source.lower()).strip():
            raise PatternError(source)
        self.source, self.lists, self.at = source, lists, 0
        self.pieces = PIECE.findall(source.lower())

    def pattern(self) -> tuple[str, Needs]:
        body, needs = self._sequence()
        if self.at < len(self.pieces):
            raise PatternError(f"{self.source}: unbalanced")
        return body, needs

    def _peek(self) -> str:
        return self.pieces[self.at] if self.at < len(self.pieces) else ""

    def _sequence(self) -> tuple[str, Needs]:
        body = ""
        needs: list[frozenset[str]] = []
        while self._peek() not in {"", "|", ")"}:
            part, wanted = self._item()
            if self._peek() == "?":
                self.at += 1
                part, wanted = f"(?:{part})?", ()
            body += part
            needs.extend(wanted)
        return body, tuple(needs)

    def _item(self) -> tuple[str, Needs]:
        piece = self._peek()
        self.at += 1
        if piece == "(":
            return self._group()
        if piece.startswith("<"):
            return self._list(piece[1:-1])
        if piece.startswith(".."):
            return f"{GAP_WORD}{{0,{GAP_WORDS if piece == '...' else int(piece[2:])}}}?", ()
        if piece.startswith("~"):
            return rf"(?:\w+ ){{0,{int(piece[1:])}}}?", ()
        if piece in "^$":
            return (r"(?<=\A )" if piece == "^" else r"\Z"), ()
        if piece == "?":
            raise PatternError(f"{self.source}: nothing before ?")
        return _word(piece), (frozenset(_keys(piece)),)

    def _group(self) -> tuple[str, Needs]:
        choices = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            choices.append(self._sequence())
        if self._peek() != ")":
            raise PatternError(f"{self.source}: unbalanced")
        self.at += 1
        return _either(choices)

    def _list(self, name: str) -> tuple[str, Needs]:
        if name not in self.lists:
            raise PatternError(f"{self.source}: no list {name}")
        return _either([_Parser(entry, self.lists).pattern() for entry in self.lists[name]])


def _either(choices: list[tuple[str, Needs]]) -> tuple[str, Needs]:
    ordered = sorted(choices, key=lambda choice: -len(choice[0]))
    body = "(?:" + "|".join(choice[0] for choice in ordered) + ")"
    if any(not choice[1] for choice in choices):
        return body, ()
    return body, (frozenset().union(*(choice[1][0] for choice in choices)),)


def _word(word: str) -> str:
    stem = word.removesuffix("*")
    spelt = "".join(LETTERS.get(letter, re.escape(letter)) for letter in stem)
    return spelt + (r"\w* " if word.endswith("*") else " ")


def _keys(word: str) -> Iterator[str]:
    choices = [(fold(letter), fold(letter)[0]) if letter in LETTERS else (letter,) for letter in word]
    yield from ("".join(spelt) for spelt in product(*choices))


def text_keys(words: Sequence[str], stems: frozenset[str], longest: int) -> set[str]:
    """The words themselves and every `stem*` of `stems` that begins one of them."""
    keys = set(words)
    for word in words:
        for length in range(1, min(len(word), longest) + 1):
            if word[:length] in stems:
                keys.add(word[:length] + "*")
    return keys
