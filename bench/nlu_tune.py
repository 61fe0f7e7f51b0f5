"""`python -m bench.nlu_tune`: fits the four numbers of "how sure" and the theme threshold, for config.yml.

Every message is read by a reader that was trained without it and without those that stand beside it in its file (five parts of
each intent in the order of the files, which is nearly the order of their authors). Strangers are simulated: in each round every
tenth intent is left out of the training, so that its messages are unknown ones.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.danish.meaning import Floats, Meaning
from bot.engine.nlu.reader import Reader, Reading, Tuning
from bot.settings import ROOT

PARTS = 5
LEFT_OUT = 10
THRESHOLDS = tuple(step / 100 for step in range(16, 60, 2))
MOST_WRONG = 0.02


@dataclass(frozen=True)
class Example:
    """One training message. `part` is its fold."""

    text: str
    intent: str
    themes: frozenset[str]
    part: int


def examples(folder: Path = ROOT / "data" / "nlu") -> list[Example]:
    """All training messages with their parts."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for group in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["nlu"]:
            count = len(group["examples"])
            for place, each in enumerate(group["examples"]):
                found.append(_example(each, group["intent"], place * PARTS // count))
    return found


def _example(raw: dict[str, Any], intent: str, part: int) -> Example:
    themes = frozenset((raw.get("metadata") or {}).get("themes") or ())
    return Example(raw["text"].strip(), intent, themes, part)


def layers_of(texts: list[str]) -> Floats:
    """The meanings of `texts`; the files must be there (make setup)."""
    meaning = Meaning.load()
    assert meaning is not None
    with ThreadPoolExecutor(2) as threads:
        return np.stack(list(threads.map(meaning.layers, texts)))


def read_unseen(
    messages: list[Example], layers: Floats, tuning: Tuning, rounds: int = PARTS
) -> list[tuple[int, Reading]]:
    """(place, reading) of each message of the first `rounds` parts by a reader that had not seen its part."""
    names = sorted({each.intent for each in messages})
    readings = []
    for part in range(rounds):
        strange = set(names[part::LEFT_OUT])
        chosen = [place for place, each in enumerate(messages) if each.part != part and each.intent not in strange]
        taught = [messages[place] for place in chosen]
        themes = [set(each.themes) for each in taught]
        reader = Reader.fit(
            [each.text for each in taught], layers[chosen], [each.intent for each in taught], themes, tuning
        )
        for place, each in enumerate(messages):
            if each.part == part:
                readings.append((place, reader.read(each.text, layers[place])))
    return readings


def fit_sureness(
    messages: list[Example], readings: list[tuple[int, Reading]]
) -> tuple[dict[str, float], NDArray[np.bool_]]:
    """The four numbers by logistic regression, and which readings were right."""
    right = np.array([messages[place].intent == reading.ranking[0][0] for place, reading in readings])
    signs = np.array([(each.signs.score, each.signs.lead, each.signs.nearness) for _, each in readings])
    fitted = LogisticRegression(C=100.0).fit(signs, right)
    names = ("sure_score", "sure_lead", "sure_nearness")
    values = dict(zip(names, fitted.coef_[0].round(2).tolist(), strict=True))
    return {**values, "sure_offset": round(float(fitted.intercept_[0]), 2)}, right


def theme_scores(messages: list[Example], readings: list[tuple[int, Reading]]) -> list[tuple[float, float]]:
    """(threshold, micro-F1) over the messages whose themes were asked for; read with threshold 0."""
    asked = [(messages[place].themes, reading.themes) for place, reading in readings if messages[place].themes]
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
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else PARTS
    messages = examples()
    layers = layers_of([each.text for each in messages])
    readings = read_unseen(messages, layers, Tuning(theme_threshold=-9.0), rounds)
    values, right = fit_sureness(messages, readings)
    tuned = Tuning(**values)
    chances = np.array([0.02]) if not readings else np.array([_sure(tuned, reading) for _, reading in readings])
    known = np.array(
        [any(messages[place].intent == name for name, _ in reading.ranking) for place, reading in readings]
    )
    print(f"{len(readings)} messages, of taught intents right {right[known].mean():.3f}")
    print(*(f"  {name}: {value}" for name, value in values.items()), sep="\n")
    for sure in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        acted = chances >= sure
        shares = (acted[known].mean(), (acted & ~right)[known].mean(), acted[~known].mean())
        print(
            "sure {}: acted on {:.3f} of the taught, wrong and acted on {:.3f}; strangers {:.3f}".format(sure, *shares)
        )
    print("themes:", " ".join(f"{threshold}={score:.3f}" for threshold, score in theme_scores(messages, readings)))
    return 0


def _sure(tuning: Tuning, reading: Reading) -> float:
    signs = reading.signs
    total = tuning.sure_score * signs.score + tuning.sure_lead * signs.lead + tuning.sure_nearness * signs.nearness
    return float(1 / (1 + np.exp(-(total + tuning.sure_offset))))


if __name__ == "__main__":
    sys.exit(main())
