"""The trained layer: one linear model over words, pieces of words, concepts, rules and meaning. Applied with numpy only."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.safety.features import Vocabulary

Floats = NDArray[np.float32]
WIDTH = 384
MEANING_WEIGHT = 1.5
KERNEL_WEIGHT = 3.0
FINGERPRINT = "fingerprint"
FILES = ("model.npz", "model.json")
HEADS = ("danger", "crisis", "level", "about")


class ModelError(ValueError):
    """A stored model is missing, broken or of another training. It is then trained anew."""


@dataclass(frozen=True)
class Head:
    """What one question is answered with: a row of weights and an offset for each label."""

    labels: tuple[str, ...]
    weights: Floats
    offsets: Floats

    def scores(self, numbers: Sequence[int], values: Floats, meaning: Floats | None) -> Floats:
        """The score of each label."""
        total = self.weights[:, numbers] @ values + self.offsets
        if meaning is not None:
            total = total + self.weights[:, -WIDTH:] @ meaning
        return np.asarray(total, dtype=np.float32)


@dataclass(frozen=True)
class Kernel:
    """A support vector machine over meaning alone, with a radial kernel: near which training messages a text lies."""

    vectors: Floats
    weights: Floats
    offset: float
    gamma: float

    def score(self, meaning: Floats) -> float:
        """Above 0 where the meaning is nearer to danger."""
        distances = np.maximum(2.0 - 2.0 * (self.vectors @ meaning), 0.0)  # all are of length one
        return float(self.weights @ np.exp(-self.gamma * distances) + self.offset)


@dataclass(frozen=True)
class Judgement:
    """What the classifier says of a text: `score` rises with danger; the others hold if there is danger."""

    score: float
    crisis: str
    level: str
    about: str


@dataclass(frozen=True)
class Classifier:
    """The trained heads. `alone` are those used when the meaning model is missing."""

    vocabulary: Vocabulary
    mean: Floats
    heads: Mapping[str, Head]
    alone: Mapping[str, Head]
    kernel: Kernel | None = None

    def judge(self, groups: Mapping[str, Counter[str]], vector: Floats | None) -> Judgement:
        """Judge the features of a text and, where the meaning model is there, its meaning."""
        numbers, weights = self.vocabulary.row(groups)
        values = np.asarray(weights, dtype=np.float32)
        centred = None if vector is None or self.kernel is None else centre(vector, self.mean)
        meaning = None if centred is None else centred * MEANING_WEIGHT
        heads = self.alone if meaning is None else self.heads
        said = {name: head.scores(numbers, values, meaning) for name, head in heads.items()}
        best = {name: heads[name].labels[int(said[name].argmax())] for name in HEADS[1:]}
        near = 0.0 if centred is None or self.kernel is None else KERNEL_WEIGHT * self.kernel.score(centred)
        return Judgement(float(said["danger"][0]) + near, best["crisis"], best["level"], best["about"])

    def save(self, folder: Path) -> None:
        """Write model.npz and model.json into `folder`."""
        arrays: dict[str, NDArray[np.generic]] = {
            "mean": self.mean,
            "rarity": np.asarray(self.vocabulary.rarity, np.float32),
        }
        labels: dict[str, list[str]] = {}
        for kind, heads in (("heads", self.heads), ("alone", self.alone)):
            for name, head in heads.items():
                arrays[f"{kind}_{name}"] = head.weights.astype(np.float16)
                arrays[f"{kind}_{name}_offsets"] = head.offsets
                labels[f"{kind}_{name}"] = list(head.labels)
        if self.kernel:
            arrays |= {"kernel_vectors": self.kernel.vectors.astype(np.float16), "kernel_weights": self.kernel.weights}
            arrays["kernel_numbers"] = np.array([self.kernel.offset, self.kernel.gamma], np.float32)
        np.savez_compressed(folder / "model.npz", **arrays)  # type: ignore[arg-type]
        words = sorted(self.vocabulary.numbers, key=self.vocabulary.numbers.__getitem__)
        (folder / "model.json").write_text(json.dumps({"labels": labels, "words": words}, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Classifier:
        """Read what `save` wrote. Raises ModelError."""
        try:
            told = json.loads((folder / "model.json").read_text("utf-8"))
            with np.load(folder / "model.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            numbers = {word: number for number, word in enumerate(told["words"])}
            heads, alone = (_heads(kind, arrays, told["labels"]) for kind in ("heads", "alone"))
            vocabulary = Vocabulary(numbers, arrays["rarity"].tolist())
            return cls(vocabulary, arrays["mean"], heads, alone, _kernel(arrays))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise ModelError(f"{folder.name}: {type(error).__name__}") from None


def _heads(kind: str, arrays: Mapping[str, NDArray[np.generic]], labels: Mapping[str, list[str]]) -> dict[str, Head]:
    return {
        name: Head(
            tuple(labels[f"{kind}_{name}"]),
            arrays[f"{kind}_{name}"].astype(np.float32),
            arrays[f"{kind}_{name}_offsets"].astype(np.float32),
        )
        for name in HEADS
    }


def _kernel(arrays: Mapping[str, NDArray[np.generic]]) -> Kernel | None:
    if "kernel_vectors" not in arrays:
        return None
    offset, gamma = (float(each) for each in arrays["kernel_numbers"].astype(np.float32))
    vectors = arrays["kernel_vectors"].astype(np.float32)
    return Kernel(vectors, arrays["kernel_weights"].astype(np.float32), offset, gamma)


def centre(vectors: Floats, mean: Floats) -> Floats:
    """`vectors` less the mean of the training messages, of length one."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
