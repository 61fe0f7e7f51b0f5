"""What is remembered about danger in a conversation, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.safety.reading import About, Crisis, Level


class Step(StrEnum):
    """Where the talk is: a *maybe* was asked about, help was given and a question waits, ways are offered, or it went on."""

    CHECKING = "checking"
    ASKED = "asked"
    BARRIER = "barrier"
    SETTLED = "settled"


@dataclass(frozen=True)
class SafetyState:
    """Never forgotten, and class, level and `sure` are never lowered here: only staff lower a flag.

    `concerns` counts what was read since the visitor last said no; `turns` those since the bot last asked; `said` names the
    responses of the talk, the newest last, so that none is said twice while another is left.
    """

    step: str = Step.CHECKING.value
    crisis: str = Crisis.SUICIDE.value
    level: str = Level.CONCERN.value
    about: str = About.SELF.value
    sure: bool = False
    concerns: int = 0
    turns: int = 0
    unanswered: int = 0
    asked_again: int = 0
    parent: bool = False
    pictures: bool = False
    eating: bool = False
    said: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> SafetyState:
        """The state that `as_dict` gave; fields that are unknown or missing keep their defaults."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        return cls(**{**known, "said": tuple(known.get("said", ()))})

    @classmethod
    def asked_by_engine(cls, key: str) -> SafetyState:
        """The engine, the second reader, has asked with `key`: the next answer is the server's to read."""
        crisis = next((each.value for each in Crisis if each.value in key), Crisis.SUICIDE.value)
        if "_other_" in key:
            return cls(crisis=Crisis.OTHER_PERSON.value, about=About.OTHER.value, concerns=1, said=(key,))
        return cls(crisis=crisis, concerns=1, said=(key,))

    def lowered(self) -> SafetyState:
        """After a member of staff has judged that there is no danger (any more): it went on, and nothing is sure."""
        return replace(self, step=Step.SETTLED.value, sure=False, concerns=0, turns=0, unanswered=0)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self) | {"said": list(self.said)}
