"""The record that is sent: what is required, what is kept, and what an error never says."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.intake.record import IntakeRecord

LEAST = {"child_name": "Storm", "description": "sover ikke", "contact_phone": "20304050", "consent": True}


def test_a_name_one_way_to_be_reached_and_consent_are_enough() -> None:
    record = IntakeRecord.model_validate({**LEAST, "description": None})
    assert record.contact_phone == "+4520304050"
    assert record.description is None


@pytest.mark.parametrize("missing", ["child_name", "contact_phone", "consent"])
def test_without_one_of_them_there_is_no_record(missing: str) -> None:
    with pytest.raises(ValidationError):
        IntakeRecord.model_validate({key: value for key, value in LEAST.items() if key != missing})


def test_the_wish_to_be_called_needs_no_name_and_holds_no_word_on_a_child() -> None:
    wish = {"audience": "young", "contact_phone": "20304050", "contact_time": "efter 16", "consent": True}
    assert IntakeRecord.model_validate(wish).child_name is None
    with pytest.raises(ValidationError):
        IntakeRecord.model_validate({**wish, "school": "Viby Skole"})


def test_consent_that_was_not_given_makes_no_record() -> None:
    with pytest.raises(ValidationError):
        IntakeRecord.model_validate({**LEAST, "consent": False})


def test_a_professional_may_leave_the_name_out() -> None:
    record = IntakeRecord.model_validate(
        {"audience": "professional", "contact_email": "a@example.org", "consent": True}
    )
    assert record.child_name is None


def test_words_are_trimmed_and_at_most_two_thousand_characters_long() -> None:
    assert IntakeRecord.model_validate({**LEAST, "school": "  Viby  "}).school == "Viby"
    with pytest.raises(ValidationError):
        IntakeRecord.model_validate({**LEAST, "hope": "x" * 2001})


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        IntakeRecord.model_validate({**LEAST, "cpr": "x"})


def test_an_error_never_repeats_what_was_written() -> None:
    with pytest.raises(ValidationError) as caught:
        IntakeRecord.model_validate({**LEAST, "contact_phone": "hemmelig 123", "hope": "hemmelig" * 400})
    assert "hemmelig" not in str(caught.value)


def test_the_record_survives_json() -> None:
    record = IntakeRecord.model_validate({**LEAST, "themes": ["sleep"], "child_age": 12})
    assert IntakeRecord.model_validate_json(record.model_dump_json()) == record
