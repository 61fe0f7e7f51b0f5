"""Reads one message: which of the intents, how sure, which themes. Knows nothing of Rasa, so that it can be measured alone.

How sure is a calibrated probability: a logistic function of the best score, its lead and the nearness to what was taught, its
four numbers fitted on messages by authors whose messages the model had not seen (`python -m bench.nlu_tune`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.danish.machine import Machine, Meanings, any_of, kernel, likeness, one_of
from bot.danish.meaning import Floats
from bot.danish.normalise import normalise
from bot.engine.nlu.features import Words

SENTENCE_END = re.compile(r"(?<=[.!?…\n])\s+")
MOST_SENTENCES = 24
LONG = 160  # characters: from here on themes are looked for in single sentences too
LETTER = re.compile(r"[^\W_]")
NOTHING_SAID = 0.02  # how sure a reading of "…" or "???" may be
NEIGHBOURS = 3
# Taught with messages that mean nothing here (data/nlu/unknown.yml). Never named as a reading: it only takes from the sureness.
UNKNOWN = "nlu_fallback"
MEANING_SHARE = 2.0  # as much as tf-idf's two parts together
# Such a message has a theme nearly always, so the best one is taken even below the threshold.
HAS_A_THEME = frozenset({"describe_problem", "check_fit", "worried_about_other"})
LIKELY_THEME = 0.15


@dataclass(frozen=True)
class Tuning:
    """The values that config.yml may set; the reasons stand there."""

    ridge: float = 2.0
    sharpness: float = 8.0
    sure_score: float = -0.15
    sure_lead: float = 10.08
    sure_nearness: float = -0.26
    sure_offset: float = 0.03
    sure: float = 0.77
    theme_threshold: float = 0.4

    @classmethod
    def pick(cls, config: dict[str, object]) -> Tuning:
        """The fields that `config` names, the rest as above."""
        known = asdict(cls())
        return cls(**{name: float(value) for name, value in config.items() if name in known})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Signs:
    """What the sureness is read from: the best intent's score, its lead before the second, nearness to what was taught."""

    score: float
    lead: float
    nearness: float


@dataclass(frozen=True)
class Reading:
    """`ranking` holds every intent with its probability, best first; `themes` those that were found, likeliest first."""

    ranking: tuple[tuple[str, float], ...]
    themes: tuple[tuple[str, float], ...]
    signs: Signs
    unsure: bool


