"""What the guidance has been told; slots of the engine in, a frozen value out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SKIPPED = "skipped"
UNKNOWN = "unknown"
# A problem that was told in words in which no theme was recognised.
UNSPECIFIED = "unspecified"
HOME = "aarhus"

AUDIENCE, ABOUT, AGE = "audience", "guidance_about", "guidance_age"
MUNICIPALITY, THEMES, DURATION = "guidance_municipality", "guidance_themes", "guidance_duration"
IMPACT, HELP, SAFETY = "guidance_impact", "guidance_help", "guidance_safety"
QUESTIONS = (AUDIENCE, ABOUT, AGE, MUNICIPALITY, THEMES, DURATION, IMPACT, HELP, SAFETY)


@dataclass(frozen=True)
class Answers:
    """None, and an empty tuple, stand for "not known": never asked, skipped, or not answered.

    `municipality` is "aarhus", "elsewhere" or "unsure"; the codes of the others are those of `bot.danish.facts`.
    """

    audience: str | None = None
    about: str | None = None
    age: int | None = None
    municipality: str | None = None
    themes: tuple[str, ...] = ()
    duration: str | None = None
    impact: str | None = None
    help: tuple[str, ...] = ()
    safety: str | None = None

    @property
    def parents_may_be_danger(self) -> bool:
        """Whether no way may rest on a parent: nothing is known yet that makes home safe for who writes."""
        return self.audience == "young" and (self.safety in ("danger", "unsure") or "trauma" in self.themes)


def answers_from(slots: Mapping[str, object]) -> Answers:
    """The answers in the engine's slots."""
    age = _known(slots, AGE)
    return Answers(
        audience=_text(slots, AUDIENCE),
        about=_text(slots, ABOUT),
        age=int(age) if isinstance(age, (int, float)) else None,
        municipality=place(_text(slots, MUNICIPALITY)),
        themes=_codes(slots, THEMES),
        duration=_text(slots, DURATION),
        impact=_text(slots, IMPACT),
        help=_codes(slots, HELP),
        safety=_text(slots, SAFETY),
    )


def place(municipality: str | None) -> str | None:
    """ "aarhus", "unsure", "elsewhere" for any other municipality, or None."""
    if municipality in (None, HOME, "unsure"):
        return municipality
    return "elsewhere"


def is_answered(slots: Mapping[str, object], question: str) -> bool:
    """Whether `question` needs no asking: it has an answer, or was skipped."""
    return slots.get(question) is not None


def _known(slots: Mapping[str, object], name: str) -> object:
    value = slots.get(name)
    return None if value in (None, "", SKIPPED) else value


def _text(slots: Mapping[str, object], name: str) -> str | None:
    value = _known(slots, name)
    return None if value is None else str(value)


def _codes(slots: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = _known(slots, name)
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
