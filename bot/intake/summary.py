"""What the visitor sees before sending, and what is sent: both made from the same answers, in the visitor's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.intake.contact import spoken_phone
from bot.intake.path import CONSENT, PHONE, SAFE, SEND, SLOTS, TIME, answered, questions
from bot.intake.record import LONGEST, IntakeRecord

PREFIX = "intake_"


@dataclass(frozen=True)
class Line:
    """One line of the summary: the slot it comes from and the visitor's words."""

    slot: str
    words: str

    @property
    def label(self) -> str:
        """The response that says what the line is about."""
        return f"utter_intake_line_{self.slot.removeprefix(PREFIX)}"


def lines(answers: Mapping[str, object]) -> tuple[Line, ...]:
    """One line per answer in the order asked; what was skipped or never asked has none."""
    shown = (slot for slot in questions(answers) if slot.startswith(PREFIX) and slot not in (CONSENT, SEND))
    return tuple(Line(slot, _words(slot, answers[slot])) for slot in shown if answered(answers, slot))


def _words(slot: str, value: object) -> str:
    text = " ".join(str(value).split())
    return spoken_phone(text) if slot == PHONE else text


def record(answers: Mapping[str, object]) -> IntakeRecord:
    """The intake to send, made from the slots. Raises pydantic.ValidationError when a required answer is missing."""
    given = {slot.removeprefix(PREFIX): _sent(answers[slot]) for slot in SLOTS if answered(answers, slot)}
    given.pop("send", None)
    consent = given.pop("consent", None) in (True, "yes")
    return IntakeRecord.model_validate(
        {
            **given,
            "consent": consent,
            "audience": answers.get("audience"),
            "relation": _relation(answers),
            "themes": _themes(answers.get("guidance_themes")),
        }
    )


def call_record(answers: Mapping[str, object]) -> IntakeRecord:
    """The wish to be called: the number, when, and whether a message may be left; nothing about a child.

    To be made only when the visitor has said that it is to be sent. Raises pydantic.ValidationError without a number.
    """
    given = {slot.removeprefix(PREFIX): _sent(answers[slot]) for slot in (PHONE, TIME, SAFE) if answered(answers, slot)}
    return IntakeRecord.model_validate({**given, "consent": True, "audience": answers.get("audience")})


def _sent(value: object) -> object:
    if isinstance(value, float):
        return int(value)
    return value.strip()[:LONGEST] if isinstance(value, str) else value


def _relation(answers: Mapping[str, object]) -> object:
    return answers["guidance_about"] if answered(answers, "guidance_about") else None


def _themes(value: object) -> tuple[str, ...]:
    return tuple(str(theme) for theme in value) if isinstance(value, (list, tuple)) else ()
