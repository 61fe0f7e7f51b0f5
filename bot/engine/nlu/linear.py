"""A linear model over sparse rows: fitted with scikit-learn, stored as npz and json, applied with one product."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

SEED = 20261124


@dataclass(frozen=True)
class Linear:
    """`labels[i]` has the weights `weights[i]` and the offset `offsets[i]`."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]

    @classmethod
    def fit_one_of(cls, rows: sparse.csr_matrix, labels: list[str], strength: float, rounds: int) -> Linear:
        """Fit a model that chooses one of the labels; rare labels weigh as much as frequent ones."""
        fitted = LogisticRegression(
            C=strength, class_weight="balanced", max_iter=rounds, tol=1e-3, random_state=SEED, multi_class="multinomial"
        ).fit(rows, labels)
        return cls(tuple(fitted.classes_), fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32))

    @classmethod
    def fit_any_of(cls, rows: sparse.csr_matrix, labels: list[set[str]], strength: float) -> Linear:
        """Fit one yes-or-no model for each label; several may hold at once."""
        names = tuple(sorted(set().union(*labels)))
        fitted = [
            LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=SEED).fit(
                rows, [name in each for each in labels]
            )
            for name in names
        ]
        weights = np.vstack([each.coef_[0] for each in fitted]).astype(np.float32)
        return cls(names, weights, np.array([each.intercept_[0] for each in fitted], dtype=np.float32))

    def scores(self, row: sparse.csr_matrix) -> NDArray[np.float32]:
        """The score of each label for one row."""
        result: NDArray[np.float32] = np.asarray(row @ self.weights.T).ravel() + self.offsets
        return result

    def shares(self, row: sparse.csr_matrix) -> NDArray[np.float32]:
        """Probabilities that sum to one (for a model made by fit_one_of)."""
        scores = self.scores(row)
        powers = np.exp(scores - scores.max())
        result: NDArray[np.float32] = powers / powers.sum()
        return result

    def chances(self, row: sparse.csr_matrix) -> NDArray[np.float32]:
        """A probability for each label by itself (for a model made by fit_any_of)."""
        return (1.0 / (1.0 + np.exp(-self.scores(row)))).astype(np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Write `<name>.npz` and `<name>.labels.json` into `folder`."""
        np.savez_compressed(folder / f"{name}.npz", weights=self.weights.astype(np.float16), offsets=self.offsets)
        (folder / f"{name}.labels.json").write_text(json.dumps(self.labels, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> Linear:
        """Read what `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        labels = tuple(json.loads((folder / f"{name}.labels.json").read_text("utf-8")))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            return cls(labels, stored["weights"].astype(np.float32), stored["offsets"])
