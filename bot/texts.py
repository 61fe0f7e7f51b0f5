"""The approved sentences of `domain/`, for what the server says itself (greeting, danger, outage, problems).

The engine reads the same files through Rasa. Nothing here knows any Danish: a text is found by its response name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT


class TextError(KeyError):
    """A response that the server needs is missing, or a placeholder has no value. Stops the start, not a conversation."""


@dataclass(frozen=True)
class Button:
    """An offer below a text; `payload` is the Rasa payload that stays on the server."""

    title: str
    payload: str


@dataclass(frozen=True)
class Variant:
    """One wording of a response; `audience` is the audience it is for, or None for everybody."""

    text: str
    buttons: tuple[Button, ...]
    audience: str | None


@dataclass(frozen=True)
class Texts:
    """All responses by name."""

    responses: Mapping[str, tuple[Variant, ...]]

    def variant(self, name: str, audience: str | None = None) -> Variant:
        """The wording of `name` for `audience`, else the one for everybody, else the first. Raises TextError."""
        variants = self.responses.get(name)
        if not variants:
            raise TextError(name)
        for wanted in (audience, None):
            for variant in variants:
                if variant.audience == wanted:
                    return variant
        return variants[0]

    def text(self, name: str, audience: str | None = None, **values: str) -> str:
        """The text of `name`, its `{placeholders}` filled from `values`. Raises TextError."""
        wording = self.variant(name, audience).text
        for key, value in values.items():
            wording = wording.replace("{" + key + "}", value)
        return wording

    def require(self, names: Iterable[str]) -> None:
        """Raise TextError naming the first of `names` that is missing."""
        for name in names:
            if name not in self.responses:
                raise TextError(name)


def load(folder: Path = ROOT / "domain") -> Texts:
    """Read `domain.yml` beside `folder` and every file in it. Raises TextError on a response defined twice."""
    responses: dict[str, tuple[Variant, ...]] = {}
    for path in (folder.parent / "domain.yml", *sorted(folder.glob("*.yml"))):
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) if path.exists() else None
        for name, variants in ((content or {}).get("responses") or {}).items():
            if name in responses:
                raise TextError(f"{name} is defined twice")
            responses[name] = tuple(_variant(entry) for entry in variants)
    return Texts(responses)


def _variant(entry: Mapping[str, Any]) -> Variant:
    buttons = tuple(Button(b["title"], b["payload"]) for b in entry.get("buttons") or ())
    return Variant(str(entry.get("text", "")).strip(), buttons, _audience(entry.get("condition") or ()))


def _audience(conditions: Iterable[Mapping[str, Any]]) -> str | None:
    for condition in conditions:
        if condition.get("type") == "slot" and condition.get("name") == "audience":
            return str(condition["value"])
    return None
