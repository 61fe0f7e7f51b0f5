"""A linear model over sparse rows: fitted with scikit-learn, stored as npz and json, applied with one product."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

Floats = NDArray[np.float32]
SEED = 20261124


@dataclass(frozen=True)
class Linear:
    """`labels[i]` has the weights `weights[:, i]` (one row a feature) and the offset `offsets[i]`."""

    labels: tuple[str, ...]
    weights: Floats
    offsets: Floats

    @classmethod
    def fit_shares(cls, rows: sparse.csr_matrix, labels: list[str], strength: float, rounds: int) -> Linear:
        """A multinomial logistic regression; rare labels weigh as much as frequent ones."""
        fitted = LogisticRegression(
            C=strength, class_weight="balanced", max_iter=rounds, tol=1e-3, random_state=SEED
        ).fit(rows, labels)
        return cls._from(tuple(fitted.classes_), fitted.coef_, fitted.intercept_)

    @classmethod
    def fit_margins(cls, rows: sparse.csr_matrix, labels: list[str], strength: float) -> Linear:
        """A linear support vector machine, one against the rest."""
        fitted = LinearSVC(C=strength, class_weight="balanced", random_state=SEED).fit(rows, labels)
        return cls._from(tuple(fitted.classes_), fitted.coef_, fitted.intercept_)

    @classmethod
    def fit_any_of(cls, rows: sparse.csr_matrix, labels: list[set[str]], strength: float) -> Linear:
        """One yes-or-no logistic regression for each label; several may hold at once."""
        names = tuple(sorted(set().union(*labels)))
        fitted = [
            LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=SEED).fit(
                rows, [name in each for each in labels]
            )
            for name in names
        ]
        weights = np.vstack([each.coef_[0] for each in fitted]) if fitted else np.zeros((0, rows.shape[1]))
        return cls._from(names, weights, np.array([each.intercept_[0] for each in fitted]))

    @classmethod
    def _from(cls, labels: tuple[str, ...], weights: NDArray[np.float64], offsets: NDArray[np.float64]) -> Linear:
        columns = np.ascontiguousarray(weights.T, dtype=np.float32)
        return cls(tuple(str(label) for label in labels), columns, offsets.astype(np.float32))

    def scores(self, row: sparse.csr_matrix) -> Floats:
        """The score of each label for one row; only the weights of the row's own features are touched."""
        result: Floats = row.data @ self.weights[row.indices] + self.offsets
        return result

    def shares(self, row: sparse.csr_matrix, sharpness: float = 1.0) -> Floats:
        """Numbers that sum to one, the larger the likelier."""
        scores = sharpness * self.scores(row)
        powers = np.exp(scores - scores.max())
        result: Floats = powers / powers.sum()
        return result

    def chances(self, row: sparse.csr_matrix) -> Floats:
        """A probability for each label by itself (for a model made by fit_any_of)."""
        return (1.0 / (1.0 + np.exp(-self.scores(row)))).astype(np.float32)

    def save(self, folder: Path, name: str) -> None:
        """Write `<name>.npz` and `<name>.labels.json` into `folder`."""
        np.savez(folder / f"{name}.npz", weights=self.weights.astype(np.float16), offsets=self.offsets)
        (folder / f"{name}.labels.json").write_text(json.dumps(self.labels, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> Linear:
        """Read what `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        labels = tuple(json.loads((folder / f"{name}.labels.json").read_text("utf-8")))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            return cls(labels, stored["weights"].astype(np.float32), stored["offsets"])
