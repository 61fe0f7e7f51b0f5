"""Each fact of the centre has a sentence, known or not, and an unknown one never becomes a value."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.centre.facts import Centre
from bot.centre.sentences import sentences
from bot.texts import Texts, load

KNOWN = Centre(
    phone="00 11 22 33",
    email="trivsel@example.dk",
    web="https://example.dk",
    opening_hours="mandag fra 9 til 15",
    waiting_time="tre uger",
    address="Skolegade 1",
)
NAMES = [field.name for field in fields(Centre)]


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_known_is_said_and_what_is_not_is_said_to_be_unknown(texts: Texts, name: str) -> None:
    value = getattr(KNOWN, name)
    assert value in sentences(KNOWN, texts)[f"centre_{name}"]
    unknown = sentences(Centre(), texts)[f"centre_{name}"]
    assert unknown == texts.text(f"utter_centre_{name}_unknown")
    assert "None" not in unknown
    assert "{" not in unknown


def test_when_no_way_to_reach_the_centre_is_known_that_is_one_sentence(texts: Texts) -> None:
    assert sentences(Centre(), texts)["centre_contact"] == texts.text("utter_centre_contact_unknown")


def test_when_one_way_is_known_it_is_told_and_the_others_are_said_to_be_unknown(texts: Texts) -> None:
    said = sentences(Centre(email="trivsel@example.dk"), texts)["centre_contact"]
    assert "trivsel@example.dk" in said
    assert texts.text("utter_centre_phone_unknown") in said


def test_a_value_is_never_read_as_a_placeholder(texts: Texts) -> None:
    said = sentences(Centre(opening_hours="{phone}", phone="00 11 22 33"), texts)
    assert "{phone}" in said["centre_opening_hours"]
