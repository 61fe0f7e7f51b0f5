"""Problem answers (RFC 9457) with a Danish title from domain/problems.yml, and nothing of what was sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sanic import HTTPResponse
from sanic.response import raw

from bot.texts import Texts

STATUS = {
    "too_long": 413,
    "too_large": 413,
    "empty": 400,
    "bad_request": 400,
    "unknown_button": 400,
    "not_found": 404,
    "too_many": 429,
    "unsupported": 415,
    "unavailable": 503,
    "broken": 500,
}
CONTENT_TYPE = "application/problem+json; charset=utf-8"


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """A call that cannot be taken. `name` is a key of STATUS; `messages` are bubbles that must be shown all the same."""

    def __init__(self, name: str, messages: Sequence[dict[str, Any]] = (), status: int | None = None) -> None:
        super().__init__(name)
        self.name = name
        self.messages = tuple(messages)
        self.status = status or STATUS[name]


def answer(texts: Texts, problem: Problem) -> HTTPResponse:
    """The HTTP answer to a problem."""
    status = problem.status
    content: dict[str, Any] = {
        "type": f"urn:vejviser:problem:{problem.name}",
        "title": texts.text(f"utter_problem_{problem.name}"),
        "status": status,
    }
    if problem.messages:
        content["messages"] = list(problem.messages)
    headers = {"Retry-After": "20"} if status == STATUS["too_many"] else {}
    return raw(json.dumps(content, ensure_ascii=False).encode(), status, headers, CONTENT_TYPE)
