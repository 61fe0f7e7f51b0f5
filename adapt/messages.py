"""The messages that the sentence model is taught with: all that the engine and the screening learn from, each text once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety import messages as safety
from bot.safety.reader import Reader
from bot.settings import ROOT

TRAINING = ROOT / "data" / "nlu"
ONE_IN = 16


@dataclass(frozen=True)
class Taught:
    """One message with what is known of it; None where its author was not asked.

    `themes` is known for training messages, except those of danger without any: theirs were not all labelled.
    """

    text: str
    intent: str | None = None
    themes: frozenset[str] | None = None
    danger: bool = False
    level: str | None = None
    near: bool = False


def load() -> list[Taught]:
    """All messages, in a fixed order."""
    found: dict[str, Taught] = {}
    for each in (*_training(), *_screening()):
        found.setdefault(each.text, each)
    return list(found.values())


def held_out(text: str) -> bool:
    """Whether `text` is one of the one in sixteen that the sentence model never sees, for choosing limits and for the gate."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % ONE_IN == 0


def _training(folder: Path = TRAINING) -> Iterator[Taught]:
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            for example in block["examples"]:
                yield _message(block["intent"], example["text"].strip(), example.get("metadata") or {})


def _message(intent: str, text: str, told: dict[str, Any]) -> Taught:
    danger = intent.startswith("crisis_")
    themes = frozenset(told.get("themes") or ())
    level = told.get("level", "high") if danger else None
    return Taught(text, intent, None if danger and not themes else themes, danger, level, bool(told.get("near_miss")))


def _screening() -> Iterator[Taught]:
    """The screening's own examples and its rules' examples."""
    for each in safety.load(book=Reader.load().book):
        danger = each.crisis is not None
        yield Taught(each.text, each.crisis, None, danger, each.level, each.near)
