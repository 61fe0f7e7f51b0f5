"""What was said, kind by kind: the tables in `said/` read "message | values", a dash where nothing may be found."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.danish.facts import Fact, extract

TODAY = date(2026, 11, 24)
TABLES = Path(__file__).parent / "said"
KINDS = (
    "age", "class_level", "municipality", "duration", "impact", "help", "relation", "person", "call_time", "contact", "corrected",
    "audience",
)  # fmt: skip
FEWEST = 60
HELD = ("age", "class_level", "municipality")


def rows(kind: str) -> list[tuple[str, str, str]]:
    lines = (TABLES / f"{kind}.txt").read_text("utf-8").splitlines()
    cells = [line.rsplit(" | ", 1) for line in lines if line and not line.startswith("#")]
    return [(kind, message, "" if wanted == "-" else wanted) for message, wanted in cells]


def found(message: str, *kinds: str) -> list[str]:
    return [str(fact.value) for fact in extract(message, TODAY) if fact.kind in kinds]


PLAIN = [row for kind in KINDS if kind not in ("contact", "corrected") for row in rows(kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_sixty_messages(kind: str) -> None:
    assert len({message for _, message, _ in rows(kind)}) >= FEWEST


@pytest.mark.parametrize(("kind", "message", "wanted"), PLAIN, ids=[f"{kind}: {message}" for kind, message, _ in PLAIN])
def test_what_is_said_is_found(kind: str, message: str, wanted: str) -> None:
    assert sorted(found(message, kind)) == sorted(wanted.split(",") if wanted else [])


@pytest.mark.parametrize(("message", "wanted"), [row[1:] for row in rows("contact")])
def test_ways_to_be_reached_are_found(message: str, wanted: str) -> None:
    assert sorted(found(message, "phone", "email")) == sorted(wanted.split(",") if wanted else [])


@pytest.mark.parametrize(("message", "wanted"), [row[1:] for row in rows("corrected")])
def test_what_is_denied_does_not_count(message: str, wanted: str) -> None:
    groups = (f"{kind}={','.join(values)}" for kind in HELD if (values := found(message, kind)))
    assert " ".join(groups) == wanted


def test_a_fact_knows_where_it_stands() -> None:
    message = "Vi bor i Risskov, og hun er 12 år"
    for fact in extract(message, TODAY):
        if fact.kind in ("age", "municipality"):
            assert message[fact.start : fact.end].lower() in ("12 år", "risskov")


def test_misspelt_words_are_found_as_what_they_stand_for() -> None:
    assert Fact("impact", "none", 0, len("ik så mgt")) in extract("ik så mgt", TODAY)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault_and_within_its_bounds(text: str) -> None:
    assert all(0 <= fact.start <= fact.end <= len(text) for fact in extract(text, TODAY))


REPEATED = (
    "1 ",
    "ikke ",
    "12 år ",
    "a@",
    "20",
    "min ",
    "Anna ",
    "siden ",
    "i ",
    "efter kl ",
    "påvirker ",
    "det ",
    "jeg er ",
    "5. ",
    "på 8 og ",
    "12 år og ",
    "ret så ",
    "bor i ",
    "kommunen ",
)
HOSTILE = [word * (2000 // len(word)) for word in REPEATED]


@pytest.mark.parametrize("text", HOSTILE)
def test_two_thousand_hostile_characters_are_read_at_once(text: str) -> None:
    begin = time.monotonic()
    extract(text, TODAY)
    assert time.monotonic() - begin < 0.5
