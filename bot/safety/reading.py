"""What the screening read in one text: class of danger, level, about whom, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Crisis(StrEnum):
    """The classes of danger; the names are the crisis intents of the training messages."""

    SUICIDE = "crisis_suicide"
    SELF_HARM = "crisis_self_harm"
    VIOLENCE = "crisis_violence"
    SEXUAL_ABUSE = "crisis_sexual_abuse"
    PSYCHOSIS = "crisis_psychosis"
    ACUTE_MEDICAL = "crisis_acute_medical"
    OTHER_PERSON = "crisis_other_person"


class Level(StrEnum):
    """How near the danger is: now; going on; wished or hinted at."""

    ACUTE = "acute"
    HIGH = "high"
    CONCERN = "concern"

    @property
    def weight(self) -> int:
        """3 for acute, 2 for high, 1 for concern."""
        return {"acute": 3, "high": 2, "concern": 1}[self.value]


class About(StrEnum):
    """Whom the danger is about: the writer or somebody else."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True)
class Reading:
    """One text's reading. `crisis` is set for *sure* and for *maybe*; `reasons` names the rules and layers that spoke."""

    crisis: str | None = None
    level: str | None = None
    sure: bool = False
    about: str | None = None
    reasons: tuple[str, ...] = ()

    @classmethod
    def nothing(cls) -> Reading:
        """No danger read."""
        return cls()

    @classmethod
    def unknown(cls) -> Reading:
        """The screening itself broke: asked about kindly, with all ways in reach, since silence would be worse."""
        return cls(Crisis.SUICIDE.value, Level.HIGH.value, False, None, ("screening_failed",))

    @property
    def raised(self) -> bool:
        """Whether the reading is *sure* or *maybe*."""
        return self.crisis is not None

    def as_dict(self) -> dict[str, Any]:
        """The `safety` of a message in the chat API."""
        told: dict[str, Any] = {"class": self.crisis, "level": self.level, "sure": self.sure}
        return told | {"about": self.about} if self.about else told
