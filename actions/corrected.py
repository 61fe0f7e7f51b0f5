"""What is said when an answer was set right: what it is now, in the visitor's own fact."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import CORRECTED
from bot.guidance.answers import AGE, MUNICIPALITY
from bot.intake.answering import AGE as INTAKE_AGE
from bot.intake.contact import spoken_phone
from bot.intake.path import EMAIL, NAME, PHONE

KINDS = {
    AGE: "age",
    INTAKE_AGE: "age",
    MUNICIPALITY: "municipality",
    NAME: "name",
    PHONE: "phone",
    EMAIL: "email",
}
# No place's name.
CODES = frozenset({"elsewhere", "unsure", "skipped"})


def corrected(told: Mapping[str, object], before: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """The response and its values for the first fact of `told` that differs from `before`; else the words for any fact."""
    for slot, value in told.items():
        if slot in KINDS and before.get(slot) not in (None, value) and value not in (None, *CODES):
            return f"utter_aside_corrected_{KINDS[slot]}", {"value": _spoken(slot, value)}
    return CORRECTED, {}


def _spoken(slot: str, value: object) -> str:
    if slot == PHONE:
        return spoken_phone(str(value))
    return str(value).title() if slot == MUNICIPALITY else str(value)
