"""What stands around the calls: origins, headers, methods, health, and that the contract describes all of it."""

from __future__ import annotations

import asyncio
import re
import uuid
from typing import Any

import httpx
import pytest
import yaml
from sanic import Sanic

from backoffice.chat import health
from backoffice.chat.context import OPENAPI
from backoffice.chat.problems import STATUS
from backoffice.public_app import make_public_app
from bot import texts
from tests.server.conftest import OpenOffice
from tests.server.contract import Contract
from tests.server.fake_engine import FakeEngine, bubble
from tests.server.office import DANGER, ORIGIN, Office

CONTRACT = Contract(yaml.safe_load(OPENAPI.read_text("utf-8")))
# Not part of the contract: the window's own file, and the pages for people.
OUTSIDE = re.compile(r"^/(widget/|chat/plain)")


def registered(app: Sanic[Any, Any]) -> set[tuple[str, str]]:
    found = set()
    for route in app.router.routes:
        path = re.sub(r"<(?:__\w+__)?(\w+)(?::[^>]*)?>", r"{\1}", f"/{route.path}")
        found |= {(path, method.lower()) for method in route.methods if method not in {"OPTIONS", "HEAD"}}
    return {each for each in found if not OUTSIDE.match(each[0])}


async def test_the_contract_describes_every_call_and_no_other(office: Office) -> None:
    assert office.chat
    app = make_public_app(office.chat, f"public_{uuid.uuid4().hex}")
    app.finalize()
    assert registered(app) == CONTRACT.calls()


@pytest.fixture
async def exchange(office: Office, fake_engine: FakeEngine) -> list[tuple[str, httpx.Response]]:
    """Each call of the API made well and badly: the contract's path and the answer."""
    fake_engine.script["vis"] = [
        bubble("Se her", buttons=[{"title": "Ja", "payload": "/affirm"}], routes=[{"id": "livslinien"}])
    ]
    guest, made = await office.arrives(), []
    await guest.writes("vis")
    await guest.writes(DANGER)
    await guest.until(2)
    some = {"client_id": str(uuid.uuid4()), "text": "hej"}
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/chat/v1/conversations", {}),
        ("POST", "/chat/v1/conversations", {"page": None, "topic": "x"}),
        ("POST", "/chat/v1/conversations", {"x": DANGER}),
        ("POST", "/chat/v1/conversations/{conversation_id}/messages", some),
        ("POST", "/chat/v1/conversations/{conversation_id}/messages", some),
        ("POST", "/chat/v1/conversations/{conversation_id}/messages", some | {"text": ""}),
        ("POST", "/chat/v1/conversations/{conversation_id}/messages", some | {"text": DANGER * 200}),
        ("GET", "/chat/v1/conversations/{conversation_id}/messages", None),
        ("GET", "/chat/v1/conversations/{conversation_id}/messages?after=x", None),
        ("POST", "/chat/v1/conversations/{conversation_id}/feedback", {"helped": "partly", "comment": None}),
        ("POST", "/chat/v1/conversations/{conversation_id}/feedback", {"helped": ""}),
        ("GET", "/chat/v1/centre", None),
        ("GET", "/chat/v1/openapi.json", None),
        ("GET", "/healthz", None),
        ("GET", "/readyz", None),
        ("DELETE", "/chat/v1/conversations/{conversation_id}", None),
        ("GET", "/chat/v1/conversations/{conversation_id}/messages", None),
        ("GET", "/chat/v1/conversations/{conversation_id}/stream", None),
        ("DELETE", "/chat/v1/conversations/{conversation_id}", None),
    ]
    for method, path, content in calls:
        url = office.base + path.replace("{conversation_id}", guest.conversation_id)
        answer = await office.client.request(method, url, json=content, headers=guest.headers)
        made.append((path.split("?")[0], answer))
    return made


async def test_every_answer_is_as_the_contract_says(exchange: list[tuple[str, httpx.Response]]) -> None:
    assert [CONTRACT.faults(path, answer) for path, answer in exchange] == [[]] * len(exchange)
    assert {answer.status_code for _, answer in exchange} >= {200, 201, 202, 204, 400, 404, 413, 503}


