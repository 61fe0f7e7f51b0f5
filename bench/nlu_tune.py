"""`python -m bench.nlu_tune`: fits the four numbers of "how sure" and the theme threshold, for config.yml.

`python -m bench.nlu_tune FILE…` reads messages by new authors (as tests/nlu/messages.jsonl has them) with a reader that was not
taught them, also when they stand in data/nlu by now. Without files it reads the one in sixteen training messages that the
sentence model never saw (adapt.messages), which are harder than what strangers write; those of data/nlu/unknown.yml among them
are the strangers.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from adapt.messages import held_out
from bot.danish.meaning import Meaning
from bot.danish.meaning_known import layers_of
from bot.engine.nlu.reader import UNKNOWN, Reader, Reading, Tuning
from bot.settings import ROOT

THRESHOLDS = tuple(step / 100 for step in range(16, 60, 2))


@dataclass(frozen=True)
class Example:
    """One training message."""

    text: str
    intent: str
    themes: frozenset[str]


Pair = tuple[Example, Reading]


def examples(folder: Path = ROOT / "data" / "nlu") -> list[Example]:
    """All training messages."""
    groups = [yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"] for path in sorted(folder.glob("*.yml"))]
    return [_example(each, group["intent"]) for file in groups for group in file for each in group["examples"]]


def _example(raw: dict[str, Any], intent: str) -> Example:
    themes = frozenset((raw.get("metadata") or {}).get("themes") or ())
    return Example(raw["text"].strip(), intent, themes)


def unseen(files: Sequence[str], messages: Sequence[Example]) -> list[Example]:
    """The messages to be read: those in `files`, or the ones held out."""
    if not files:
        return [each for each in messages if held_out(each.text)]
    lines = [line for file in files for line in Path(file).read_text("utf-8").splitlines() if line.strip()]
    told = [json.loads(line) for line in lines]
    return [Example(each["text"].strip(), each["intent"], frozenset(each["themes"])) for each in told]


def read_without(wanted: Sequence[Example], messages: Sequence[Example], tuning: Tuning) -> list[Pair]:
    """Each of `wanted` with its reading by a reader that was taught `messages` without them."""
    meaning = Meaning.load()
    assert meaning is not None, "make setup makes the files"
    strangers = {each.text for each in wanted}
    taught = [each for each in messages if each.text not in strangers]
    texts, intents = [each.text for each in taught], [each.intent for each in taught]
    themes = [set(each.themes) for each in taught]
    reader = Reader.fit(texts, layers_of(meaning, texts), intents, themes, tuning)
    return [(each, reader.read(each.text, meaning.layers(each.text))) for each in wanted]


def fit_sureness(readings: list[Pair]) -> dict[str, float]:
    """The four numbers by logistic regression, from messages that mean something here."""
    right = [each.intent == reading.ranking[0][0] for each, reading in readings]
    signs = [(reading.signs.score, reading.signs.lead, reading.signs.nearness) for _, reading in readings]
    fitted = LogisticRegression(C=100.0).fit(np.array(signs), right)
    names = ("sure_score", "sure_lead", "sure_nearness")
    values = dict(zip(names, fitted.coef_[0].round(2).tolist(), strict=True))
    return {**values, "sure_offset": round(float(fitted.intercept_[0]), 2)}


def theme_scores(readings: list[Pair]) -> list[tuple[float, float]]:
    """(threshold, micro-F1) over the messages that have themes; read with a threshold below all."""
    asked = [(each.themes, reading.themes) for each, reading in readings if each.themes]
    found = []
    for threshold in THRESHOLDS:
        read = [
            ({name for name, score in themes if score >= threshold} or {themes[0][0]}, wanted)
            for wanted, themes in asked
        ]
        hits = sum(len(names & wanted) for names, wanted in read)
        found.append((threshold, 2 * hits / sum(len(names) + len(wanted) for names, wanted in read)))
    return found


def main() -> int:
    """Print what config.yml should hold."""
    messages = examples()
    readings = read_without(unseen(sys.argv[1:], messages), messages, Tuning(theme_threshold=-9.0))
    known = [(each, reading) for each, reading in readings if each.intent != UNKNOWN]
    strange = [reading for each, reading in readings if each.intent == UNKNOWN]
    values = fit_sureness(known)
    tuned = Tuning(**values)
    right = np.array([each.intent == reading.ranking[0][0] for each, reading in known])
    print(f"{len(known)} messages, right {right.mean():.3f}; {len(strange)} strangers")
    print(*(f"  {name}: {value}" for name, value in values.items()), sep="\n")
    chances = np.array([_sure(tuned, reading) for _, reading in known])
    strangers = np.array([_sure(tuned, reading) for reading in strange])
    for sure in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        acted = chances >= sure
        shares = (acted.mean(), (acted & ~right).mean(), (strangers >= sure).mean() if strange else 0.0)
        print(f"sure {sure}: acted on {shares[0]:.3f}, wrong and acted on {shares[1]:.3f}; strangers {shares[2]:.3f}")
    print("themes:", " ".join(f"{threshold}={score:.3f}" for threshold, score in theme_scores(known)))
    return 0


def _sure(tuning: Tuning, reading: Reading) -> float:
    signs = reading.signs
    total = tuning.sure_score * signs.score + tuning.sure_lead * signs.lead + tuning.sure_nearness * signs.nearness
    return float(1 / (1 + np.exp(-(total + tuning.sure_offset))))


if __name__ == "__main__":
    sys.exit(main())