class Reader:
    """The trained whole. `layers` is what `bot.danish.meaning.Meaning.layers` gives for the same text."""

    def __init__(self, words: Words, meanings: Meanings, intents: Machine, themes: Machine, tuning: Tuning) -> None:
        self.words = words
        self.meanings = meanings
        self.intents = intents
        self.themes = themes
        self.tuning = tuning

    @classmethod
    def fit(
        cls, texts: list[str], layers: Floats, intents: list[str], themes: Sequence[set[str]], tuning: Tuning
    ) -> Reader:
        """Train on messages with their layers (n, 2, 384), intents and themes."""
        words, meanings = Words.fit(texts), Meanings.fit(layers)
        rows = words.rows(texts)
        names, theme_names = sorted(set(intents)), sorted(set().union(*themes))
        targets, importance = one_of(intents, names)
        alike = kernel(rows, meanings.taught, MEANING_SHARE)
        model = Machine.fit(names, rows, alike.copy(), targets, importance, tuning.ridge)
        # All messages alike: by the intents' importance the many that tell of a problem would teach the themes least.
        even = np.ones(len(texts), dtype=np.float32)
        found = Machine.fit(theme_names, rows, alike, any_of(themes, theme_names), even, tuning.ridge)
        return cls(words, meanings, model, found, tuning)

    def read(self, text: str, layers: Floats) -> Reading:
        """The reading of one message, (2, 384) layers given."""
        cosines = self.meanings.cosines(layers)
        alike, row = likeness(cosines, MEANING_SHARE), self.words.rows([text])
        scores = self.intents.scores(row.indices, row.data, alike)
        strange = self._strangeness(scores)
        order = np.array([place for place in scores.argsort()[::-1] if self.intents.labels[place] != UNKNOWN])
        signs = Signs(
            float(scores[order[0]]), float(scores[order[0]] - scores[order[min(1, len(order) - 1)]]), nearness(cosines)
        )
        best = self.sureness(signs) * (1 - strange) if LETTER.search(normalise(text)) else NOTHING_SAID
        chances = _fit_to(np.exp(self.tuning.sharpness * (scores[order] - scores[order[0]])), best)
        ranking = tuple((self.intents.labels[index], float(each)) for index, each in zip(order, chances, strict=True))
        themes = self._themes(text, row, alike, least_one=ranking[0][0] in HAS_A_THEME)
        return Reading(ranking, themes, signs, best < self.tuning.sure)

    def sureness(self, signs: Signs) -> float:
        """The probability that the best reading is right."""
        tuning = self.tuning
        total = tuning.sure_score * signs.score + tuning.sure_lead * signs.lead + tuning.sure_nearness * signs.nearness
        return float(1 / (1 + np.exp(-(total + tuning.sure_offset))))

    def _strangeness(self, scores: Floats) -> float:
        """How much the message looks like those that mean nothing here, 0 to 1; 0 where none were taught."""
        if UNKNOWN not in self.intents.labels:
            return 0.0
        return float(np.clip(scores[self.intents.labels.index(UNKNOWN)], 0, 1))

    def _themes(self, text: str, row: Any, alike: Floats, *, least_one: bool) -> tuple[tuple[str, float], ...]:
        scores = self.themes.scores(row.indices, row.data, alike)
        if len(text) > LONG:
            for each in self.words.rows(SENTENCE_END.split(text)[:MOST_SENTENCES]):
                scores = np.maximum(scores, self.themes.scores(each.indices, each.data, alike))
        order = scores.argsort()[::-1]
        found = [index for index in order if scores[index] >= self.tuning.theme_threshold]
        if not found and least_one:
            found = [index for index in order[:1] if scores[index] >= LIKELY_THEME]
        return tuple((self.themes.labels[index], float(min(scores[index], 1))) for index in found)

    def save(self, folder: Path) -> None:
        """Write everything into `folder`."""
        self.words.save(folder)
        np.savez(folder / "meanings.npz", **self.meanings.arrays())  # type: ignore[arg-type]
        for name, machine in (("intents", self.intents), ("themes", self.themes)):
            np.savez(folder / f"{name}.npz", **machine.arrays())  # type: ignore[arg-type]
            (folder / f"{name}.labels.json").write_text(json.dumps(machine.labels, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, tuning: Tuning) -> Reader:
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when anything is missing or broken."""
        intents, themes = (Machine.of(_labels(folder, name), _arrays(folder, name)) for name in ("intents", "themes"))
        return cls(Words.load(folder), Meanings.of(_arrays(folder, "meanings")), intents, themes, tuning)


def _arrays(folder: Path, name: str) -> dict[str, NDArray[np.generic]]:
    with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
        return {each: stored[each] for each in stored.files}


def _labels(folder: Path, name: str) -> list[str]:
    labels: list[str] = json.loads((folder / f"{name}.labels.json").read_text("utf-8"))
    return labels


def nearness(cosines: Floats) -> float:
    """How near a message lies to what was taught: the mean cosine to its three nearest training messages, -1 to 1.

    The best single sign of a message from another world: AUROC .96 against .92 for the highest probability and .84 for DIET
    (design, nlu-facts).
    """
    count = min(NEIGHBOURS, len(cosines))
    return float(np.partition(cosines, -count)[-count:].mean() / 2)


def _fit_to(shares: Floats, best: float) -> Floats:
    """`shares` (best first) with the best one set to `best` and the others sharing what is left, the order kept."""
    rest, highest = float(shares[1:].sum()), float(shares[1:].max(initial=0.0))
    scale = min((1 - best) / max(rest, 1e-9), best / max(highest, 1e-9))
    result: Floats = np.concatenate([[best], shares[1:] * scale]).astype(np.float32)
    return result
