"""The topic files as the contract tests read them: every wording with its buttons and ways, rules, training messages, Python."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

DOMAIN = sorted((ROOT / "domain").glob("*.yml"))
RULES = sorted([*(ROOT / "data" / "rules").glob("*.yml"), *(ROOT / "data" / "stories").glob("*.yml")])
NLU = sorted((ROOT / "data" / "nlu").glob("*.yml"))
PYTHON = [path for part in ("actions", "bot", "backoffice") for path in sorted((ROOT / part).rglob("*.py"))]


class _UniqueLoader(yaml.CSafeLoader):
    """Refuses a key written twice in one mapping: YAML itself lets the last one win in silence."""


def _unique(loader: _UniqueLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    pairs = [
        (loader.construct_object(key, deep=True), loader.construct_object(each, deep=True)) for key, each in node.value
    ]
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key stands twice in one mapping of {node.start_mark}"
    return dict(pairs)


_UniqueLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique)


@functools.cache
def read(path: Path) -> dict[str, Any]:
    """The content of a YAML file; a key written twice is an error."""
    return yaml.load(path.read_text("utf-8"), Loader=_UniqueLoader) or {}


@dataclass(frozen=True)
class Payload:
    """What a button sends: `/intent` or `/intent{"entity": value}`."""

    intent: str
    entities: dict[str, Any]


@dataclass(frozen=True)
class Wording:
    """One variant of one response. `slots` are its conditions; a wording without any is for everybody."""

    topic: str
    name: str
    text: str
    slots: dict[str, str]
    buttons: tuple[dict[str, str], ...]
    routes: tuple[str, ...]

    @property
    def audience(self) -> str | None:
        return self.slots.get("audience")

    def __str__(self) -> str:
        return f"{self.topic}: {self.name} ({', '.join(self.slots.values()) or 'everybody'})"

    @property
    def payloads(self) -> list[Payload]:
        return [payload(button["payload"]) for button in self.buttons]


def payload(written: str) -> Payload:
    """The payload's parts. Raises AssertionError when Rasa could not read it."""
    match = re.fullmatch(r"/(\w+)(\{.*\})?", written)
    assert match, f"not a payload: {written}"
    return Payload(match[1], json.loads(match[2] or "{}"))


@functools.cache
def wordings_of(path: Path) -> tuple[Wording, ...]:
    """Every variant of every response of one topic file."""
    return tuple(_wordings(path))


def _wordings(path: Path) -> Iterator[Wording]:
    for name, variants in (read(path).get("responses") or {}).items():
        for each in variants:
            slots = {condition["name"]: str(condition["value"]) for condition in each.get("condition") or ()}
            routes = tuple(route["id"] for route in (each.get("custom") or {}).get("routes") or ())
            text = str(each.get("text") or "").strip()
            yield Wording(path.name, name, text, slots, tuple(each.get("buttons") or ()), routes)


@functools.cache
def wordings() -> tuple[Wording, ...]:
    """Every variant of every response of every topic."""
    return tuple(wording for path in DOMAIN for wording in wordings_of(path))


@functools.cache
def responses() -> dict[str, list[Wording]]:
    """The variants by response name."""
    found: dict[str, list[Wording]] = {}
    for wording in wordings():
        found.setdefault(wording.name, []).append(wording)
    return found


def declared(key: str) -> list[str]:
    """The names under `intents`, `entities`, `actions`, `slots` or `forms` of all topics, in order, doubles included."""
    return [
        str(next(iter(entry)) if isinstance(entry, dict) else entry)
        for path in DOMAIN
        for entry in read(path).get(key) or ()
    ]


def steps() -> list[dict[str, Any]]:
    """Every step of every rule and story, `or` unfolded."""
    found: list[dict[str, Any]] = []
    for path in RULES:
        for kind in ("rules", "stories"):
            for entry in read(path).get(kind) or ():
                found += [one for step in entry["steps"] for one in step.get("or", [step])]
    return found


def ruled_intents() -> set[str]:
    """The intents that a rule or story answers; a question about the centre stands as its topic."""
    return {str(step["intent"]).split("/")[0] for step in steps() if "intent" in step}


def ruled_actions() -> set[str]:
    """The actions and responses that a rule or story names."""
    return {str(step["action"]) for step in steps() if "action" in step}


@functools.cache
def python() -> str:
    """All Python of the product, as text."""
    return "\n".join(path.read_text("utf-8") for path in PYTHON)


@functools.cache
def words_of_python() -> frozenset[str]:
    """Every word that stands in the product's Python or in the names of its data, like `utter_greet` or `year_plus`."""
    data = "\n".join(path.read_text("utf-8") for path in (ROOT / "municipality").rglob("*.yml"))
    questions = {name.replace("/", "_") for name in trained_intents()}
    return frozenset(re.findall(r"\w+", python() + data)) | questions


@functools.cache
def beginnings() -> frozenset[str]:
    """What stands before the first brace where Python builds a name, or is a prefix constant, like `utter_outcome_`."""
    return frozenset(re.findall(r"f\"(\w+_)\{", python()) + re.findall(r"\"(utter_\w+_)\"", python()))


@functools.cache
def trained_intents() -> dict[str, int]:
    """How many training messages each intent has; a question about the centre stands as `faq/<name>`."""
    return {group["intent"]: len(group["examples"]) for path in NLU for group in read(path).get("nlu") or ()}
