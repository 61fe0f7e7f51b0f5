"""The model that reads intents, themes and danger: kernel ridge regression, one column a label, solved in one step.

The same messages always give the same model. Two messages are alike as far as they share words and pieces of words (tf-idf, a
dot product) and mean the same (a bell curve over the distance of their meanings). On held-out training messages it read .731
right where a linear support vector machine on the same features read .711; for danger it caught .86 where a logistic
regression with a radial support vector machine caught .78 at 3 % of the everyday messages (docs/adr/0006). It was the best of
many variants tried, so part of that lead is choice.

Reading needs numpy alone; learning needs scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.danish.meaning import Floats, centred

if TYPE_CHECKING:
    from scipy import sparse

BLOCK = 512
HIGHEST = 2.0  # the sum of cosines of a message with itself
DIRECTIONS = 256  # of the meaning's 2 x 384: what is left out is noise, and comparing gets three times as fast


@dataclass(frozen=True)
class Meanings:
    """Turns a message's layers (2, 384) into one short vector; `taught` holds those of the training messages."""

    mean: Floats
    directions: Floats
    taught: Floats

    @classmethod
    def fit(cls, layers: Floats) -> Meanings:
        """Learn mean and main directions of the training messages' layers, (n, 2, 384)."""
        mean = layers.mean(axis=0)
        long = centred(layers, mean).reshape(len(layers), -1)
        _, vectors = np.linalg.eigh(long.T @ long)
        directions = np.ascontiguousarray(vectors[:, ::-1][:, :DIRECTIONS], dtype=np.float32)
        return cls(mean, directions, np.ascontiguousarray(long @ directions))

    def cosines(self, layers: Floats) -> Floats:
        """The sum of both layers' cosines with each training message, from -2 to 2."""
        result: Floats = self.taught @ (centred(layers, self.mean).reshape(-1) @ self.directions)
        return result

    def only(self, places: NDArray[np.integer]) -> Meanings:
        """The same, compared with the messages at `places` alone."""
        return replace(self, taught=np.ascontiguousarray(self.taught[places]))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What to store; `of` makes the same again."""
        return {"mean": self.mean, "directions": self.directions, "taught": self.taught.astype(np.float16)}

    @classmethod
    def of(cls, arrays: dict[str, NDArray[np.generic]]) -> Meanings:
        """What `arrays` gave. Raises KeyError when a part is missing."""
        return cls(*(np.asarray(arrays[name], dtype=np.float32) for name in ("mean", "directions", "taught")))


def likeness(cosines: Floats, share: float) -> Floats:
    """How alike in meaning, from nearly 0 to `share`, for sums of two cosines."""
    result: Floats = np.float32(share) * np.exp(cosines - np.float32(HIGHEST))
    return result


def kernel(rows: sparse.csr_matrix, meanings: Floats, share: float) -> Floats:
    """All training messages with each other, (n, n), made in blocks so that nothing larger is ever held."""
    count = len(meanings)
    result: Floats = np.empty((count, count), dtype=np.float32)
    turned = rows.T.tocsr()
    for begin in range(0, count, BLOCK):
        block = slice(begin, begin + BLOCK)
        result[block] = likeness(meanings[block] @ meanings.T, share)
        result[block] += (rows[block] @ turned).toarray()
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
        from scipy import linalg

        alike[np.diag_indices(len(alike))] += (ridge / importance).astype(np.float32)
        duals = linalg.solve(alike, targets, assume_a="pos", overwrite_a=True, check_finite=False)
        weights = np.asarray(rows.T @ duals, dtype=np.float32)
        return cls(tuple(labels), np.asarray(duals, dtype=np.float32), weights)

    def scores(self, numbers: Sequence[int] | NDArray[np.integer], values: Floats, alike: Floats) -> Floats:
        """About 1 for a label that fits, about 0 for others.

        `numbers` and `values` are the message's word features, `alike` its likeness with each training message.
        """
        result: Floats = alike @ self.duals + values @ self.weights[numbers]
        return result

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What to store, in half precision; `of` makes the same again."""
        return {"duals": self.duals.astype(np.float16), "weights": self.weights.astype(np.float16)}

    @classmethod
    def of(cls, labels: Sequence[str], arrays: dict[str, NDArray[np.generic]]) -> Machine:
        """What `arrays` gave. Raises KeyError when a part is missing."""
        return cls(tuple(labels), *(np.asarray(arrays[name], dtype=np.float32) for name in ("duals", "weights")))


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
