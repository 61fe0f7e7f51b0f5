"""What the linear models see of a message: tf-idf over words (1-2) and characters inside words (1-5), and its meaning.

Kept without pickle. The ranges are those measured in design/nlu-facts.md ("Where the first messages get one").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.danish.meaning import Floats, centred
from bot.danish.normalise import normalise

SHAPES: dict[str, dict[str, Any]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|[?]"},
    "characters": {"analyzer": "char_wb", "ngram_range": (1, 5)},
}
SMALLEST_COUNT = 2


class Features:
    """Turns texts and their meanings into rows; fitted once, stored as json (vocabulary) and npy (idf, mean)."""

    def __init__(self, vectorizers: dict[str, TfidfVectorizer], mean: Floats, weight: float) -> None:
        self.vectorizers = vectorizers
        self.mean = mean
        self.weight = weight

    @classmethod
    def fit(cls, texts: list[str], layers: Floats, weight: float) -> Features:
        """Learn the vocabulary of `texts` and the mean of their `layers` (n, 2, 384); `weight` is the meaning's share."""
        clean = [normalise(text) for text in texts]
        made = {}
        for name, shape in SHAPES.items():
            made[name] = TfidfVectorizer(lowercase=False, sublinear_tf=True, min_df=SMALLEST_COUNT, **shape).fit(clean)
        return cls(made, layers.mean(axis=0), weight)

    def rows(self, texts: list[str], layers: Floats) -> sparse.csr_matrix:
        """One row of features a text."""
        clean = [normalise(text) for text in texts]
        dense = self.weight * centred(layers, self.mean).reshape(len(texts), -1)
        parts = [each.transform(clean) for each in self.vectorizers.values()]
        return sparse.hstack([*parts, sparse.csr_matrix(dense)], format="csr", dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write everything below `folder`."""
        for name, each in self.vectorizers.items():
            words = sorted(each.vocabulary_, key=each.vocabulary_.__getitem__)
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")
            np.save(folder / f"{name}.npy", each.idf_.astype(np.float32), allow_pickle=False)
        np.savez(folder / "meaning.npz", mean=self.mean, weight=np.float32(self.weight))

    @classmethod
    def load(cls, folder: Path) -> Features:
        """Read what `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        made = {name: _vectorizer(folder, name, shape) for name, shape in SHAPES.items()}
        with np.load(folder / "meaning.npz", allow_pickle=False) as stored:
            return cls(made, stored["mean"], float(stored["weight"]))


def _vectorizer(folder: Path, name: str, shape: dict[str, Any]) -> TfidfVectorizer:
    words = json.loads((folder / f"{name}.json").read_text("utf-8"))
    vocabulary = {word: index for index, word in enumerate(words)}
    vectorizer = TfidfVectorizer(lowercase=False, sublinear_tf=True, vocabulary=vocabulary, **shape)
    idf: NDArray[np.float32] = np.load(folder / f"{name}.npy", allow_pickle=False)
    vectorizer.idf_ = idf
    return vectorizer
