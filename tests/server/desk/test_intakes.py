"""Intakes: handed over once, read by whoever may, each reading recorded, whatever stands in them shown as text."""

from __future__ import annotations

import asyncio
import html
import re
import uuid

import httpx
import pytest

from bot.safety import Reading, Screener
from tests.server.desk.console import RECORD, SECRET, Browser, Console

PLANTED = "grævlingebold"
REFERENCE = re.compile(r"^CFT-[CDFGHJKLMNPRTVWX34679]{4}-[CDFGHJKLMNPRTVWX34679]{2}$")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "</textarea></dd></dl><iframe src=//x>",
    "\u202ereversed\u2066",
    "'; DROP TABLE intake; --",
]


async def calls(console: Console, body: bytes, **headers: str) -> httpx.Response:
    known = {"X-Vejviser-Secret": SECRET, "Idempotency-Key": "k", "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=console.url) as client:
        return await client.post("/internal/v1/intakes", content=body, headers={**known, **headers})


async def page_of(console: Console, browser: Browser) -> str:
    intake = (await console.desk.intakes.newest())[0]
    return (await browser.get(f"/intakes/{intake.id}")).text


async def test_an_intake_gets_a_reference_that_can_be_read_aloud(console: Console) -> None:
    answer = await console.hands_over()
    assert answer.status_code == 201
    assert REFERENCE.match(answer.json()["reference"])


async def test_the_same_key_gives_the_same_reference_and_no_second_intake(console: Console) -> None:
    answers = await asyncio.gather(*(console.hands_over("the same") for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert len({answer.json()["reference"] for answer in answers}) == 1
    assert len(await console.desk.intakes.newest()) == 1


async def test_what_was_changed_before_trying_again_is_what_the_centre_reads(console: Console) -> None:
    await console.hands_over("the same", hope="før")
    answer = await console.hands_over("the same", hope="efter")
    assert answer.status_code == 200
    assert (await console.desk.intakes.newest())[0].record.hope == "efter"


@pytest.mark.parametrize("secret", ["", "x", SECRET + "x", SECRET.upper()])
async def test_without_the_secret_nothing_is_taken(console: Console, secret: str) -> None:
    answer = await console.hands_over(secret=secret)
    assert answer.status_code == 401
    assert await console.desk.intakes.newest() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"record": {}}', b"[" * 5000, b"\xff", b'{"conversation_id": "x", "record": {}}'],
)
async def test_a_wrong_call_is_refused(console: Console, body: bytes) -> None:
    assert (await calls(console, body)).status_code == 400


@pytest.mark.parametrize("key", ["", "k" * 81, "æ".encode("latin-1").decode("latin-1")])
async def test_a_missing_or_odd_key_is_refused(console: Console, key: str) -> None:
    body = f'{{"conversation_id": "{uuid.uuid4()}", "record": {{}}}}'.encode()
    async with httpx.AsyncClient(base_url=console.url) as client:
        headers = [(b"x-vejviser-secret", SECRET.encode()), (b"idempotency-key", key.encode("latin-1"))]
        assert (await client.post("/internal/v1/intakes", content=body, headers=headers)).status_code == 400


@pytest.mark.parametrize(
    "record", [{"consent": False}, {"contact_phone": PLANTED}, {PLANTED: PLANTED}, {"child_age": PLANTED}]
)
async def test_what_is_no_intake_is_refused_without_an_echo(
    console: Console, record: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    answer = await console.hands_over(**record)
    assert answer.status_code == 422
    assert PLANTED not in answer.text
    assert PLANTED not in caplog.text


async def test_danger_in_any_text_is_kept_on_the_intake_and_shown_with_its_line(
    console: Console, karla: Browser
) -> None:
    answer = await console.hands_over(hope="jeg vil tage mit eget liv")
    assert answer.status_code == 201
    intake = (await console.desk.intakes.newest())[0]
    assert intake.safety is not None
    assert intake.safety["class"] == "crisis_suicide"
    assert "hope" in intake.readings
    page = await page_of(console, karla)
    assert "Selvmordstanker" in page
    assert "Se på det her først" in page


async def test_a_broken_screening_does_not_hold_the_receipt_back(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_self: Screener, _text: str) -> Reading:
        raise RuntimeError

    monkeypatch.setattr(Screener, "read", breaks)
    assert (await console.hands_over()).status_code == 201


async def test_a_cpr_number_is_masked_before_it_is_stored(console: Console, karla: Browser) -> None:
    await console.hands_over(description="hans nummer er 010114-1234, han er ked af det")
    assert "1234" not in (await console.desk.intakes.newest())[0].record.model_dump_json()
    assert "010114" not in await page_of(console, karla)


async def test_the_intake_shows_the_lines_its_sender_saw(console: Console, karla: Browser) -> None:
    await console.hands_over()
    page = await page_of(console, karla)
    for words in ("Storm", "12", RECORD["description"], "Karen", "20 30 40 50", "Bekymring", "Forælder"):
        assert str(words) in page


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_show_as_text(console: Console, karla: Browser, text: str) -> None:
    await console.hands_over(child_name=text, description=text, school=text, contact_name=text, themes=[text[:200]])
    for page in (await page_of(console, karla), (await karla.get("/intakes/")).text):
        assert html.escape(text, quote=True).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page
        assert "<script>alert" not in page
        assert "<iframe" not in page
        assert "<img" not in page


async def test_each_reading_is_recorded_with_name_and_intake(console: Console, karla: Browser) -> None:
    await console.hands_over()
    await page_of(console, karla)
    intake = (await console.desk.intakes.newest())[0]
    line = (await console.desk.trail.newest(1))[0]
    assert (line.actor, line.action, line.object) == ("karla", "intake_read", intake.id)
    assert await console.desk.trail.first_bad() is None


async def test_an_unknown_intake_is_not_found_and_not_recorded(console: Console, karla: Browser) -> None:
    answer = await karla.get(f"/intakes/{uuid.uuid4()}")
    assert answer.status_code == 404
    assert (await console.desk.trail.newest(1))[0].action == "sign_in"
