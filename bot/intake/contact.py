"""Is this a way to be reached? Telephone numbers and e-mail addresses as people write them.

Nothing here raises, and no reading ever repeats the text it could not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email

REGION = "DK"
_EMAIL = re.compile(r"[^\s<>,;()]+@[^\s<>,;()]+")


class ContactProblem(StrEnum):
    """Why a way to be reached could not be read; each has its own kind words."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    INVALID = "invalid"


@dataclass(frozen=True)
class ContactReading:
    """Exactly one of `value` (ready to use) and `problem` is set."""

    value: str | None = None
    problem: ContactProblem | None = None


def read_phone(text: str) -> ContactReading:
    """The telephone number in `text` as E.164, Danish unless it names a country. Words around it do not matter."""
    for match in phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.VALID):
        return ContactReading(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return _phone_by_digits(text)


def _phone_by_digits(text: str) -> ContactReading:
    digits = re.sub(r"\D", "", text)
    if not digits:
        return ContactReading(problem=ContactProblem.MISSING)
    sign = "+" if re.search(r"\+\s*\d", text) else ""
    try:
        number = phonenumbers.parse(sign + digits, REGION)
    except phonenumbers.NumberParseException:
        return ContactReading(problem=_length_problem(digits))
    if phonenumbers.is_valid_number(number):
        return ContactReading(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return ContactReading(problem=_length_problem(digits))


def _length_problem(digits: str) -> ContactProblem:
    if len(digits) < 8:
        return ContactProblem.TOO_SHORT
    return ContactProblem.INVALID if len(digits) == 8 else ContactProblem.TOO_LONG


def read_email(text: str) -> ContactReading:
    """The e-mail address in `text`. Its form is checked, not whether it exists: no network is used."""
    match = _EMAIL.search(text)
    if match is None:
        return ContactReading(problem=ContactProblem.MISSING)
    try:
        checked = validate_email(match.group().rstrip(".,!?"), check_deliverability=False)
    except EmailNotValidError:
        return ContactReading(problem=ContactProblem.INVALID)
    return ContactReading(checked.normalized)


def spoken_phone(number: str) -> str:
    """An E.164 number as Danes read it: in pairs, the country only when it is another. Anything else unchanged."""
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
