"""Reading forms: one field at a time, trimmed, with a limit, without what no database can keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanic import Request


class FormError(ValueError):
    """A field is missing, too long or unreadable. `name` is the field; its content is never told."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def raw(request: Request, name: str) -> str:
    """A form field's text as it came, empty when it is missing."""
    form: Mapping[str, Any] = request.form or {}
    return str(form.get(name) or "")


def field(request: Request, name: str, most: int, required: bool = True) -> str:
    """A form field's text, trimmed; at most `most` characters. Raises FormError."""
    text = raw(request, name).replace("\r\n", "\n").strip()
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise FormError(name) from None
    if len(text) > most or "\0" in text or (required and not text):
        raise FormError(name)
    return text
