"""`python -m bot.safety.train`: trains the classifier on the project's messages; skipped when nothing changed.

Writes `<model folder>/safety/`: model.npz, model.json and fingerprint. scikit-learn and scipy are needed here only.
The same messages always give the same model.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.danish import landmarks
from bot.danish.machine import Meanings, any_of, likeness
from bot.danish.meaning_known import layers_of
from bot.safety import messages
from bot.safety.features import Vocabulary
from bot.safety.messages import Message
from bot.safety.model import (
    DANGER,
    FILES,
    FINGERPRINT,
    HEADS,
    MEANING_SHARE,
    UNLIKE,
    Classifier,
    Floats,
    Linear,
    Near,
)
from bot.safety.reader import Reader

logger = logging.getLogger(__name__)
RIDGE = 3.0
LANDMARKS = 4096
STRENGTH = 5.0  # of the linear model that reads words alone
DANGER_WEIGHT, NEAR_WEIGHT = 2.0, 2.0
SEED = 20261124


def train(found: Sequence[Message], reader: Reader, layers: Floats | None) -> Classifier:
    """Fit both parts; `layers` are the messages' meanings, (n, 2, 384), or None without the meaning model."""
    groups = [reader.groups(message.text) for message in found]
    vocabulary = Vocabulary.fit(groups)
    rows = _rows(vocabulary, groups)
    near = None if layers is None else _near(rows, layers, found)
    return Classifier(vocabulary, _alone(rows, found), near)


def _rows(vocabulary: Vocabulary, groups: Sequence[Any]) -> Any:
    from scipy import sparse

    numbers: list[int] = []
    values: list[float] = []
    ends = [0]
    for each in groups:
        found, weights = vocabulary.row(each)
        numbers += found
        values += weights
        ends.append(len(numbers))
    return sparse.csr_matrix((values, numbers, ends), shape=(len(groups), len(vocabulary.numbers)), dtype=np.float32)


def _near(rows: Any, layers: Floats, found: Sequence[Message]) -> Near:
    meanings = Meanings.fit(layers)
    danger, weights = _danger(found)
    at = _landmarks(weights)
    alike = likeness(meanings.taught @ meanings.taught[at].T, MEANING_SHARE)
    targets = (np.where(danger, 1, -1) - UNLIKE).astype(np.float32)[:, None]
    of_danger = np.flatnonzero(danger)
    kinds = [_kinds(found[index]) for index in of_danger.tolist()]
    names = sorted(set().union(*kinds))
    even = np.ones(len(kinds), dtype=np.float32)
    return Near(
        meanings.only(at),
        landmarks.fit([DANGER], rows, alike, alike[at], targets, weights, RIDGE),
        landmarks.fit(names, rows[of_danger], alike[of_danger], alike[at], any_of(kinds, names), even, RIDGE),
    )


def _landmarks(weights: Floats) -> NDArray[np.intp]:
    """Which messages the others are compared with: three of four of danger or like it, for they are what has to be told apart."""
    chance = np.random.default_rng(SEED)
    heavy, light = (chance.permutation(np.flatnonzero(each)) for each in (weights > 1, weights <= 1))
    return np.sort(np.concatenate([heavy[: LANDMARKS * 3 // 4], light[: LANDMARKS // 4]]))


def _kinds(message: Message) -> set[str]:
    return {f"{head}:{getattr(message, head)}" for head in HEADS}


def _danger(found: Sequence[Message]) -> tuple[NDArray[np.bool_], Floats]:
    """Which messages are of danger, and how much each weighs."""
    weights = [DANGER_WEIGHT if m.crisis else NEAR_WEIGHT if m.near else 1.0 for m in found]
    return np.array([message.crisis is not None for message in found]), np.array(weights, dtype=np.float32)


def _alone(rows: Any, found: Sequence[Message]) -> Linear:
    danger, weights = _danger(found)
    at = np.flatnonzero(danger).tolist()
    fitted = {DANGER: _fit(rows, danger, weights)}
    for head in HEADS:
        values = [str(getattr(found[index], head)) for index in at]
        for value in sorted(set(values)):
            fitted[f"{head}:{value}"] = _fit(rows[at], np.array([each == value for each in values]), None)
    coefficients, offsets = zip(*fitted.values(), strict=True)
    return Linear(tuple(fitted), np.vstack(coefficients), np.array(offsets, dtype=np.float32))


def _fit(rows: Any, is_so: NDArray[np.bool_], weights: Floats | None) -> tuple[Floats, float]:
    """Weights and offset of "is it so?"; the rare answer counts as much as the other where no weights are given."""
    from sklearn.linear_model import LogisticRegression

    balance = "balanced" if weights is None else None
    base = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED, max_iter=200, class_weight=balance)
    fitted = base.fit(rows, is_so, sample_weight=weights)
    return fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0])


def make(folder: Path, reader: Reader, meaning: Any, mark: str) -> Classifier:
    """Train on all of the project's messages and store the result in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = messages.load(book=reader.book)
    layers = layers_of(meaning, [message.text for message in found]) if meaning else None
    made = train(found, reader, layers)
    _store(made, folder, mark)
    return made


def _store(made: Classifier, folder: Path, mark: str) -> None:
    """Put the new files in place at once, the fingerprint last; where nothing can be written, it is trained again next time."""
    try:
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            made.save(Path(fresh))
            (Path(fresh) / FINGERPRINT).write_text(mark, "utf-8")
            for name in (*FILES, FINGERPRINT):
                os.replace(Path(fresh) / name, folder / name)
    except OSError as error:
        logger.error("the trained screening was not stored: %s", type(error).__name__)


def main() -> None:
    """Train if anything changed since the last time."""
    from bot.safety.screener import Screener

    screener = Screener.load()
    meaning = "missing" if screener.meaning_missing else "there"
    print(f"safety: {len(screener.classifier.vocabulary.numbers)} features, meaning model {meaning}")


if __name__ == "__main__":
    main()
