"""The trained layer: how near a text lies to messages of danger, by words, concepts, rules and meaning. Needs numpy only."""

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

from bot.danish.machine import Machine, Meanings, likeness
from bot.safety.features import Vocabulary

Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[np.generic]]
MEANING_SHARE = 4.0  # about as much as the groups of word features together
UNLIKE = -0.8  # the score of a message like none that was taught: harmless, if less surely than one that is like many
FINGERPRINT = "fingerprint"
FILES = ("model.npz", "model.json")
DANGER = "danger"
HEADS = ("crisis", "level", "about")


class ModelError(ValueError):
    """A stored model is missing, broken or of another training. It is then trained anew."""


@dataclass(frozen=True)
class Linear:
    """Weights of words alone, for when the meaning model is missing: a row and an offset for each label."""

    labels: tuple[str, ...]
    weights: Floats
    offsets: Floats

    def scores(self, numbers: Sequence[int], values: Floats) -> Floats:
        """The score of each label."""
        return np.asarray(self.weights[:, numbers] @ values + self.offsets, dtype=np.float32)


@dataclass(frozen=True)
class Near:
    """The machine with meaning: `danger` over all messages, `kinds` (`crisis:…`, `level:…`, `about:…`) over those of danger."""

    meanings: Meanings
    danger: Machine
    kinds: Machine

    def scores(self, numbers: Sequence[int], values: Floats, layers: Floats) -> dict[str, float]:
        """The score of every label."""
        alike = likeness(self.meanings.cosines(layers), MEANING_SHARE)
        danger = self.danger.scores(numbers, values, alike)
        kinds = self.kinds.scores(numbers, values, alike)
        return {DANGER: float(danger[0]) + UNLIKE, **dict(zip(self.kinds.labels, map(float, kinds), strict=True))}


@dataclass(frozen=True)
class Judgement:
    """What the classifier says of a text: `score` rises with danger; the others hold if there is danger."""

    score: float
    crisis: str
    level: str
    about: str


@dataclass(frozen=True)
class Classifier:
    """Both trained parts; `near` is None where the meaning model was missing at the training."""

    vocabulary: Vocabulary
    alone: Linear
    near: Near | None = None

    def judge(self, groups: Mapping[str, Counter[str]], layers: Floats | None) -> Judgement:
        """Judge the features of a text and, where the meaning model is there, its meaning: layers of (2, 384)."""
        numbers, weights = self.vocabulary.row(groups)
        values = np.asarray(weights, dtype=np.float32)
        if layers is None or self.near is None:
            said = dict(zip(self.alone.labels, map(float, self.alone.scores(numbers, values)), strict=True))
        else:
            said = self.near.scores(numbers, values, layers)
        return Judgement(said[DANGER], *(_best(said, f"{head}:") for head in HEADS))

    def save(self, folder: Path) -> None:
        """Write model.npz and model.json into `folder`."""
        arrays: Arrays = {"rarity": np.asarray(self.vocabulary.rarity, np.float32)}
        arrays |= {"alone_weights": self.alone.weights.astype(np.float16), "alone_offsets": self.alone.offsets}
        labels = {"alone": self.alone.labels}
        if self.near:
            arrays |= _named("meanings", self.near.meanings.arrays()) | _named(DANGER, self.near.danger.arrays())
            arrays |= _named("kinds", self.near.kinds.arrays())
            labels["kinds"] = self.near.kinds.labels
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
            offsets = arrays["alone_offsets"]
            alone = Linear(tuple(told["labels"]["alone"]), arrays["alone_weights"].astype(np.float32), offsets)
            return cls(Vocabulary(numbers, arrays["rarity"].tolist()), alone, _near(arrays, told["labels"]))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise ModelError(f"{folder.name}: {type(error).__name__}") from None


def _near(arrays: Arrays, labels: Mapping[str, Sequence[str]]) -> Near | None:
    if "kinds" not in labels:
        return None
    danger = Machine.of([DANGER], _part(DANGER, arrays))
    kinds = Machine.of(labels["kinds"], _part("kinds", arrays))
    return Near(Meanings.of(_part("meanings", arrays)), danger, kinds)


def _named(part: str, arrays: Arrays) -> Arrays:
    return {f"{part}_{name}": each for name, each in arrays.items()}


def _part(part: str, arrays: Arrays) -> Arrays:
    return {name.removeprefix(f"{part}_"): each for name, each in arrays.items() if name.startswith(f"{part}_")}


def _best(said: Mapping[str, float], head: str) -> str:
    """The label of `head` with the highest score."""
    return max((name for name in said if name.startswith(head)), key=said.__getitem__).removeprefix(head)
