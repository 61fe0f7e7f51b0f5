"""Reading what a client sends: strict JSON into checked forms. Every fault is a Problem that quotes nothing."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import parse_qsl
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sanic import Request

from backoffice.chat.problems import Problem

MOST_CHARACTERS = 2000
MOST_FIELDS = 10
TOPIC = re.compile(r"[\w-]{1,60}")
BUTTON = re.compile(r"([0-9]{1,9}):([0-9]{1,3})")
TopicText = Annotated[str, Field(max_length=200)]
Page = Annotated[str, Field(max_length=2000)]


class Strict(BaseModel):
    """No unknown fields, no conversions, nothing of the input in an error."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Opening(Strict):
    """The body of a new conversation."""

    page: Page | None = None
    topic: TopicText | None = None

    @property
    def words(self) -> str | None:
        """What of it may be somebody's words, for the screening: an address or a topic's name is none.

        Otherwise a page about suicide prevention would greet everybody with help in danger.
        """
        page = self.page if self.page and len(self.page.split()) > 1 else None
        topic = self.topic if self.topic and not TOPIC.fullmatch(self.topic) else None
        given = " \n".join(each for each in (page, topic) if each).strip()
        return given[:MOST_CHARACTERS] or None


class Posting(Strict):
    """The body of a message: text or button, never both."""

    client_id: Annotated[UUID, Field(strict=False)]
    text: str | None = None
    button: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.button is None):
            raise ValueError("text or button")
        return self


class Feedback(Strict):
    """The body of a feedback."""

    helped: Literal["yes", "partly", "no"]
    comment: str | None = None


Form = TypeVar("Form", bound=Strict)


def read(request: Request, form: type[Form]) -> Form:
    """The request's body as `form`. Raises Problem unsupported or bad_request."""
    if _kind(request, "application/json") != "application/json":
        raise Problem("unsupported")
    return check(form, parse(request.body or b"{}"))


def check(form: type[Form], content: Any) -> Form:
    """`content` as `form`. Raises Problem bad_request."""
    try:
        return form.model_validate(content)
    except ValidationError:
        raise Problem("bad_request") from None


def fields(request: Request) -> dict[str, str]:
    """The fields of a page's form, line ends as everywhere else. Raises unsupported, bad_request."""
    if _kind(request, "") != "application/x-www-form-urlencoded":
        raise Problem("unsupported")
    try:
        pairs = parse_qsl(
            request.body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Problem("bad_request") from None
    if len(dict(pairs)) != len(pairs) or any("\0" in value for _, value in pairs):
        raise Problem("bad_request")
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def _kind(request: Request, default: str) -> str:
    return str(request.headers.get("content-type", default)).split(";")[0].strip().lower()


def parse(body: bytes) -> Any:
    """Strict JSON: UTF-8, no double keys, no NaN, no lone surrogates, no NUL. Raises Problem bad_request."""
    try:
        text = body.decode("utf-8")
        content = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem("bad_request") from None
    if "\\u0000" in text or "\0" in text:
        raise Problem("bad_request")
    return content


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("double key")
    return content


def _refuse(_constant: str) -> Any:
    raise ValueError("not a number")


def words(text: str) -> str:
    """A visitor's text, trimmed. Raises Problem empty or too_long."""
    trimmed = text.strip()
    if len(trimmed) > MOST_CHARACTERS:
        raise Problem("too_long")
    if not trimmed:
        raise Problem("empty")
    return trimmed


def button_place(button: str) -> tuple[int, int]:
    """The message and the number that a button's id names. Raises Problem unknown_button."""
    match = BUTTON.fullmatch(button)
    if match is None:
        raise Problem("unknown_button")
    return int(match[1]), int(match[2])


def whole_number(request: Request, name: str, most: int) -> int:
    """A query parameter as a number from 0 to `most`, 0 when missing. Raises Problem bad_request."""
    raw = request.args.get(name, "0")
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 9):
        raise Problem("bad_request")
    return min(int(raw), most)
