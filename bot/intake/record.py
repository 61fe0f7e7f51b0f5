"""The intake as it is sent to the back office: the body of `POST /internal/v1/intakes` under `record`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from bot.intake.contact import read_email, read_phone

LONGEST = 2000
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
ShortWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


# All that the wish to be called may hold; one word more makes it an intake about a child, who needs a name.
OF_A_CALL = frozenset({"version", "audience", "contact_phone", "contact_time", "contact_safe", "consent", "safety"})


class Audience(StrEnum):
    """Who wrote the intake; its own words are this person's words."""

    YOUNG = "young"
    PARENT = "parent"
    PROFESSIONAL = "professional"


class IntakeRecord(BaseModel):
    """What one visitor sends about one child. A field that was skipped is None, never an empty string.

    Strings are trimmed and at most 2,000 characters. Raises pydantic.ValidationError when consent is missing, when no
    way to be reached is given, or when a child has no name (a professional may leave it out, and so may who only wants
    to be called and says nothing of a child); the error's `input` holds
    what was written, so it must never be logged: `hide_input_in_errors` keeps it out of its text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Literal[1] = 1
    audience: Audience | None = None
    relation: Words | None = None
    child_name: Words | None = None
    child_age: Annotated[int, Field(ge=0, le=120)] | None = None
    school: Words | None = None
    description: Words | None = None
    themes: tuple[ShortWords, ...] = Field(default=(), max_length=40)
    since: Words | None = None
    impact: Words | None = None
    tried: Words | None = None
    other_help: Words | None = None
    hope: Words | None = None
    adult_knows: Words | None = None
    custody: Words | None = None
    needs: Words | None = None
    contact_name: Words | None = None
    contact_phone: ShortWords | None = None
    contact_email: ShortWords | None = None
    contact_time: Words | None = None
    contact_safe: Words | None = None
    consent: Literal[True]
    safety: dict[str, str | bool | None] | None = None

    @field_validator("contact_phone")
    @classmethod
    def _phone_can_be_called(cls, value: str | None) -> str | None:
        reading = read_phone(value) if value else None
        if reading is not None and reading.value is None:
            raise ValueError(f"phone {reading.problem}")
        return reading.value if reading else None

    @field_validator("contact_email")
    @classmethod
    def _email_has_the_form_of_one(cls, value: str | None) -> str | None:
        reading = read_email(value) if value else None
        if reading is not None and reading.value is None:
            raise ValueError(f"email {reading.problem}")
        return reading.value if reading else None

    @model_validator(mode="after")
    def _somebody_can_be_reached(self) -> Self:
        if not (self.contact_phone or self.contact_email):
            raise ValueError("neither telephone nor e-mail")
        if not self.child_name and self.audience is not Audience.PROFESSIONAL and not self._only_wants_a_call():
            raise ValueError("no name for the child")
        return self

    def _only_wants_a_call(self) -> bool:
        told = {name for name in type(self).model_fields if getattr(self, name)}
        return self.contact_phone is not None and told <= OF_A_CALL
