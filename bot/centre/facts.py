"""The centre's own facts, from `municipality/<name>/centre.yml`. What is missing or too old is unknown, never guessed.

No public source holds the centre's telephone, e-mail, web page, opening hours or waiting time. The centre enters each with
a last day: a number or a waiting time that nobody has looked at for long is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Generic, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, EmailStr, StringConstraints, ValidationError, model_validator

from bot.settings import ROOT

DENMARK = ZoneInfo("Europe/Copenhagen")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120, pattern=r"^[^{}\n]+$")]
Number = Annotated[str, StringConstraints(pattern=r"^\d{2}(?: \d{2}){3}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=200)]
Value = TypeVar("Value")


class CentreError(ValueError):
    """The file cannot be used; the message names the fact, never its value."""


@dataclass(frozen=True)
class Centre:
    """What may be said of the centre today; None is unknown."""

    phone: str | None = None
    email: str | None = None
    web: str | None = None
    opening_hours: str | None = None
    waiting_time: str | None = None
    address: str | None = None


class _Fact(BaseModel, Generic[Value]):
    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Value | None
    valid_until: date | None

    @model_validator(mode="after")
    def known_with_a_last_day(self) -> _Fact[Value]:
        """A value and its last day come together."""
        if (self.value is None) != (self.valid_until is None):
            raise ValueError("a value needs valid_until, and an unknown one has none")
        return self

    def on(self, today: date) -> Value | None:
        """The value while it holds: `valid_until` is the last day."""
        return self.value if self.valid_until is not None and today <= self.valid_until else None


class _CentreFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: _Fact[Number]
    email: _Fact[EmailStr]
    web: _Fact[Link]
    opening_hours: _Fact[Words]
    waiting_time: _Fact[Words]
    address: _Fact[Words]

    def on(self, today: date) -> Centre:
        """What holds on `today`."""
        return Centre(**{name: getattr(self, name).on(today) for name in type(self).model_fields})


def load_centre(municipality: str, today: date | None = None, root: Path = ROOT) -> Centre:
    """What may be said of the centre of `municipality` on `today` (default: now in Denmark). Raises CentreError."""
    path = root / "municipality" / municipality / "centre.yml"
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        file = _CentreFile.model_validate(content)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CentreError(f"{path.name} cannot be read: {type(error).__name__}") from None
    except ValidationError as error:
        raise CentreError(f"{path.name}: {_places(error)}") from None
    return file.on(today or datetime.now(DENMARK).date())


def _places(error: ValidationError) -> str:
    problems = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in problems)
