"""Tf-idf over words (1-2) and characters inside words (1-5) of normalised text, kept without pickle.

The ranges are those measured in design/nlu-facts.md ("Where the first messages get one").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.danish.normalise import normalise

SHAPES: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|[?]"},
    "characters": {"analyzer": "char_wb", "ngram_range": (1, 5)},
}
SMALLEST_COUNT = 2


class Features:
    """Turns texts into sparse rows; fitted once, stored as json (vocabulary) and npy (idf)."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer]) -> None:
        self.vectorizers = vectorizers

    @classmethod
    def fit(cls, texts: list[str]) -> Features:
        """Learn the vocabulary of `texts`."""
        clean = [normalise(text) for text in texts]
        made = {}
        for name, shape in SHAPES.items():
            made[name] = TfidfVectorizer(lowercase=False, sublinear_tf=True, min_df=SMALLEST_COUNT, **shape).fit(clean)
        return cls(made)

    def rows(self, texts: list[str]) -> sparse.csr_matrix:
        """One row of features a text."""
        clean = [normalise(text) for text in texts]
        return sparse.hstack([each.transform(clean) for each in self.vectorizers.values()], format="csr")

    def save(self, folder: Path) -> None:
        """Write everything below `folder`."""
        for name, each in self.vectorizers.items():
            words = sorted(each.vocabulary_, key=each.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
            np.save(folder / f"{name}.npy", each.idf_.astype(np.float32), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Features:
        """Read what `save` wrote."""
        made = {}
        for name, shape in SHAPES.items():
            words = json.loads((folder / f"{name}.json").read_text("utf-8"))
            vectorizer = TfidfVectorizer(
                lowercase=False,
                sublinear_tf=True,
                vocabulary={word: index for index, word in enumerate(words)},
                **shape,
            )
            vectorizer.idf_ = np.load(folder / f"{name}.npy", allow_pickle=False)
            made[name] = vectorizer
        return cls(made)
