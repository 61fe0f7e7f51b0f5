"""The model itself: kernel ridge regression, one column a label, solved in one step and always the same.

Two messages are alike as far as they share words and pieces of words (tf-idf, a dot product) and mean the same (a bell curve over
the distance of their meanings). On held-out training messages it read .731 right where a linear support vector machine on
the same features read .711; it was the best of many variants tried, so part of that lead is choice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from bot.danish.meaning import Floats

MEANING_SHARE = 2.0  # as much as tf-idf's two parts together
BLOCK = 512
HIGHEST = 2.0  # the sum of cosines of a message with itself


def likeness(cosines: Floats) -> Floats:
    """How alike in meaning, from nearly 0 to MEANING_SHARE, for sums of two cosines."""
    result: Floats = np.float32(MEANING_SHARE) * np.exp(cosines - np.float32(HIGHEST))
    return result


def kernel(rows: sparse.csr_matrix, meanings: Floats) -> Floats:
    """All training messages with each other, (n, n), made in blocks so that nothing larger is ever held."""
    result: Floats = likeness(meanings @ meanings.T)
    turned = rows.T.tocsr()
    for begin in range(0, rows.shape[0], BLOCK):
        result[begin : begin + BLOCK] += (rows[begin : begin + BLOCK] @ turned).toarray()
    return result


@dataclass(frozen=True)
class Machine:
    """`duals[i]` says what training message i adds to each label by meaning, `weights[j]` what word feature j adds."""

    labels: tuple[str, ...]
    duals: Floats
    weights: Floats

    @classmethod
    def fit(
        cls,
        labels: Sequence[str],
        rows: sparse.csr_matrix,
        alike: Floats,
        targets: Floats,
        importance: Floats,
        ridge: float,
    ) -> Machine:
        """Solve for `targets` (n, labels; 0 or 1). `importance` weighs messages, `ridge` smooths. `alike` is used up."""
        alike[np.diag_indices(len(alike))] += (ridge / importance).astype(np.float32)
        duals = linalg.solve(alike, targets, assume_a="pos", overwrite_a=True, check_finite=False)
        weights = np.asarray(rows.T @ duals, dtype=np.float32)
        return cls(tuple(labels), np.asarray(duals, dtype=np.float32), weights)

    def scores(self, row: sparse.csr_matrix, alike: Floats) -> Floats:
        """About 1 for a label that fits, about 0 for others; `alike` is the likeness with each training message."""
        result: Floats = alike @ self.duals + row.data @ self.weights[row.indices]
        return result

    def save(self, folder: Path, name: str) -> None:
        """Write `<name>.npz` and `<name>.labels.json` into `folder`."""
        half = np.float16
        np.savez(folder / f"{name}.npz", duals=self.duals.astype(half), weights=self.weights.astype(half))
        (folder / f"{name}.labels.json").write_text(json.dumps(self.labels, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> Machine:
        """Read what `save` wrote. Raises OSError or ValueError when it is missing or broken."""
        labels = tuple(json.loads((folder / f"{name}.labels.json").read_text("utf-8")))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            return cls(labels, stored["duals"].astype(np.float32), stored["weights"].astype(np.float32))


def one_of(labels: Sequence[str], names: Sequence[str]) -> tuple[Floats, Floats]:
    """Targets for "one of `names`", and each message's importance: rare labels count more, by the root of their rarity."""
    places = np.array([names.index(label) for label in labels])
    targets = np.zeros((len(labels), len(names)), dtype=np.float32)
    targets[np.arange(len(labels)), places] = 1
    counts = np.bincount(places, minlength=len(names))
    importance: NDArray[np.float64] = np.sqrt(counts.mean() / counts[places])
    return targets, importance.astype(np.float32)


def any_of(labels: Sequence[set[str]], names: Sequence[str]) -> Floats:
    """Targets for "any of `names`"."""
    return np.array([[name in each for name in names] for each in labels], dtype=np.float32).reshape(
        len(labels), len(names)
    )
