"""The forsamtale sheet as PDF: Danish letters as they are, whatever else is written never stops it."""

from __future__ import annotations

import pytest

from backoffice.intake.sheet import Row, Sheet, make_pdf, printable


def sheet(words: str) -> Sheet:
    rows = [Row("Det, der er svært", words, "Skrevet af: Forælder")]
    return Sheet("Ark", "Modtaget", {"Fortalt": rows}, ["Aftaler"], "[?] er et tegn")


def test_danish_stays_as_it_is() -> None:
    assert printable("Æblegrød på åen – nej") == "Æblegrød på åen [?] nej"
    assert printable("blåbærgrød\nÉn til") == "blåbærgrød\nÉn til"


@pytest.mark.parametrize(
    "words", ["han er ked af det", "محمد 🙂 ‮x", "a" * 3000, "\n\n\n", "<b>ikke fed</b> **heller ikke**", "x\x00\x1b"]
)
def test_whatever_was_written_becomes_a_pdf(words: str) -> None:
    made = make_pdf(sheet(words))
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")


def test_a_long_story_goes_over_several_pages() -> None:
    assert make_pdf(sheet("en lang historie " * 600)).count(b"/Type /Page\n") > 1
