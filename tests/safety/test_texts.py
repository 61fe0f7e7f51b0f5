"""The words in danger: no number, no promise, no blame, short and plain; nothing that suggests somebody reads along."""

from __future__ import annotations

import re

import pytest

from bot import texts

WRITTEN = {
    (name, variant.audience): variant
    for name, variants in texts.load().responses.items()
    if name.startswith("utter_safety_")
    for variant in variants
}
FORBIDDEN = re.compile(
    r"lov mig|hemmelig|anonym|det går over|bare tag dig|en voksen er på vej|skyldes|din egen skyld|diagnose", re.I
)


def lix(text: str) -> float:
    """Words a sentence plus the share of words of more than six letters (Björnsson)."""
    words = re.findall(r"\w+", text)
    sentences = max(len(re.findall(r"[.?:]", text)), 1)
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def for_the_young(name: str, audience: str | None) -> bool:
    return audience == "young" or (audience is None and (name, "young") not in WRITTEN)


@pytest.mark.parametrize(("name", "audience"), WRITTEN, ids=str)
def test_a_text_in_danger_is_short_plain_and_without_numbers(name, audience):
    text = WRITTEN[name, audience].text
    assert not re.search(r"\d", text)
    assert "!" not in text
    assert not FORBIDDEN.search(text)
    assert len(text.split()) <= 60
    assert lix(text) <= (25 if for_the_young(name, audience) else 35)
    assert max(map(ord, text)) < 0x2100


@pytest.mark.parametrize(("name", "audience"), WRITTEN, ids=str)
def test_every_button_leads_somewhere(name, audience):
    for button in WRITTEN[name, audience].buttons:
        assert re.fullmatch(r'/safety\{"answer": "\w+"\}|/want_call_back|/want_human', button.payload)


def test_a_question_can_be_answered_yes_no_and_dont_know():
    for name in (
        "utter_safety_check",
        "utter_safety_ask_danger",
        "utter_safety_ask_suicide",
    ):
        for variant in texts.load().responses[name]:
            answers = "".join(button.payload for button in variant.buttons)
            assert all(answer in answers for answer in ("yes", "no", "unsure"))


def test_violence_never_sends_a_child_to_its_parents():
    for (name, audience), variant in WRITTEN.items():
        if ("violence" in name or "sexual" in name or "trusted" in name) and audience != "professional":
            assert not re.search(r"dine forældre|din mor|din far", variant.text)
