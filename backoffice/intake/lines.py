"""An intake's lines for the staff: the same as its sender saw before sending, each with what the screening read in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backoffice.store.intakes import StoredIntake
from bot.intake.path import SKIPPED
from bot.intake.record import IntakeRecord
from bot.intake.summary import PREFIX, lines


@dataclass(frozen=True)
class ShownLine:
    """One line: the record's field, the sender's words, and the reading of danger, if any."""

    name: str
    words: str
    reading: dict[str, Any] | None


def answers_of(record: IntakeRecord) -> dict[str, object]:
    """The record as the slots it was made from; what was skipped counts as skipped."""
    given = record.model_dump(mode="json")
    answers: dict[str, object] = {
        f"{PREFIX}{name}": SKIPPED if value is None else value for name, value in given.items()
    }
    return {**answers, "audience": given["audience"]}


def lines_of(intake: StoredIntake) -> tuple[ShownLine, ...]:
    """The lines in the order asked. A field the sender's path never asks about is shown at the end rather than lost."""
    asked = lines(answers_of(intake.record))
    shown = [ShownLine(line.slot.removeprefix(PREFIX), line.words, None) for line in asked]
    names = {line.name for line in shown}
    others = [name for name in FIELDS if name not in names and getattr(intake.record, name) is not None]
    shown += [ShownLine(name, str(getattr(intake.record, name)), None) for name in others]
    return tuple(ShownLine(line.name, line.words, intake.readings.get(line.name)) for line in shown)


FIELDS = tuple(
    name
    for name in IntakeRecord.model_fields
    if name not in {"version", "audience", "relation", "themes", "consent", "safety"}
)
