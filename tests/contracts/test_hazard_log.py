"""Every hazard names a test that proves its control, and that test exists."""

from __future__ import annotations

import re

import pytest

from bot.settings import ROOT

LOG = (ROOT / "docs" / "hazard-log.md").read_text("utf-8")
ROWS = {match[1]: match[0] for match in re.finditer(r"^\| (H\d+) \|.*$", LOG, re.MULTILINE)}
TEST = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


def test_the_hazards_are_numbered_without_a_gap() -> None:
    assert list(ROWS) == [f"H{number}" for number in range(1, len(ROWS) + 1)]
    assert len(ROWS) >= 30


@pytest.mark.parametrize("hazard", ROWS)
def test_a_hazard_is_proved_by_tests_that_exist(hazard: str) -> None:
    named = TEST.findall(ROWS[hazard])
    assert named, f"{hazard} names no test"
    for path, function in named:
        source = ROOT / path
        assert source.exists(), f"{hazard}: {path}"
        assert not function or re.search(rf"def {function}\(", source.read_text("utf-8")), (
            f"{hazard}: {path}::{function}"
        )
