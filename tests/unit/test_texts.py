"""The approved sentences are found by name and audience, and a double definition is refused."""

from pathlib import Path

import pytest

from bot.texts import TextError, load

DOMAIN = """
responses:
  utter_hello:
  - text: Hej
  - text: Hej med dig
    condition: [{type: slot, name: audience, value: young}]
    buttons: [{title: Ja, payload: /affirm}]
  utter_age:
  - text: "Du er {age} år"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "basics.yml").write_text(DOMAIN, "utf-8")
    return tmp_path / "domain"


def test_the_wording_for_the_audience_is_chosen(folder: Path) -> None:
    texts = load(folder)
    assert texts.text("utter_hello", "young") == "Hej med dig"
    assert texts.variant("utter_hello", "young").buttons[0].payload == "/affirm"


def test_an_unknown_audience_gets_the_wording_for_everybody(folder: Path) -> None:
    assert load(folder).text("utter_hello", "professional") == "Hej"


def test_placeholders_are_filled_and_never_executed(folder: Path) -> None:
    assert load(folder).text("utter_age", age="{age.__class__}") == "Du er {age.__class__} år"


def test_a_missing_response_is_an_error_at_the_start(folder: Path) -> None:
    with pytest.raises(TextError, match="utter_none"):
        load(folder).require(["utter_hello", "utter_none"])


def test_a_response_defined_twice_is_refused(folder: Path) -> None:
    (folder / "other.yml").write_text("responses:\n  utter_hello:\n  - text: Igen\n", "utf-8")
    with pytest.raises(TextError, match="twice"):
        load(folder)
