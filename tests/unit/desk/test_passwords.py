"""Passwords: long enough, and not made of what everybody uses."""

from __future__ import annotations

import pytest

from backoffice.desk import passwords


@pytest.mark.parametrize(
    "password",
    [
        "password1234567",
        "Sommer2026Sommer2026!",
        "kodeordkodeordkodeord",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "Karla12345678901",
        "centerfortrivsel2026",
        "QwertyQwertyQwerty1",
        "abababababababababab",
    ],
)
def test_what_everybody_would_guess_is_known(password: str) -> None:
    assert passwords.is_known(password, "karla")


@pytest.mark.parametrize(
    "password", ["dybe-grøfter-langs-engens-rand", "vild blyant klatrer østpå", passwords.new_password()]
)
def test_a_sentence_of_ones_own_and_a_random_one_are_not(password: str) -> None:
    assert not passwords.is_known(password, "karla")
    assert not passwords.too_short(password)


def test_fourteen_characters_are_too_few() -> None:
    assert passwords.too_short("x" * 14)
    assert not passwords.too_short("x" * 15)


async def test_only_the_right_password_matches_and_no_account_matches_nothing() -> None:
    hashed = await passwords.make_hash("dybe-grøfter-langs")
    assert hashed.startswith("$argon2id$")
    assert await passwords.matches(hashed, "dybe-grøfter-langs")
    assert not await passwords.matches(hashed, "dybe-grøfter-langs ")
    assert not await passwords.matches(None, "dybe-grøfter-langs")
    assert not await passwords.matches("no hash at all", "dybe-grøfter-langs")
