"""Sealed values open only with a known key, at their own place, unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sealing import Sealer, SealError, new_key

SEALER = Sealer.from_setting(new_key())


@given(st.text(max_size=300), st.text(min_size=1, max_size=40).filter(lambda t: t.isprintable()))
def test_what_is_sealed_opens_again(plain: str, context: str) -> None:
    assert SEALER.open(SEALER.seal(plain, context), context) == plain


def test_the_plain_text_is_not_in_the_sealed_value() -> None:
    assert b"hemmelig" not in SEALER.seal("hemmelig", "message:1:1:text")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert SEALER.seal("ja", "c") != SEALER.seal("ja", "c")


def test_a_value_moved_to_another_place_does_not_open() -> None:
    with pytest.raises(SealError):
        SEALER.open(SEALER.seal("ja", "message:1:1:text"), "message:2:1:text")


def test_every_changed_byte_is_noticed() -> None:
    sealed = SEALER.seal("ja", "c")
    for position in range(len(sealed)):
        changed = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
        with pytest.raises(SealError):
            SEALER.open(changed, "c")


def test_an_old_key_still_opens_after_rotation_and_the_new_one_seals() -> None:
    old, new = new_key("old"), new_key("new")
    sealed = Sealer.from_setting(old).seal("ja", "c")
    rotated = Sealer.from_setting(f"{new},{old}")
    assert rotated.open(sealed, "c") == "ja"
    assert rotated.seal("ja", "c").startswith(b"new:")


@pytest.mark.parametrize("setting", ["", "k1", "k1:", "k1:AAAA", "k 1:" + new_key()[3:], "k1:not base64"])
def test_an_unusable_key_setting_is_refused(setting: str) -> None:
    with pytest.raises(SealError):
        Sealer.from_setting(setting)
