"""Reads one message: which of the intents, how sure, which themes. Knows nothing of Rasa, so that it can be measured alone.

How sure is a calibrated probability: a logistic function of the two best scores and of the nearness to what was taught, its
four numbers fitted on messages by authors whose messages the model had not seen (`bench/nlu_tune.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.danish.meaning import Floats
from bot.danish.normalise import normalise
from bot.engine.nlu.features import Features
from bot.engine.nlu.known import Known
from bot.engine.nlu.linear import Linear

SENTENCE_END = re.compile(r"(?<=[.!?…\n])\s+")
MOST_SENTENCES = 24
LETTER = re.compile(r"[^\W_]")
NOTHING_SAID = 0.02  # how sure a reading of "…" or "???" may be
LONG = 160  # characters: from here on themes are looked for in single sentences too


@dataclass(frozen=True)
class Tuning:
    """The values that config.yml may set; the reasons stand there."""

    meaning_weight: float = 1.1
    margin_strength: float = 0.3
    sharpness: float = 6.0
    share_strength: float = 30.0
    rounds: float = 60
    sure_margin: float = 1.0
    sure_nearness: float = 1.0
    sure_offset: float = 0.0
    sure: float = 0.5
    theme_strength: float = 10.0
    theme_threshold: float = 0.5

    @classmethod
    def pick(cls, config: dict[str, object]) -> Tuning:
        """The fields that `config` names, the rest as above."""
        known = asdict(cls())
        return cls(**{name: float(value) for name, value in config.items() if name in known})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reading:
    """`ranking` holds every intent with its probability, best first; `themes` those that were found, likeliest first."""

    ranking: tuple[tuple[str, float], ...]
    themes: tuple[tuple[str, float], ...]
    nearness: float
    unsure: bool


class Reader:
    """The trained whole. `layers` is what `bot.danish.meaning.Meaning.layers` gives for the same text."""

    def __init__(
        self, features: Features, margins: Linear, shares: Linear, themes: Linear, known: Known, tuning: Tuning
    ) -> None:
        self.features = features
        self.margins = margins
        self.shares = shares
        self.themes = themes
        self.known = known
        self.tuning = tuning

    @classmethod
    def fit(
        cls, texts: list[str], layers: Floats, intents: list[str], themes: Sequence[set[str] | None], tuning: Tuning
    ) -> Reader:
        """Train on messages with their layers (n, 2, 384), intents and themes (None: nobody said which)."""
        features = Features.fit(texts, layers, tuning.meaning_weight)
        rows = features.rows(texts, layers)
        margins = Linear.fit_margins(rows, intents, tuning.margin_strength)
        shares = Linear.fit_shares(rows, intents, tuning.share_strength, int(tuning.rounds))
        told = [index for index, each in enumerate(themes) if each is not None]
        names = [themes[index] or set() for index in told]
        theme_model = Linear.fit_any_of(rows[told], names, tuning.theme_strength)
        return cls(features, margins, shares, theme_model, Known.fit(layers[:, -1]), tuning)

    def read(self, text: str, layers: Floats) -> Reading:
        """The reading of one message, (2, 384) layers given."""
        row = self.features.rows([text], layers[None])
        shares = ((self.margins.shares(row, self.tuning.sharpness) + self.shares.shares(row)) / 2).astype(np.float32)
        order = shares.argsort()[::-1]
        nearness = self.known.nearness(layers[-1])
        best = self.sureness(float(shares[order[0]]), float(shares[order[1]]) if len(order) > 1 else 0.0, nearness)
        if not LETTER.search(normalise(text)):
            best = NOTHING_SAID
        chances = _fit_to(shares[order], best)
        ranking = tuple((self.shares.labels[index], float(each)) for index, each in zip(order, chances, strict=True))
        return Reading(ranking, self._themes(text, row, layers), nearness, best < self.tuning.sure)

    def sureness(self, best: float, second: float, nearness: float) -> float:
        """The probability that the best reading is right."""
        tuning = self.tuning
        margin = np.log(best + 1e-9) - np.log(max(second, 1e-9))
        score = tuning.sure_margin * margin + tuning.sure_nearness * nearness + tuning.sure_offset
        return float(1 / (1 + np.exp(-score)))

    def _themes(self, text: str, row: Any, layers: Floats) -> tuple[tuple[str, float], ...]:
        chances = self.themes.chances(row)
        if len(text) > LONG:
            sentences = SENTENCE_END.split(text)[:MOST_SENTENCES]
            for each in self.features.rows(sentences, np.repeat(layers[None], len(sentences), axis=0)):
                chances = np.maximum(chances, self.themes.chances(each))
        found = [index for index in chances.argsort()[::-1] if chances[index] >= self.tuning.theme_threshold]
        return tuple((self.themes.labels[index], float(chances[index])) for index in found)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        self.features.save(folder)
        for name in ("margins", "shares", "themes"):
            getattr(self, name).save(folder, name)
        self.known.save(folder)

    @classmethod
    def load(cls, folder: Path, tuning: Tuning) -> Reader:
        """Read what `save` wrote. Raises OSError or ValueError when anything is missing or broken."""
        margins, shares, themes = (Linear.load(folder, name) for name in ("margins", "shares", "themes"))
        return cls(Features.load(folder), margins, shares, themes, Known.load(folder), tuning)


def _fit_to(shares: Floats, best: float) -> Floats:
    """`shares` (best first) with the best one set to `best` and the others sharing what is left, the order kept."""
    rest = shares[1:].sum()
    highest = float(shares[1:].max(initial=0.0))
    scale = min((1 - best) / max(float(rest), 1e-9), best / max(highest, 1e-9))
    result: Floats = np.concatenate([[best], shares[1:] * scale]).astype(np.float32)
    return result
