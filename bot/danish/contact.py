"""Telephone numbers and e-mail addresses as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

PHONE = re.compile(
    r"(?<![\d.-])(?!\d\d[ ./-]\d\d[ ./-](?:19|20)\d\d(?!\d))(?:(?:\+|00)45[ .-]?)?(\d(?:[ .-]?\d){7})(?![\d-])"
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
SEPARATORS = re.compile(r"[ .-]")


def find(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield ("phone", eight digits, …) and ("email", address, …) from the lower-cased `text`."""
    for match in PHONE.finditer(text):
        yield "phone", SEPARATORS.sub("", match[1]), match.start(), match.end()
    for match in EMAIL.finditer(text):
        yield "email", match.group(), match.start(), match.end()
