"""Cuts a text into the sentence model's word pieces: SentencePiece's unigram rule, the likeliest way through each word.

Plain Python on purpose: the package `tokenizers` holds 294 MB for this vocabulary, in each of two processes; this takes 35 MB
and a fifth of a millisecond for a message. Linear in the text's length.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PIECES_FILE, SCORES_FILE = "pieces.json", "scores.npy"
SPACE_MARK = "▁"  # stands in front of each word
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
UNKNOWN_PENALTY = 10.0  # as in SentencePiece: below the rarest piece


@dataclass(frozen=True)
class Pieces:
    """`ids` gives each piece's number, `scores[number]` its log probability, `longest` the most characters in one piece."""

    ids: dict[str, int]
    scores: list[float]
    unknown: int
    unknown_score: float
    longest: int

    @classmethod
    def load(cls, folder: Path) -> Pieces:
        """What `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        content = json.loads((folder / PIECES_FILE).read_text("utf-8"))
        scores = np.load(folder / SCORES_FILE, allow_pickle=False)
        ids = {piece: number for number, piece in enumerate(content["pieces"]) if number not in content["special"]}
        lowest = float(scores.min()) - UNKNOWN_PENALTY
        return cls(ids, scores.tolist(), content["unknown"], lowest, max(map(len, ids)))

    def read(self, text: str) -> list[int]:
        """The numbers of the pieces of `text`, without any marks of begin and end."""
        clean = CONTROL.sub(" ", unicodedata.normalize("NFKC", text))
        return [number for word in clean.split() for number in self._cut(SPACE_MARK + word)]

    def _cut(self, word: str) -> list[int]:
        """The way through `word` with the highest sum of scores; a character that no piece covers is `unknown`."""
        size = len(word)
        best = [0.0] + [-np.inf] * size
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            if here + self.unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = here + self.unknown_score, (start, self.unknown)
            for end in range(start + 1, min(size, start + self.longest) + 1):
                number = self.ids.get(word[start:end])
                if number is not None and here + self.scores[number] > best[end]:
                    best[end], came[end] = here + self.scores[number], (start, number)
        return _walk_back(came)


def _walk_back(came: list[tuple[int, int]]) -> list[int]:
    numbers, at = [], len(came) - 1
    while at > 0:
        at, number = came[at]
        numbers.append(number)
    return numbers[::-1]


def save(folder: Path, pieces: list[tuple[str, float]], special: list[int], unknown: int) -> None:
    """Write the vocabulary into `folder`; `special` numbers are never found in a text."""
    content = {"pieces": [piece for piece, _ in pieces], "special": special, "unknown": unknown}
    (folder / PIECES_FILE).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    np.save(folder / SCORES_FILE, np.array([score for _, score in pieces], dtype=np.float32), allow_pickle=False)
