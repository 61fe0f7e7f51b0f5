"""Which line of the summary the visitor means, and what is no line."""

from __future__ import annotations

import pytest

from bot.dialogue import Reading, Verdict
from bot.intake.change import CHANGE, read_change

TITLES = {"intake_child_name": "Barnets navn", "intake_contact_phone": "Telefon"}


def test_a_line_is_named_in_words() -> None:
    assert read_change(TITLES, Reading("telefonen", "inform")).slots == {CHANGE: "intake_contact_phone"}


@pytest.mark.parametrize("text", ["/repeat_please", "kan du sige det igen"])
def test_who_wants_to_hear_it_again_is_asked_in_other_words(text: str) -> None:
    reading = Reading(text, "repeat_please", pressed=text.startswith("/"))
    assert read_change(TITLES, reading).verdict is Verdict.REPEAT