def test_the_check_against_the_contract_finds_what_is_wrong() -> None:
    path = "/chat/v1/conversations"
    request = httpx.Request("POST", f"http://x{path}")
    good = {"conversation_id": str(uuid.uuid4()), "token": "t" * 43, "messages": []}
    message = {
        "seq": -1,
        "from": "child",
        "at": "x",
        "text": "",
        "key": None,
        "buttons": [],
        "routes": [],
        "safety": {},
    }
    for content in (good, good | {"token": 7}, good | {"more": 1}, {"token": "t"}, good | {"messages": [message]}):
        assert CONTRACT.faults(path, httpx.Response(201, json=content, request=request)), content
    assert CONTRACT.faults(path, httpx.Response(418, json={}, request=request))


def test_every_problem_has_words() -> None:
    texts.load().require(f"utter_problem_{name}" for name in STATUS)


async def test_the_contract_is_served(office: Office) -> None:
    answer = await office.client.get(f"{office.base}/chat/v1/openapi.json")
    assert answer.json() == CONTRACT.document


@pytest.mark.parametrize(
    "origin",
    ["http://kommunen.example.evil.example", "http://kommunen.example:8080", "null", "https://kommunen.example"],
)
async def test_another_origin_gets_no_permission(office: Office, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = await office.client.request(method, f"{office.base}/chat/v1/centre", headers={"Origin": origin})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["vary"] == "Origin"


async def test_the_allowed_origin_may_call_and_read(office: Office) -> None:
    asks = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    before = await office.client.options(f"{office.base}/chat/v1/conversations/x/messages", headers=asks)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Authorization" in before.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in before.headers
    for path in ("centre", "conversations/x/messages", "conversations/x/stream"):
        answer = await office.client.get(f"{office.base}/chat/v1/{path}", headers={"Origin": ORIGIN})
        assert answer.headers["access-control-allow-origin"] == ORIGIN


async def test_the_open_stream_carries_the_permission_too(office: Office) -> None:
    guest = await office.arrives()
    headers = guest.headers | {"Origin": ORIGIN}
    async with office.client.stream("GET", f"{guest.url}/stream", headers=headers) as answer:
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"


async def test_every_answer_has_the_headers_that_protect(exchange: list[tuple[str, httpx.Response]]) -> None:
    for _, answer in exchange:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers


async def test_head_answers_as_get_without_a_body(office: Office) -> None:
    for path in ("/healthz", "/chat/v1/centre"):
        answer = await office.client.head(office.base + path)
        assert (answer.status_code, answer.content) == (200, b"")


async def test_the_centre_can_be_shown_without_a_conversation(office: Office) -> None:
    centre = (await office.client.get(f"{office.base}/chat/v1/centre")).json()
    assert centre["name"].startswith("Center for Trivsel")
    assert {each["id"] for each in centre["routes"]} >= {"emergency_112", "boernetelefonen"}
    assert all(each["open_now"] for each in centre["routes"])


async def test_the_windows_file_is_served_when_it_is_built(open_office: OpenOffice, tmp_path: Any) -> None:
    office = await open_office(widget_dir=str(tmp_path / "dist"))
    url = f"{office.base}/widget/vejviser-chat.js"
    assert (await office.client.get(url)).status_code == 404
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "vejviser-chat.js").write_text("export {}")
    answer = await office.client.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


async def test_readiness_names_what_is_away(office: Office, fake_engine: FakeEngine, open_office: OpenOffice) -> None:
    assert office.services
    answer = await office.client.get(f"{office.base}/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "engine": "ok",
        "actions": "away",
        "database": "ok",
        "danish": "blank",
        "model": "test",
        "meaning": "missing" if office.services.screener.meaning_missing else "ok",
    }
    await fake_engine.stop()
    assert (await office.client.get(f"{office.base}/readyz")).json()["engine"] == "away"
    empty = await open_office("sqlite:////nonexistent/vejviser.sqlite3")
    assert (await empty.client.get(f"{empty.base}/readyz")).json()["database"] == "away"
    assert (await empty.client.get(f"{empty.base}/healthz")).json() == {"status": "ok"}


async def test_everything_there_is_ready(open_office: OpenOffice, actions_port: int) -> None:
    office = await open_office(actions_port=actions_port)
    answer = await office.client.get(f"{office.base}/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


async def test_a_database_that_hangs_is_away_within_seconds(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.2)
    assert office.services
    connections = [await office.services.engine.connect() for _ in range(15)]
    async with asyncio.timeout(3):
        assert (await office.client.get(f"{office.base}/readyz")).json()["database"] == "away"
    for each in connections:
        await each.close()
