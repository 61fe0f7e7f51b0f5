"""Ways to be reached, as people write them."""

from __future__ import annotations

import pytest

from bot.intake.contact import ContactProblem, read_email, read_phone, spoken_phone


@pytest.mark.parametrize(
    "text",
    [
        "20304050",
        "20 30 40 50",
        "ring på 20 30 40 50 efter kl. 16",
        "mit nr er 2030-4050",
        "0045 20304050",
        "+45 20304050",
    ],
)
def test_a_danish_number_is_found_however_it_is_written(text: str) -> None:
    assert read_phone(text).value == "+4520304050"


def test_a_number_from_another_country_keeps_its_country() -> None:
    assert read_phone("+46 70 123 45 67").value == "+46701234567"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("det husker jeg ikke", ContactProblem.MISSING),
        ("203040", ContactProblem.TOO_SHORT),
        ("11111111", ContactProblem.INVALID),
        ("203040506", ContactProblem.TOO_LONG),
    ],
)
def test_what_cannot_be_called_says_why(text: str, problem: ContactProblem) -> None:
    assert read_phone(text).problem is problem
    assert read_phone(text).value is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("karen@example.org", "karen@example.org"),
        ("Min mail er karen@example.org.", "karen@example.org"),
        ("søren@eksempel.dk", "søren@eksempel.dk"),
    ],
)
def test_an_address_is_found_in_a_sentence(text: str, address: str) -> None:
    assert read_email(text).value == address


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("karen at example", ContactProblem.MISSING),
        ("", ContactProblem.MISSING),
        ("karen@example", ContactProblem.INVALID),
    ],
)
def test_what_cannot_be_written_to_says_why(text: str, problem: ContactProblem) -> None:
    assert read_email(text).problem is problem


def test_a_number_is_shown_in_pairs_and_a_foreign_one_with_its_country() -> None:
    assert spoken_phone("+4520304050") == "20 30 40 50"
    assert spoken_phone("+46701234567").startswith("+46 ")
    assert spoken_phone("ikke et nummer") == "ikke et nummer"
