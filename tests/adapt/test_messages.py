"""What the sentence model is taught with, and what is kept from it."""

from __future__ import annotations

from adapt.messages import ONE_IN, held_out, load


def test_every_text_stands_once_with_what_is_known_of_it() -> None:
    found = load()
    assert len({each.text for each in found}) == len(found)
    assert all(each.danger == (each.intent or "").startswith("crisis_") for each in found)
    assert all(each.level for each in found if each.danger)
    assert sum(each.themes is not None for each in found) > 15_000


def test_about_one_message_in_sixteen_is_kept_from_it() -> None:
    found = load()
    share = sum(held_out(each.text) for each in found) / len(found)
    assert 0.8 / ONE_IN < share < 1.2 / ONE_IN
