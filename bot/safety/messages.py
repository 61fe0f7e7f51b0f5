"""The messages that the classifier is trained on: the project's training messages and the safety team's own examples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety import rulebook
from bot.safety.reading import About, Crisis, Level
from bot.safety.rulebook import Rulebook
from bot.settings import ROOT

MESSAGES = ROOT / "data" / "nlu"
EXAMPLES = Path(__file__).resolve().parent / "examples"
HARMLESS = "harmless"


@dataclass(frozen=True)
class Message:
    """One labelled message; `crisis` is None when there is no danger, `near` when it only looks like it."""

    text: str
    crisis: str | None = None
    level: str | None = None
    about: str | None = None
    near: bool = False


def load(folder: Path = MESSAGES, examples: Path = EXAMPLES, book: Rulebook | None = None) -> list[Message]:
    """Every labelled message, in a fixed order, each text once. ValueError for a class, level or "about" that there is not."""
    found: dict[str, Message] = {}
    for message in (*_training(folder), *_examples(examples), *_of_rules(book)):
        found.setdefault(message.text, message)
    return list(found.values())


def fingerprint(folder: Path = MESSAGES, examples: Path = EXAMPLES, rules: Path = rulebook.FOLDER) -> str:
    """Changes when anything changes that the trained model depends on."""
    digest = hashlib.sha256()
    code = Path(__file__).resolve().parent
    files = [*folder.rglob("*.yml"), *examples.rglob("*.yml"), *rules.glob("*.yml")]
    files += [code.parent / "danish" / name for name in ("machine.py", "landmarks.py", "meaning_adaptation.npz")]
    files += [code / f"{name}.py" for name in ("features", "model", "normalise", "train", "patterns", "rulebook")]
    for path in sorted(files):
        digest.update("/".join(path.parts[-2:]).encode() + path.read_bytes())
    return digest.hexdigest()


def _training(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.rglob("*.yml")):
        for block in _read(path).get("nlu") or ():
            for example in block["examples"] if isinstance(block.get("examples"), list) else ():
                yield _message(str(block.get("intent", "")), example)


def _message(intent: str, example: Any) -> Message:
    entry: dict[str, Any] = example if isinstance(example, dict) else {"text": str(example)}
    told = entry.get("metadata") or {}
    if intent.startswith("crisis_"):
        return _danger(entry["text"].strip(), intent, told.get("level", "high"), told.get("about", "self"))
    return Message(entry["text"].strip(), near=bool(told.get("near_miss")))


def _examples(folder: Path) -> Iterator[Message]:
    """`<author>/<class>.yml`, so that what one author wrote stays together."""
    for path in sorted(folder.rglob("*.yml")):
        for key, lines in _read(path).items():
            texts = filter(None, map(str.strip, lines.splitlines()))
            if path.stem == HARMLESS:
                yield from (Message(text, near=key != "everyday") for text in texts)
            else:
                level, about = key.split()
                yield from (_danger(text, f"crisis_{path.stem}", level, about) for text in texts)


def _danger(text: str, crisis: str, level: str, about: str) -> Message:
    return Message(text, Crisis(crisis).value, Level(level).value, About(about).value)


def _of_rules(book: Rulebook | None) -> Iterator[Message]:
    for rule in book.rules if book else ():
        for text in rule.catches:
            yield Message(text, rule.crisis.value, rule.level.value, rule.about.value)
        for text in rule.leaves:
            yield Message(text, near=True)


def _read(path: Path) -> dict[str, Any]:
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content if isinstance(content, dict) else {}
