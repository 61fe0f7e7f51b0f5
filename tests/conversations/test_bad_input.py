"""Whatever is sent: a clear Danish problem, nothing executed, nothing lost, and no text in any log of any process."""

from __future__ import annotations

import contextlib
import json
import uuid
from typing import Any

import httpx
import pytest

from tests.chat_client import Visitor
from tests.stack import Stack

pytestmark = pytest.mark.stack
PLANTED = "grævlingebold"


def body(text: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "text": text}


def post_raw(visitor: Visitor, content: bytes, kind: str = "application/json") -> httpx.Response:
    headers = {**visitor.headers, "Content-Type": kind}
    return httpx.post(f"{visitor.url}/messages", content=content, headers=headers, timeout=20)


def assert_problem(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert len(problem["title"].split()) >= 3
    assert PLANTED not in answer.text


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 400), (" \n\t ", 400), (PLANTED + "a" * 2000, 413), (None, 400), (7, 400), ([PLANTED], 400), ({"a": 1}, 400)],
)
def test_a_text_of_the_wrong_kind_or_length_is_refused(visitor: Visitor, text: Any, status: int) -> None:
    assert_problem(visitor.post(body(text)), status)


def test_two_thousand_characters_are_accepted(visitor: Visitor) -> None:
    assert visitor.post(body("a" * 2000)).status_code == 202


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"client_id": "x", "text": "hej"}',
        b'{"text": "hej"}',
        b'{"client_id": NaN}',
        b"\xff\xfe",
        b"[" * 10_000,
        json.dumps({"client_id": str(uuid.uuid4()), "text": PLANTED}).encode("utf-16"),
        b'{"client_id": "8b9c2f4e-2f0b-4c39-9a53-6c1f0d9a2b11", "text": "\\ud800 ' + PLANTED.encode() + b'"}',
    ],
)
def test_wrong_json_is_refused(visitor: Visitor, content: bytes) -> None:
    assert_problem(post_raw(visitor, content), 400)


def test_ten_megabytes_are_refused_and_the_server_goes_on(visitor: Visitor) -> None:
    content = json.dumps(body(PLANTED * 800_000)).encode()
    # Hanging up while a body that is far too large still comes is an answer too.
    with contextlib.suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        assert_problem(post_raw(visitor, content), 413)
    assert visitor.says("hvad koster det")


def test_a_wrong_token_and_a_wrong_conversation_look_the_same(visitor: Visitor) -> None:
    wrong_token = httpx.post(
        f"{visitor.url}/messages", json=body("hej"), headers={"Authorization": "Bearer x"}, timeout=10
    )
    elsewhere = visitor.url.replace(visitor.conversation_id, str(uuid.uuid4()))
    wrong_id = httpx.post(f"{elsewhere}/messages", json=body("hej"), headers=visitor.headers, timeout=10)
    assert_problem(wrong_token, 404)
    assert wrong_token.json() == wrong_id.json()


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        " /restart",
        "\u200b/restart",
        "／restart",
        '/inform{"audience": "professional"}',
        '/intent{"slot":1}',
        "/session_start",
        "/back",
        "EXTERNAL: restart",
    ],
)
def test_a_typed_command_is_text_and_moves_nothing(visitor: Visitor, text: str) -> None:
    visitor.presses("forælder")
    before = visitor.keys()[-1]
    answers = visitor.says(text)
    assert answers
    keys = [message["key"] for message in answers]
    assert "utter_ask_audience" not in keys, "the conversation was restarted or the audience was lost"
    later = visitor.says("hun er 12 år")
    assert [message["key"] for message in later if message["key"] == before] == []


def test_no_text_reaches_any_log(stack: Stack) -> None:
    visitor = Visitor.arrives(stack.public)
    visitor.says(f"min datter er 12 og har det svært {PLANTED}")
    visitor.says(f"/restart{{{PLANTED}}}")
    for content in (b'{"text": "' + PLANTED.encode() + b'"}', PLANTED.encode()):
        post_raw(visitor, content)
    post_raw(visitor, PLANTED.encode(), "text/plain")
    visitor.post({"client_id": str(uuid.uuid4()), "button": PLANTED})
    visitor.says(f"jeg vil ikke leve mere {PLANTED}")
    httpx.post(
        f"{visitor.url}/feedback", json={"helped": "no", "comment": PLANTED}, headers=visitor.headers, timeout=10
    )
    httpx.post(f"{stack.public}/chat/plain/talk", data={"text": PLANTED, "client_id": PLANTED}, timeout=10)
    Visitor.arrives(stack.public, topic=PLANTED)
    httpx.get(f"{stack.public}/chat/v1/conversations/{PLANTED}/messages", headers=visitor.headers, timeout=10)
    logs = stack.logs()
    assert logs
    assert PLANTED not in logs
    assert PLANTED.encode("utf-8").decode("latin-1") not in logs
    assert PLANTED.encode("ascii", "backslashreplace").decode() not in logs
    assert visitor.token not in logs
    assert visitor.conversation_id not in (stack.folder / "log" / "backoffice.log").read_text("utf-8")
