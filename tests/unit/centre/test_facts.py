"""The centre's facts: what is entered is known until its last day, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.centre.facts import Centre, CentreError, load_centre

NAMES = ("phone", "email", "web", "opening_hours", "waiting_time", "address")
UNKNOWN = {name: {"value": None, "valid_until": None} for name in NAMES}
LAST_DAY = date(2027, 3, 1)


def write(root: Path, content: object) -> Path:
    folder = root / "municipality" / "prøveby"
    folder.mkdir(parents=True)
    (folder / "centre.yml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return root


def with_fact(root: Path, name: str, value: object, valid_until: object = LAST_DAY) -> Path:
    return write(root, UNKNOWN | {name: {"value": value, "valid_until": valid_until}})


def test_nothing_entered_means_nothing_known(tmp_path: Path) -> None:
    assert load_centre("prøveby", LAST_DAY, write(tmp_path, UNKNOWN)) == Centre()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "00 11 22 33"),
        ("email", "trivsel@prøveby.dk"),
        ("web", "https://prøveby.dk/trivsel"),
        ("opening_hours", "mandag til torsdag fra 9 til 15"),
        ("waiting_time", "tre uger"),
        ("address", "Skolegade 1, 8000 Prøveby"),
    ],
)
def test_what_is_entered_is_known_on_its_last_day_and_not_after_it(tmp_path: Path, name: str, value: str) -> None:
    root = with_fact(tmp_path, name, value)
    assert getattr(load_centre("prøveby", LAST_DAY, root), name) == value
    assert load_centre("prøveby", date(2027, 3, 2), root) == Centre()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone", "ring til os"),
        ("phone", "0011"),
        ("phone", 112233),
        ("email", "trivsel"),
        ("web", "http://prøveby.dk"),
        ("opening_hours", "når {vi} kan"),
        ("waiting_time", ""),
        ("address", "Skolegade 1\nPrøveby"),
    ],
)
def test_what_cannot_be_right_is_refused_without_being_quoted(tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(CentreError, match=f"centre.yml: {name}") as refused:
        load_centre("prøveby", LAST_DAY, with_fact(tmp_path, name, value))
    assert not value or str(value) not in str(refused.value)


def test_a_value_without_a_last_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CentreError, match="waiting_time"):
        load_centre("prøveby", LAST_DAY, with_fact(tmp_path, "waiting_time", "tre uger", None))


def test_a_fact_nobody_knows_of_and_a_missing_fact_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CentreError, match="fax"):
        load_centre("prøveby", LAST_DAY, with_fact(tmp_path / "more", "fax", None, None))
    fewer = {name: fact for name, fact in UNKNOWN.items() if name != "address"}
    with pytest.raises(CentreError, match="address"):
        load_centre("prøveby", LAST_DAY, write(tmp_path / "fewer", fewer))


def test_a_missing_or_broken_file_is_an_error_with_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(CentreError, match=r"centre\.yml cannot be read"):
        load_centre("prøveby", LAST_DAY, tmp_path)
    root = write(tmp_path, UNKNOWN)
    (root / "municipality" / "prøveby" / "centre.yml").write_text("phone: {", "utf-8")
    with pytest.raises(CentreError, match=r"centre\.yml cannot be read"):
        load_centre("prøveby", LAST_DAY, root)


def test_the_file_of_aarhus_can_be_read_today() -> None:
    assert isinstance(load_centre("aarhus"), Centre)


def test_today_is_a_day_in_denmark(tmp_path: Path, time_machine_at_half_past_midnight: None) -> None:
    root = with_fact(tmp_path, "waiting_time", "tre uger")
    assert load_centre("prøveby", root=root).waiting_time is None
