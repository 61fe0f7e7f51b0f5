"""Danger is answered at once, from the server, whatever else is slow, stopped, full, locked or refused."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import event

from backoffice.chat.context import OPENAPI
from backoffice.chat.receive import token_hash
from bot.safety import Screener
from tests.server.conftest import OpenOffice
from tests.server.fake_engine import FakeEngine
from tests.server.office import DANGER, Guest, Message, Office

WITHIN_SECONDS = 1.0


def helps(messages: list[Message]) -> bool:
    """Whether help is among these: an approved text of the safety file with 112 below it."""
    return any(
        each["from"] == "bot"
        and str(each["key"]).startswith("utter_safety_")
        and any(route["id"] == "emergency_112" for route in each["routes"])
        for each in messages
    )


async def help_after(guest: Guest, **body: Any) -> list[Message]:
    """Post, and give what stands on the screen WITHIN_SECONDS later: bubbles of the answer, or of the conversation."""
    async with asyncio.timeout(WITHIN_SECONDS):
        answer = await guest.post(**body)
        if answer.status_code in {200, 202}:
            return await guest.messages(answer.json()["seq"])
        return list(answer.json().get("messages", []))


@asynccontextmanager
async def locked(path: Path) -> AsyncIterator[None]:
    # In a thread: the office shares this loop and may be in the middle of writing.
    connection = sqlite3.connect(path, isolation_level=None, timeout=20, check_same_thread=False)
    await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def test_help_is_there_at_once_and_the_engine_never_sees_it(office: Office, fake_engine: FakeEngine) -> None:
    fake_engine.mode = "hang"
    guest = await office.arrives()
    seq = await guest.writes(DANGER)
    said = await guest.messages()
    assert helps(said[seq:])
    assert said[2]["safety"]["class"] == "crisis_suicide"
    assert said[2]["safety"]["sure"] is True
    assert said[3]["safety"] == said[2]["safety"]
    assert fake_engine.asked == []


async def test_a_child_in_danger_is_offered_to_write_before_to_call(office: Office) -> None:
    """A child in bed at night cannot speak aloud."""
    guest = await office.arrives()
    young = next(each for each in (await guest.messages())[-1]["buttons"] if "ung" in each["title"])
    await guest.post(button=young["id"])
    seq = await guest.writes(DANGER)
    cards = {route["id"]: route for each in await guest.messages(seq) for route in each["routes"]}
    assert cards["boernetelefonen"]["write_first"] is True
    assert cards["emergency_112"]["write_first"] is False


async def test_the_answer_to_the_question_is_read_by_the_server_too(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes(DANGER)
    before = await guest.messages()
    await guest.writes("ja")
    fresh = await guest.messages(before[-1]["seq"])
    assert str(fresh[1]["key"]).startswith("utter_safety_")
    assert fake_engine.asked == []


async def test_the_visitor_goes_on_by_choice_and_the_engine_asks_again(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await guest.writes(DANGER)
    await guest.writes("videre")
    await guest.until(3)
    assert fake_engine.texts() == ["/repeat_please"]
    await guest.writes("hvad koster det")
    await guest.until(4)
    assert fake_engine.texts() == ["/repeat_please", "hvad koster det"]


async def test_two_messages_at_once_do_not_lose_the_danger_of_one(office: Office) -> None:
    guest = await office.arrives()
    await asyncio.gather(*(guest.post(text) for text in ("hej", DANGER, "hvad koster det", "tak")))
    assert helps(await guest.messages(2))
    assert office.chat
    stored = await office.chat.store.open(guest.conversation_id, token_hash(guest.token))
    assert stored
    assert stored.safety
    assert stored.safety["sure"] is True


async def test_the_flag_is_kept_through_a_restart_and_start_over(office: Office) -> None:
    guest = await office.arrives()
    await guest.writes(DANGER)
    await guest.writes("/restart")
    await office.restart()
    await guest.writes("jeg vil starte forfra")
    assert office.chat
    stored = await office.chat.store.open(guest.conversation_id, token_hash(guest.token))
    assert stored
    assert stored.safety
    assert stored.safety["sure"] is True


async def test_help_with_the_engine_gone(office: Office, fake_engine: FakeEngine) -> None:
    guest = await office.arrives()
    await fake_engine.stop()
    assert helps(await help_after(guest, text=DANGER))


async def test_help_with_the_database_locked_and_recorded_afterwards(office: Office, database_file: Path) -> None:
    guest = await office.arrives()
    async with locked(database_file):
        async with asyncio.timeout(WITHIN_SECONDS):
            answer = await guest.post(DANGER)
        assert answer.status_code == 503
        assert helps(answer.json()["messages"])
    recorded = await guest.until(1, "visitor")
    assert recorded[2]["text"] == DANGER
    assert helps(recorded)


async def test_help_on_the_open_stream_with_the_database_locked(office: Office, database_file: Path) -> None:
    guest = await office.arrives()
    async with guest.stream("2") as events:
        await events.next()
        async with locked(database_file):
            posting = asyncio.create_task(guest.post(DANGER))
            first = await events.message(WITHIN_SECONDS)
            assert helps([first["data"]])
            assert "id" not in first
            await posting


def _drop_tables(path: Path) -> None:
    with sqlite3.connect(path, timeout=20) as connection:
        for table in ("feedback", "message", "conversation"):
            connection.execute(f"drop table {table}")


async def test_help_with_the_tables_gone(office: Office, database_file: Path) -> None:
    guest = await office.arrives()
    # In a thread: the office shares this loop and may be in the middle of writing.
    await asyncio.to_thread(_drop_tables, database_file)
    answer = await guest.post(DANGER)
    assert answer.status_code == 503
    assert helps(answer.json()["messages"])


async def test_help_with_the_database_read_only(office: Office, database_file: Path) -> None:
    guest = await office.arrives()
    assert office.services
    await office.services.engine.dispose()
    event.listen(
        office.services.engine.sync_engine, "connect", lambda raw, _: raw.cursor().execute("PRAGMA query_only=ON")
    )
    assert helps(await help_after(guest, text=DANGER))
    plain = await guest.post("hej")
    assert plain.status_code == 503
    assert plain.json()["messages"][0]["key"] == "utter_outage_storage"
    assert len(plain.json()["messages"][0]["routes"]) >= 2


async def test_help_with_the_disk_full(office: Office) -> None:
    guest = await office.arrives()
    assert office.services
    await office.services.engine.dispose()
    event.listen(
        office.services.engine.sync_engine, "connect", lambda raw, _: raw.cursor().execute("PRAGMA max_page_count=1")
    )
    long = f"{DANGER} {'og jeg er så ked af det ' * 60}"
    for _ in range(200):
        answer = await guest.post(long)
        if answer.status_code == 503:
            break
        assert answer.status_code == 202
    assert answer.status_code == 503
    assert helps(answer.json()["messages"])


async def test_a_new_conversation_that_speaks_of_danger_is_answered_without_a_database(
    office: Office, database_file: Path
) -> None:
    async with locked(database_file):
        async with asyncio.timeout(WITHIN_SECONDS):
            answer = await office.client.post(f"{office.base}/chat/v1/conversations", json={"topic": DANGER})
    assert answer.status_code == 503
    assert helps(answer.json()["messages"])


async def test_no_rate_limit_holds_back_danger(open_office: OpenOffice) -> None:
    office = await open_office(message_rate="2/minute", conversation_rate="1/minute")
    guest = await office.arrives()
    assert [(await guest.post("hej")).status_code for _ in range(3)] == [202, 202, 429]
    assert helps(await help_after(guest, text=DANGER))
    assert (await guest.post("hej")).headers["retry-after"] == "20"
    for comment, status in (("tak", 429), (DANGER, 204)):
        body = {"helped": "yes", "comment": comment}
        assert (
            await office.client.post(f"{guest.url}/feedback", json=body, headers=guest.headers)
        ).status_code == status
    again = await office.client.post(f"{office.base}/chat/v1/conversations", json={})
    assert again.status_code == 429
    assert again.json()["messages"][0]["routes"]
    raised = await office.client.post(f"{office.base}/chat/v1/conversations", json={"topic": DANGER})
    assert raised.status_code == 201
    assert helps(raised.json()["messages"])


async def test_danger_in_a_feedback_is_answered_on_the_stream(office: Office, database_file: Path) -> None:
    guest = await office.arrives()
    body = {"helped": "no", "comment": f"det hjalp ikke, {DANGER}"}
    async with guest.stream("2") as events:
        await events.next()
        answer = await office.client.post(f"{guest.url}/feedback", json=body, headers=guest.headers)
        assert answer.status_code == 204
        assert helps([(await events.message(WITHIN_SECONDS))["data"]])
    async with locked(database_file):
        async with asyncio.timeout(WITHIN_SECONDS):
            answer = await office.client.post(f"{guest.url}/feedback", json=body, headers=guest.headers)
        assert helps(answer.json()["messages"])


async def test_a_page_or_a_topic_about_danger_is_no_danger(office: Office) -> None:
    for body in (
        {"page": "https://x.example/selvmord/hjaelp-til-at-tage-sit-eget-liv?q=jeg+vil+dø"},
        {"topic": "selvmord"},
    ):
        guest = await office.arrives(**body)
        assert [each["key"] for each in guest.greeting] == ["utter_greet", "utter_ask_audience"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
async def test_an_ended_conversation_still_answers_danger(office: Office, headers: dict[str, str]) -> None:
    guest = await office.arrives()
    body = {"client_id": str(uuid.uuid4()), "text": DANGER}
    answer = await office.client.post(f"{guest.url}/messages", json=body, headers=headers)
    assert answer.status_code == 404
    assert helps(answer.json()["messages"])


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"text": DANGER}).encode(),
        json.dumps({"client_id": str(uuid.uuid4()), "text": DANGER, "button": "2:0"}).encode(),
        json.dumps({"client_id": str(uuid.uuid4()), "text": [DANGER]}).encode(),
        json.dumps({"client_id": str(uuid.uuid4()), "text": DANGER + " a" * 2000}).encode(),
        json.dumps({"client_id": str(uuid.uuid4()), "text": "a " * 6000 + DANGER + " a" * 2000}).encode(),
        json.dumps({"client_id": str(uuid.uuid4()), "text": "\ud800 " + DANGER}).encode(),
        ('{"client_id": "' + str(uuid.uuid4()) + '", "text": "' + DANGER).encode(),
        DANGER.encode(),
        DANGER.encode("utf-16"),
        json.dumps({"a": {"b": [[DANGER]]}}).encode(),
    ],
    ids=range(10),
)
async def test_words_in_a_wrong_form_are_answered_all_the_same(office: Office, content: bytes) -> None:
    guest = await office.arrives()
    for kind in ("application/json", "text/plain"):
        headers = guest.headers | {"Content-Type": kind}
        answer = await office.client.post(f"{guest.url}/messages", content=content, headers=headers)
        assert answer.status_code in {400, 413, 415}
        assert helps(answer.json()["messages"]), kind


def string_fields() -> list[tuple[str, str]]:
    """Every string field of every body that a visitor can send, from the contract itself."""
    contract = yaml.safe_load(OPENAPI.read_text("utf-8"))
    fields = []
    for path, calls in contract["paths"].items():
        for name, call in calls.items():
            if name != "parameters" and "requestBody" in call:
                reference = call["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                schema = contract["components"]["schemas"][reference.rsplit("/", 1)[1]]
                fields += [(path, each) for each, kind in schema["properties"].items() if "string" in kind["type"]]
    return fields


def test_the_contract_has_the_fields_that_are_known() -> None:
    names = {name for _, name in string_fields()}
    assert names == {"page", "topic", "client_id", "text", "button", "helped", "comment"}


@pytest.mark.parametrize(("path", "field"), string_fields())
async def test_every_string_field_is_screened(office: Office, path: str, field: str) -> None:
    guest = await office.arrives()
    body = {
        "conversations": {},
        "messages": {"client_id": str(uuid.uuid4()), "text": "hej"} | ({"text": None} if field == "button" else {}),
        "feedback": {"helped": "no"},
    }[path.rsplit("/", 1)[1]]
    body = {name: value for name, value in body.items() if value is not None} | {field: DANGER}
    url = office.base + path.replace("{conversation_id}", guest.conversation_id)
    answer = await office.client.post(url, json=body, headers=guest.headers)
    said = answer.json().get("messages", []) if answer.content else []
    assert helps([*said, *await guest.messages(2)])


async def test_a_screening_that_breaks_is_told_and_asks_kindly(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_self: Screener, text: str, _vector: object) -> None:
        raise ValueError(text)

    monkeypatch.setattr(Screener, "read", broken)
    guest = await office.arrives()
    with caplog.at_level(logging.INFO):
        await guest.writes("jeg har det svært hemmeligt")
    assert helps(await guest.messages(2))
    assert ("CRITICAL", "screening failed: ValueError") in [(each.levelname, each.message) for each in caplog.records]
    assert "hemmeligt" not in caplog.text


async def test_danger_is_not_kept_waiting_by_long_messages_of_others(office: Office) -> None:
    guests = [await office.arrives() for _ in range(6)]
    long = ("min søn vil ikke i skole og har ondt i maven hver morgen og jeg ved ikke hvad jeg skal gøre " * 21)[:2000]
    others = [asyncio.create_task(guest.post(long)) for guest in guests[1:]]
    assert helps(await help_after(guests[0], text=DANGER))
    await asyncio.gather(*others)
