"""A number to be called on, with when, out of what people write."""

from __future__ import annotations

import pytest

from bot.intake.call_wish import read_call_wish

NUMBER = "+4529112233"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("29 11 22 33, efter klokken 16", "efter klokken 16"),
        ("29112233", None),
        ("mit nummer er 29 11 22 33", None),
        ("ring til mig på 29 11 22 33 i morgen formiddag", "i morgen formiddag"),
        ("+45 29112233 om aftenen", "om aftenen"),
    ],
)
def test_the_number_and_when_are_found(text: str, when: str | None) -> None:
    wish = read_call_wish(text)
    assert wish is not None
    assert (wish.phone, wish.when, wish.is_all) == (NUMBER, when, True)


@pytest.mark.parametrize("text", ["han er 12 år", "1234", "12345678", "2911223", "", "i 2019 og 2020"])
def test_what_nobody_can_call_is_no_number(text: str) -> None:
    assert read_call_wish(text) is None


def test_a_story_with_a_number_is_more_than_a_number() -> None:
    wish = read_call_wish("det er svært i skolen, og han græder hver dag, ring på 29112233")
    assert wish is not None
    assert not wish.is_all
