"""What the models see of a message's words: tf-idf over words (1-2) and characters inside words (2-5).

Kept without pickle. The ranges were chosen on messages of authors that the model had not seen (bench/nlu.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.danish.normalise import normalise

SHAPES: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|[?]"},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}
SMALLEST_COUNT = 2


class Words:
    """Turns texts into sparse rows; fitted once, stored as json (vocabulary) and npy (idf)."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer]) -> None:
        self.vectorizers = vectorizers

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Words:
        """Learn the vocabulary of `texts`."""
        clean = [normalise(text) for text in texts]
        made = {}
        for name, shape in SHAPES.items():
            least = min(SMALLEST_COUNT, len(clean))
            made[name] = TfidfVectorizer(lowercase=False, sublinear_tf=True, min_df=least, **shape).fit(clean)
        return cls(made)

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row of features a text."""
        clean = [normalise(text) for text in texts]
        parts = [each.transform(clean) for each in self.vectorizers.values()]
        return sparse.hstack(parts, format="csr", dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write everything below `folder`."""
        for name, each in self.vectorizers.items():
            words = sorted(each.vocabulary_, key=each.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
            np.save(folder / f"{name}.npy", each.idf_.astype(np.float32), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Words:
        """Read what `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        return cls({name: _vectorizer(folder, name, shape) for name, shape in SHAPES.items()})


def _vectorizer(folder: Path, name: str, shape: dict[str, Any]) -> TfidfVectorizer:
    words = json.loads((folder / f"{name}.json").read_text("utf-8"))
    vocabulary = {word: index for index, word in enumerate(words)}
    vectorizer = TfidfVectorizer(lowercase=False, sublinear_tf=True, vocabulary=vocabulary, **shape)
    idf: NDArray[np.float32] = np.load(folder / f"{name}.npy", allow_pickle=False)
    vectorizer.idf_ = idf
    return vectorizer
