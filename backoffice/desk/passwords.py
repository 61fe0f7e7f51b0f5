"""Passwords: argon2id, at least 15 characters, and none that is made of the words everybody uses."""

from __future__ import annotations

import asyncio
import re
import secrets
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 15, 200  # ASVS 5 and the design's bar A1: at least 15 characters for a local account
LEAST_OWN = 8
KNOWN = Path(__file__).with_name("known_words.txt")
HASHER = PasswordHasher()
NOT_LETTERS = re.compile(r"[\W\d_]+")
RUN = re.compile(r"(.)\1{2,}")


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(24))


@cache
def known_words() -> tuple[str, ...]:
    """Words that lists of leaked passwords begin with, longest first."""
    lines = KNOWN.read_text("utf-8").split("\n")
    return tuple(sorted((line.strip() for line in lines if line.strip() and line[0] != "#"), key=len, reverse=True))


def new_password() -> str:
    """A random password for somebody who will choose an own one, 24 characters."""
    return secrets.token_urlsafe(18)


def too_short(password: str) -> bool:
    """Whether it has too few characters."""
    return len(password) < SHORTEST


def is_known(password: str, username: str) -> bool:
    """Whether it is made of known words, the user's own name, digits, signs and repetitions alone.

    When all of that is taken out, at least LEAST_OWN different letters must be left.
    """
    rest = password.casefold()
    for word in (username.casefold(), *known_words()):
        rest = rest.replace(word, " ") if word else rest
    rest = RUN.sub(r"\1", NOT_LETTERS.sub("", rest))
    return len(set(rest)) < LEAST_OWN


async def make_hash(password: str) -> str:
    """The argon2id hash, made beside the event loop."""
    return await asyncio.to_thread(HASHER.hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hash's; for None (no such account) it takes as long and is False."""
    try:
        await asyncio.to_thread(HASHER.verify, password_hash or _nobodys_hash(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return password_hash is not None
