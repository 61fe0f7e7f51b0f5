"""Whatever is sent: a clear Danish problem, nothing stored, nothing said of what was sent."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import uuid
from typing import Any

import httpx
import pytest

from tests.server.fake_engine import FakeEngine
from tests.server.office import Guest, Office

PLANTED = "grævlingebold"


def body(text: Any) -> bytes:
    return json.dumps({"client_id": str(uuid.uuid4()), "text": text}).encode()


async def send(guest: Guest, content: bytes, kind: str = "application/json") -> httpx.Response:
    headers = guest.headers | {"Content-Type": kind}
    return await guest.office.client.post(f"{guest.url}/messages", content=content, headers=headers)


def assert_problem(answer: httpx.Response, status: int, name: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json; charset=utf-8"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, f"urn:vejviser:problem:{name}")
    assert len(problem["title"].split()) >= 4
    assert PLANTED not in answer.text


@pytest.mark.parametrize(
    ("text", "status", "name"),
    [
        ("", 400, "empty"),
        (" \n\t\u00a0", 400, "empty"),
        (PLANTED + "a" * 2000, 413, "too_long"),
        (7, 400, "bad_request"),
        ([PLANTED], 400, "bad_request"),
        ({PLANTED: 1}, 400, "bad_request"),
        (None, 400, "bad_request"),
        (f"{PLANTED}\0", 400, "bad_request"),
    ],
)
async def test_a_text_of_the_wrong_kind_or_length(office: Office, text: Any, status: int, name: str) -> None:
    guest = await office.arrives()
    assert_problem(await send(guest, body(text)), status, name)
    assert await guest.messages() == guest.greeting


@pytest.mark.parametrize("text", ["a" * 2000, "  " + "å" * 2000 + "\n", "👩‍👧" * 600])
async def test_two_thousand_characters_are_taken(office: Office, text: str) -> None:
    assert (await send(await office.arrives(), body(text))).status_code == 202


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b"null",
        b'"hej"',
        b"{}",
        b'{"client_id": "x", "text": "hej"}',
        b'{"text": "hej"}',
        b'{"client_id": NaN, "text": "hej"}',
        b"\xff\xfe",
        b"[" * 10_000,
        json.dumps({"client_id": str(uuid.uuid4()), "text": PLANTED}).encode("utf-16"),
        body(f"\ud800 {PLANTED}"),
        body(f"{PLANTED}\udfff"),
        b'{"client_id": "8b9c2f4e-2f0b-4c39-9a53-6c1f0d9a2b11", "text": "a", "text": "b"}',
        b'{"client_id": "8b9c2f4e-2f0b-4c39-9a53-6c1f0d9a2b11", "text": "a", "payload": "/restart"}',
        b'{"client_id": "8b9c2f4e-2f0b-4c39-9a53-6c1f0d9a2b11", "text": "a", "button": "2:0"}',
        b'{"client_id": "8b9c2f4e-2f0b-4c39-9a53-6c1f0d9a2b11"}',
    ],
)
async def test_wrong_json(office: Office, content: bytes) -> None:
    guest = await office.arrives()
    assert_problem(await send(guest, content), 400, "bad_request")
    assert await guest.messages() == guest.greeting


async def test_an_empty_body_opens_a_conversation_but_is_no_message(office: Office) -> None:
    assert (await office.client.post(f"{office.base}/chat/v1/conversations")).status_code == 201
    assert_problem(await send(await office.arrives(), b""), 400, "bad_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
async def test_another_kind_of_content(office: Office, kind: str) -> None:
    assert_problem(await send(await office.arrives(), body(PLANTED), kind), 415, "unsupported")


async def test_a_little_more_than_may_be_sent(office: Office) -> None:
    guest = await office.arrives()
    assert_problem(await send(guest, b" " * (32 * 1024 + 1)), 413, "too_large")
    assert (await send(guest, body("hej") + b" " * (32 * 1024 - 200))).status_code == 202


async def test_ten_megabytes_are_refused_and_others_do_not_notice(office: Office) -> None:
    guest, other = await office.arrives(), await office.arrives()
    sending = asyncio.create_task(send(guest, body(PLANTED * 800_000)))
    loop = asyncio.get_running_loop()
    begin = loop.time()
    await other.writes("hej")
    await other.until(1)
    assert loop.time() - begin < 2
    # Hanging up while a body that is far too large still comes is an answer too.
    with contextlib.suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        assert_problem(await sending, 413, "too_large")
    assert await guest.messages() == guest.greeting


async def test_a_chunked_body_that_never_ends_is_cut(office: Office) -> None:
    async def endless() -> Any:
        for _ in range(200):
            yield b" " * 4096

    guest = await office.arrives()
    with contextlib.suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        answer = await office.client.post(
            f"{guest.url}/messages", content=endless(), headers=guest.headers | {"Content-Type": "application/json"}
        )
        assert answer.status_code == 413
    await guest.writes("hej")


async def test_a_wrong_token_and_a_wrong_conversation_look_the_same(office: Office) -> None:
    guest, other = await office.arrives(), await office.arrives()
    calls = [("POST", "/messages"), ("GET", "/messages"), ("GET", "/stream"), ("POST", "/feedback"), ("DELETE", "")]
    for method, path in calls:
        content = {"helped": "yes"} if path == "/feedback" else {"client_id": str(uuid.uuid4()), "text": "hej"}
        answers = []
        for identifier, token in (
            (guest.conversation_id, "x"),
            (guest.conversation_id, ""),
            (guest.conversation_id, other.token),
            (str(uuid.uuid4()), guest.token),
            ("%C3%A6%00'--", guest.token),
        ):
            url = f"{office.base}/chat/v1/conversations/{identifier}{path}"
            headers = {"Authorization": f"Bearer {token}".strip()}
            answers.append(
                await office.client.request(method, url, json=content if method == "POST" else None, headers=headers)
            )
        for answer in answers:
            assert_problem(answer, 404, "not_found")
            assert answer.content == answers[0].content
    assert len(await guest.messages()) == 2


@pytest.mark.parametrize(
    "text", ["/restart", '/intent{"slot":1}', "／restart", "\u200b/restart", "/session_start", "/"]
)
async def test_a_typed_command_reaches_the_engine_as_text(office: Office, fake_engine: FakeEngine, text: str) -> None:
    guest = await office.arrives()
    await guest.writes(text)
    await guest.until(1)
    assert (fake_engine.asked[0]["text"], fake_engine.asked[0]["payload"]) == (text, None)


async def test_a_cpr_number_is_masked_before_anything_keeps_or_reads_it_and_the_visitor_is_told(
    office: Office, fake_engine: FakeEngine
) -> None:
    guest = await office.arrives()
    await guest.writes("mit cpr er 010203-1234, hvad så")
    every = await guest.until(2)
    assert every[2]["text"] == "mit cpr er ██████-████, hvad så"
    assert "utter_privacy_cpr_masked" in [each["key"] for each in every]
    assert fake_engine.texts() == ["mit cpr er ██████-████, hvad så"]


async def test_a_feedback_of_a_wrong_kind(office: Office) -> None:
    guest = await office.arrives()
    for content, status in (
        ({"helped": "maybe"}, 400),
        ({}, 400),
        ({"helped": "yes", "comment": 7}, 400),
        ({"helped": "yes", "comment": PLANTED + "a" * 2000}, 413),
    ):
        answer = await office.client.post(f"{guest.url}/feedback", json=content, headers=guest.headers)
        assert answer.status_code == status
        assert PLANTED not in answer.text


async def test_what_is_not_there_and_what_may_not_be_done(office: Office) -> None:
    assert_problem(await office.client.get(f"{office.base}/{PLANTED}"), 404, "not_found")
    assert_problem(await office.client.get(f"{office.base}/webhooks/rest/webhook"), 404, "not_found")
    assert_problem(await office.client.put(f"{office.base}/chat/v1/conversations", json={}), 405, "bad_request")


async def test_nothing_that_was_sent_stands_in_the_logs(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="backoffice"):
        guest = await office.arrives(page=f"/{PLANTED}", topic=PLANTED)
        await guest.writes(PLANTED)
        await send(guest, PLANTED.encode())
        await send(guest, body(f"\ud800{PLANTED}"))
        await guest.post(button=PLANTED)
        await office.client.get(f"{office.base}/chat/v1/conversations/{PLANTED}/messages?after={PLANTED}")
        await office.client.get(f"{office.base}/{PLANTED}?{PLANTED}={PLANTED}")
        await guest.until(1)
    assert "POST /chat/v1/conversations" in caplog.text
    for secret in (PLANTED, guest.token, guest.conversation_id):
        assert secret not in caplog.text
