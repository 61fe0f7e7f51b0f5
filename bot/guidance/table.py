"""The decision table `municipality/<name>/guidance.yml`, checked when it is read, and the pure function that reads it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.guidance.answers import UNKNOWN, Answers
from bot.settings import ROOT


class Outcome(StrEnum):
    """Where the guidance points; after the stepped-care model (trinmodellen)."""

    CENTRE = "centre"
    NEAR = "near"
    PSYCHIATRY = "psychiatry"
    ACUTE = "acute"
    YOUNGER = "younger"
    OLDER = "older"
    ELSEWHERE = "elsewhere"
    ALREADY_HELPED = "already_helped"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Decision:
    """`rule` names the row that decided, `because` the answers that are the visitor's reason."""

    outcome: Outcome
    rule: str
    because: tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgeRange(_Strict):
    """Years, both ends included."""

    start: Annotated[int | None, Field(alias="from")] = None
    end: Annotated[int | None, Field(alias="to")] = None

    def fits(self, age: int | None) -> bool:
        """False for an unknown age."""
        if age is None:
            return False
        return (self.start is None or age >= self.start) and (self.end is None or age <= self.end)


class SetCondition(_Strict):
    """A condition on several codes: any of these, or nothing but these."""

    any: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def fits(self, codes: tuple[str, ...]) -> bool:
        """False when nothing is known."""
        if self.only:
            return bool(codes) and set(codes) <= set(self.only)
        return bool(set(codes) & set(self.any))


class Conditions(_Strict):
    """What must hold; what is left out may be anything."""

    age: AgeRange | tuple[str, ...] | None = None
    audience: tuple[str, ...] | None = None
    municipality: tuple[str, ...] | None = None
    duration: tuple[str, ...] | None = None
    impact: tuple[str, ...] | None = None
    safety: tuple[str, ...] | None = None
    themes: SetCondition | tuple[str, ...] | None = None
    help: SetCondition | tuple[str, ...] | None = None

    def fit(self, answers: Answers) -> bool:
        """Whether every condition holds for these answers."""
        return all(_fits(getattr(self, name), getattr(answers, name)) for name in type(self).model_fields)


def _fits(condition: Any, value: Any) -> bool:
    if condition is None:
        return True
    if isinstance(condition, (AgeRange, SetCondition)):
        return condition.fits(value)
    return (UNKNOWN if value in (None, ()) else value) in condition


class Row(_Strict):
    """One rule of the table."""

    rule: str
    when: Conditions
    outcome: Outcome
    because: tuple[str, ...]


class Table(_Strict):
    """The whole table. The last row must fit everything, so that nobody is left without an outcome."""

    safety_question: tuple[Conditions, ...]
    rules: Annotated[tuple[Row, ...], Field(min_length=1)]

    def model_post_init(self, _context: Any) -> None:
        if any(getattr(self.rules[-1].when, name) is not None for name in Conditions.model_fields):
            raise ValueError("the last rule must fit everything")

    def decide(self, answers: Answers) -> Decision:
        """The first row that fits."""
        row = next(row for row in self.rules if row.when.fit(answers))
        return Decision(row.outcome, row.rule, row.because)

    def asks_about_safety(self, answers: Answers) -> bool:
        """Whether the question about danger and suicidal thoughts is called for."""
        return any(conditions.fit(answers) for conditions in self.safety_question)


def read_table(path: Path) -> Table:
    """The table in `path`. Raises OSError, yaml.YAMLError or pydantic.ValidationError."""
    return Table.model_validate(yaml.safe_load(path.read_text("utf-8")))


@functools.cache
def load_table(municipality: str) -> Table:
    """The table of a municipality, read once a process."""
    return read_table(ROOT / "municipality" / municipality / "guidance.yml")
