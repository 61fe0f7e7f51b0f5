"""The hint that two intakes may be about the same child."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from backoffice.intake.same_child import Alike, hints
from backoffice.store.intakes import StoredIntake
from bot.intake.record import IntakeRecord

LEAST = {"child_name": "Storm", "child_age": 12, "contact_phone": "20304050", "consent": True}


def intake(number: int, conversation: str | None = None, **record: Any) -> StoredIntake:
    made = IntakeRecord.model_validate({**LEAST, **record})
    return StoredIntake(str(number), f"CFT-{number}", conversation, "new", datetime.now(UTC), None, made, {})


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"child_name": "Liva", "child_age": 7}, [Alike.PHONE]),
        ({"contact_phone": "20304051"}, [Alike.NAME_AND_AGE]),
        ({"contact_phone": "20304051", "child_name": " STORM Jensen", "child_age": 13}, [Alike.NAME_AND_AGE]),
        ({"contact_phone": "20304051", "child_age": 14}, []),
        ({"contact_phone": "20304051", "child_name": "Stormi"}, []),
        ({"contact_phone": "20304051", "child_age": None}, [Alike.NAME_AND_AGE]),
    ],
)
def test_what_two_intakes_have_in_common(other: dict[str, Any], why: list[Alike]) -> None:
    found = hints(intake(1), [intake(1), intake(2, **other)])
    assert [reasons for _, reasons in found] == ([why] if why else [])


def test_a_name_without_any_age_is_no_hint() -> None:
    assert hints(intake(1, child_age=None), [intake(2, child_age=None, contact_phone="20304051")]) == []


def test_the_same_mail_in_other_letters_is_the_same() -> None:
    mine = intake(1, contact_phone=None, contact_email="Karen@example.org", child_name="A")
    assert hints(mine, [intake(2, contact_phone=None, contact_email="karen@example.org", child_name="B")])[0][1] == [
        Alike.EMAIL
    ]
