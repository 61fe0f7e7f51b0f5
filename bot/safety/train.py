"""`python -m bot.safety.train`: trains the classifier on the project's messages; skipped when nothing changed.

Writes `<model folder>/safety/`: model.npz, model.json and fingerprint. scikit-learn is needed here only. The same messages always
give the same model.
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

from bot.danish.meaning import Meaning
from bot.danish.meaning_known import layers_of
from bot.safety import messages
from bot.safety.features import Vocabulary
from bot.safety.messages import Message
from bot.safety.model import FILES, FINGERPRINT, MEANING_WEIGHT, WIDTH, Classifier, Floats, Head, Kernel, centre
from bot.safety.reader import Reader

logger = logging.getLogger(__name__)
STRENGTH = 5.0
KERNEL_STRENGTH, KERNEL_GAMMA = 3.0, 1.0
DANGER_WEIGHT, NEAR_WEIGHT = 2.0, 2.0
SEED = 20261124


def train(found: Sequence[Message], reader: Reader, vectors: Floats | None) -> Classifier:
    """Fit all heads; `vectors` are the messages' meanings, one row each, or None without the meaning model."""
    groups = [reader.groups(message.text) for message in found]
    vocabulary = Vocabulary.fit(groups)
    rows = _rows(vocabulary, groups)
    mean = np.zeros(WIDTH, np.float32) if vectors is None else vectors.mean(axis=0).astype(np.float32)
    alone = _heads(rows, found)
    if vectors is None:
        return Classifier(vocabulary, mean, alone, alone)
    meant = centre(vectors, mean)
    return Classifier(vocabulary, mean, _heads(_beside(rows, meant), found), alone, _kernel(meant, found))


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


def _beside(rows: Any, meanings: Floats) -> Any:
    from scipy import sparse

    return sparse.hstack([rows, sparse.csr_matrix(meanings * MEANING_WEIGHT)], format="csr", dtype=np.float32)


def _heads(rows: Any, found: Sequence[Message]) -> dict[str, Head]:
    danger, weights = _danger(found)
    at = np.flatnonzero(danger).tolist()
    heads = {"danger": _fit(rows, danger, weights)}
    for name in ("crisis", "level", "about"):
        heads[name] = _fit(rows[at], np.array([str(getattr(found[i], name)) for i in at]), None)
    return heads


def _danger(found: Sequence[Message]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Which messages are of danger, and how much each weighs."""
    weights = [DANGER_WEIGHT if m.crisis else NEAR_WEIGHT if m.near else 1.0 for m in found]
    return np.array([message.crisis is not None for message in found]), np.array(weights)


def _kernel(meant: Floats, found: Sequence[Message]) -> Kernel:
    from sklearn.svm import SVC

    danger, weights = _danger(found)
    fitted = SVC(C=KERNEL_STRENGTH, gamma=KERNEL_GAMMA, cache_size=500).fit(meant, danger, sample_weight=weights)
    vectors, duals = fitted.support_vectors_.astype(np.float32), fitted.dual_coef_[0].astype(np.float32)
    return Kernel(vectors, duals, float(fitted.intercept_[0]), KERNEL_GAMMA)


def _fit(rows: Any, labels: NDArray[Any], weights: NDArray[Any] | None) -> Head:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    base = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED, max_iter=200)
    if len(set(labels.tolist())) > 2:
        several = OneVsRestClassifier(base.set_params(class_weight="balanced")).fit(rows, labels)
        return Head(
            tuple(str(each) for each in several.classes_),
            np.vstack([each.coef_[0] for each in several.estimators_]).astype(np.float32),
            np.array([each.intercept_[0] for each in several.estimators_], dtype=np.float32),
        )
    fitted = base.fit(rows, labels, sample_weight=weights)
    names = tuple(str(each) for each in fitted.classes_)
    coefficients, offset = fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0])
    if labels.dtype == bool:
        return Head(("danger",), coefficients[None, :], np.array([offset], dtype=np.float32))
    return Head(names, np.vstack([-coefficients, coefficients]), np.array([-offset, offset], dtype=np.float32))


def meanings(texts: Sequence[str], meaning: Meaning) -> Floats:
    """The meaning of each text; those known from an earlier training, also the engine's, are not read again."""
    rows: Floats = layers_of(meaning, texts)[:, -1]
    return rows


def make(folder: Path, reader: Reader, meaning: Any, mark: str) -> Classifier:
    """Train on all of the project's messages and store the result in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    found = messages.load(book=reader.book)
    vectors = meanings([message.text for message in found], meaning) if meaning else None
    made = train(found, reader, vectors)
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
