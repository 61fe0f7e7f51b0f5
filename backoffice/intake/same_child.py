"""A hint that two intakes may be about the same child. A hint only: people decide, nothing is ever put together here."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from backoffice.store.intakes import StoredIntake
from bot.intake.record import IntakeRecord

YEARS_APART = 1


class Alike(StrEnum):
    """What two intakes have in common; the template has the words."""

    PHONE = "phone"
    EMAIL = "email"
    NAME_AND_AGE = "name_and_age"
    CONVERSATION = "conversation"


def hints(intake: StoredIntake, others: Iterable[StoredIntake]) -> list[tuple[StoredIntake, list[Alike]]]:
    """The other intakes that may be about the same child, and why."""
    found = [(other, _alike(intake, other)) for other in others if other.id != intake.id]
    return [(other, why) for other, why in found if why]


def _alike(one: StoredIntake, other: StoredIntake) -> list[Alike]:
    why = []
    if one.record.contact_phone and one.record.contact_phone == other.record.contact_phone:
        why.append(Alike.PHONE)
    if _email(one.record) and _email(one.record) == _email(other.record):
        why.append(Alike.EMAIL)
    if _same_name(one.record, other.record) and _same_age(one.record, other.record):
        why.append(Alike.NAME_AND_AGE)
    if one.conversation_id and one.conversation_id == other.conversation_id and _same_name(one.record, other.record):
        why.append(Alike.CONVERSATION)
    return why


def _email(record: IntakeRecord) -> str:
    return (record.contact_email or "").casefold()


def _same_name(one: IntakeRecord, other: IntakeRecord) -> bool:
    """Whether the first names are the same, however they are written."""
    first, second = _first_name(one), _first_name(other)
    return bool(first) and first == second


def _first_name(record: IntakeRecord) -> str:
    words = (record.child_name or "").casefold().split()
    return words[0] if words else ""


def _same_age(one: IntakeRecord, other: IntakeRecord) -> bool:
    # An age that is unknown is no reason to hide the hint; a name alone is common, so it needs one age at least.
    if one.child_age is None or other.child_age is None:
        return one.child_age != other.child_age
    return abs(one.child_age - other.child_age) <= YEARS_APART
