"""Taking over as visitor and staff see it, over real HTTP on both ports with a small engine behind."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from backoffice.store.accounts import Role
from tests.server.desk.console import Browser, Console, running_console
from tests.server.fake_engine import SECRET, FakeEngine, bubble

DANGER = "jeg vil tage mit eget liv"
WANTS = "jeg vil tale med et menneske"
FENCE = re.compile(r'name="fence" value="(\d+)"')


@dataclass
class Guest:
    """A visitor on the public port."""

    client: httpx.AsyncClient
    conversation_id: str
    token: str

    @property
    def chat(self) -> str:
        return f"/chats/{self.conversation_id}"

    async def writes(self, text: str) -> None:
        body = {"client_id": str(uuid.uuid4()), "text": text}
        answer = await self.client.post(f"{self.url}/messages", json=body, headers=self.headers)
        assert answer.status_code == 202, answer.text

    @property
    def url(self) -> str:
        return f"/chat/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def sees(self) -> dict[str, Any]:
        answer = await self.client.get(f"{self.url}/messages", headers=self.headers)
        found: dict[str, Any] = answer.json()
        return found

    async def told(self) -> list[str]:
        """Keys of what the system said, in order."""
        return [each["key"] for each in (await self.sees())["messages"] if each["from"] == "system"]

    async def until(self, key: str) -> list[dict[str, Any]]:
        for _ in range(200):
            messages: list[dict[str, Any]] = (await self.sees())["messages"]
            if any(message["key"] == key for message in messages):
                return messages
            await asyncio.sleep(0.05)
        raise AssertionError(f"never told {key}: {[message['key'] for message in messages]}")


@pytest.fixture
async def engine() -> AsyncIterator[FakeEngine]:
    made = FakeEngine(script={WANTS: [bubble("Det er helt i orden.", "utter_handover_wanted")]})
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def console(database_url: str, engine: FakeEngine) -> AsyncIterator[Console]:
    """The console with the counsellors karla and rasmus."""
    async with running_console(database_url, engine_port=engine.port, engine_secret=SECRET) as running:
        await running.has_account("karla")
        await running.has_account("rasmus", Role.LEAD)
        yield running


@pytest.fixture
async def guest(console: Console) -> AsyncIterator[Guest]:
    async with httpx.AsyncClient(base_url=console.public, timeout=20) as client:
        opened = (await client.post("/chat/v1/conversations", json={})).json()
        yield Guest(client, opened["conversation_id"], opened["token"])


@pytest.fixture
async def rasmus(console: Console) -> AsyncIterator[Browser]:
    made = console.browser()
    await made.signs_in("rasmus")
    yield made
    await made.client.aclose()


async def on_duty(console: Console, browser: Browser) -> None:
    assert (await browser.sends("/duty", {"takes": "yes"}, on="/queue")).status_code == 303


async def waits(console: Console, karla: Browser, guest: Guest) -> None:
    await on_duty(console, karla)
    await guest.writes(WANTS)
    await guest.until("utter_handover_waiting")


async def takes(browser: Browser, guest: Guest) -> int:
    answer = await browser.sends(f"{guest.chat}/claim", {}, on=f"{guest.chat}/")
    assert answer.status_code == 303, answer.text
    return int(FENCE.findall((await browser.get(f"{guest.chat}/")).text)[-1])


async def says(browser: Browser, guest: Guest, text: str, fence: int = 0) -> httpx.Response:
    form = {"text": text, "fence": str(fence), "client_id": str(uuid.uuid4())}
    return await browser.sends(f"{guest.chat}/messages", form, on=f"{guest.chat}/")


async def test_when_nobody_takes_conversations_the_bot_offers_to_be_called_and_promises_nobody(guest: Guest) -> None:
    await guest.writes(WANTS)
    await guest.until("utter_handover_wanted")
    assert await guest.told() == []
    assert (await guest.sees())["state"] == "bot"


async def test_whoever_asks_for_a_person_waits_with_a_place_in_line_and_ways(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    seen = await guest.sees()
    told = seen["messages"][-1]
    assert seen["state"] == "waiting"
    assert "nummer 1" in told["text"]
    assert told["routes"]
    assert "utter_handover_wanted" not in [message["key"] for message in seen["messages"]]
    assert guest.conversation_id in (await karla.get("/queue")).text


async def test_the_place_in_line_moves_up_when_somebody_in_front_is_taken(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    console.clock.forward(seconds=5)
    async with httpx.AsyncClient(base_url=console.public, timeout=20) as client:
        opened = (await client.post("/chat/v1/conversations", json={})).json()
        second = Guest(client, opened["conversation_id"], opened["token"])
        assert "place" not in await second.sees()
        await second.writes(WANTS)
        await second.until("utter_handover_waiting")
        assert [(await each.sees()).get("place") for each in (guest, second)] == [1, 2]
        await takes(karla, guest)
        assert [(await each.sees()).get("place") for each in (guest, second)] == [None, 1]


async def test_a_taken_conversation_is_told_and_the_bot_is_silent(
    console: Console, karla: Browser, guest: Guest, engine: FakeEngine
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    asked = len(engine.asked)
    await guest.writes("er du der?")
    assert (await says(karla, guest, "Ja, jeg er her.", fence)).status_code == 303
    await asyncio.sleep(0.3)
    seen = await guest.sees()
    assert seen["state"] == "staff"
    assert [each["from"] for each in seen["messages"]][-3:] == ["system", "visitor", "staff"]
    assert "Karla" in seen["messages"][-3]["text"]
    assert len(engine.asked) == asked, "the engine must not see what is said to a person"


async def test_the_first_message_of_a_person_takes_the_conversation(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    await says(karla, guest, "Hej, jeg hedder Karla.")
    assert [each["from"] for each in (await guest.sees())["messages"]][-2:] == ["system", "staff"]
    assert await guest.told() == ["utter_handover_waiting", "utter_handover_joined"]


async def test_of_two_who_take_it_at_once_one_has_it_and_the_other_reads_why(
    console: Console, karla: Browser, rasmus: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    forms = [await browser.get(f"{guest.chat}/") for browser in (karla, rasmus)]
    tokens = [re.findall(r'name="csrf" value="([^"]*)"', form.text)[-1] for form in forms]
    form = {"text": "Hej", "fence": "0"}
    answers = await asyncio.gather(
        *(
            browser.posts(f"{guest.chat}/messages", {**form, "csrf": token, "client_id": str(uuid.uuid4())})
            for browser, token in zip((karla, rasmus), tokens, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert [each["from"] for each in (await guest.sees())["messages"]].count("staff") == 1


async def test_an_old_page_cannot_write_and_says_so(
    console: Console, karla: Browser, rasmus: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    old = await takes(karla, guest)
    console.clock.forward(seconds=21)
    await console.desk.watch.once()
    await takes(rasmus, guest)
    csrf = re.findall(r'name="csrf" value="([^"]*)"', (await karla.get("/queue")).text)[-1]
    answer = await karla.posts(f"{guest.chat}/heartbeat", {"csrf": csrf, "fence": str(old)})
    assert answer.status_code == 409
    form = {"csrf": csrf, "text": "hej", "fence": str(old), "client_id": str(uuid.uuid4())}
    assert (await karla.posts(f"{guest.chat}/messages", form)).status_code == 404, "not hers to read any more"
    assert await guest.told() == [f"utter_handover_{each}" for each in ("waiting", "joined", "lost", "joined")]


async def test_a_browser_that_dies_is_noticed_and_one_that_lives_keeps_the_conversation(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    for _ in range(6):
        console.clock.forward(seconds=5)
        beat = await karla.sends(f"{guest.chat}/heartbeat", {"fence": str(fence)}, on="/queue")
        assert beat.status_code == 204
        assert await console.desk.watch.once() == []
    console.clock.forward(seconds=21)
    assert set(await console.desk.watch.once()) == {guest.conversation_id}
    assert (await guest.sees())["state"] == "waiting"


async def test_handing_back_tells_what_was_agreed_and_the_bot_goes_on(
    console: Console, karla: Browser, guest: Guest, engine: FakeEngine
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    agreed = "Vi ringer til dig i morgen {name} <b>klokken 10</b>"
    await karla.sends(f"{guest.chat}/hand-back", {"fence": str(fence), "agreed": agreed}, on=f"{guest.chat}/")
    told = (await guest.sees())["messages"][-1]
    assert told["key"] == "utter_handover_left_agreed"
    assert f"{agreed}." in told["text"], "shown as it was written, whatever stands in it"
    before = len(engine.asked)
    body = {"client_id": str(uuid.uuid4()), "button": told["buttons"][0]["id"]}
    await guest.client.post(f"{guest.url}/messages", json=body, headers=guest.headers)
    await asyncio.sleep(0.3)
    assert engine.asked[before]["payload"] == "/repeat_please"


async def test_a_transfer_reaches_the_colleague_with_its_note(
    console: Console, karla: Browser, rasmus: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    colleague = next(each for each in await console.accounts.everybody() if each.username == "rasmus")
    form = {"fence": str(fence), "to": colleague.id, "note": "Vil helst tale om skolen"}
    assert (await karla.sends(f"{guest.chat}/transfer", form, on=f"{guest.chat}/")).status_code == 303
    assert "Stillet om til Rasmus" in (await rasmus.get("/queue")).text
    assert "Vil helst tale om skolen" in (await rasmus.get(f"{guest.chat}/")).text
    assert (await guest.told())[-1] == "utter_handover_transferred"
    assert "Vil helst" not in json.dumps(await guest.sees())


async def test_whoever_waits_longer_than_promised_is_told_with_ways(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    for _ in range(37):
        console.clock.forward(seconds=5)
        account = next(each for each in await console.accounts.everybody() if each.username == "karla")
        await console.desk.handover.presence.seen(account.id)
        await console.desk.watch.once()
    told = (await guest.sees())["messages"][-1]
    assert told["key"] == "utter_handover_nobody"
    assert told["routes"]
    assert any("ringet op" in button["title"] for button in told["buttons"])


async def test_sure_danger_is_on_top_of_the_queue_with_its_words_and_who_looked_is_known(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes(DANGER)
    assert "Nogen kan være i fare" in (await karla.get("/queue")).text
    page = (await karla.get(f"{guest.chat}/")).text
    assert f"<q>{DANGER}</q>" in page
    console.clock.forward(seconds=90)
    await karla.sends(f"{guest.chat}/seen", {}, on=f"{guest.chat}/")
    assert "Set af Karla" in (await karla.get(f"{guest.chat}/")).text
    entry = await console.desk.handover.queue.entry(guest.conversation_id)
    assert entry.first_look == 90.0
    assert "Nogen kan være i fare" not in (await karla.get("/queue")).text
    await guest.writes(f"{DANGER} nu")
    assert "Nogen kan være i fare" in (await karla.get("/queue")).text, "danger again is an alarm again"


async def test_in_danger_while_a_person_has_it_the_bot_asks_nothing_and_the_staff_are_called(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    await takes(karla, guest)
    await guest.writes(DANGER)
    seen = (await guest.sees())["messages"]
    said = seen[[message["text"] for message in seen].index(DANGER) + 1 :]
    assert len(said) == 1
    assert said[0]["routes"], "the ways stay in reach even if the person's connection is just dying"
    assert "Nogen kan være i fare" in (await karla.get("/queue")).text


@pytest.mark.parametrize("answer", ["ja min mor er i stuen", "nej", "det ved jeg ikke"])
async def test_an_answer_to_the_person_is_not_taken_for_one_to_the_bots_question(
    console: Console, karla: Browser, guest: Guest, answer: str
) -> None:
    await guest.writes(DANGER)
    await takes(karla, guest)
    before = (await console.desk.handover.queue.entry(guest.conversation_id)).safety
    await guest.writes(answer)
    assert (await guest.sees())["messages"][-1]["from"] == "visitor", "the bot is silent"
    assert (await console.desk.handover.queue.entry(guest.conversation_id)).safety == before


async def test_a_conversation_outside_the_queue_opens_only_with_a_written_reason(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes("jeg vil gerne vide, hvad det koster, grævlingebold")
    page = (await karla.get(f"{guest.chat}/")).text
    assert "Hvorfor vil du læse samtalen?" in page
    assert "grævlingebold" not in page
    assert (await karla.sends(f"{guest.chat}/reason", {"reason": "kort"}, on=f"{guest.chat}/")).status_code == 400
    why = "Moderen ringede og bad mig se efter"
    assert (await karla.sends(f"{guest.chat}/reason", {"reason": why}, on=f"{guest.chat}/")).status_code == 303
    opened = (await karla.get(f"{guest.chat}/")).text
    assert "grævlingebold" in opened
    assert why in opened
    assert "chat_opened_with_reason" in [line.action for line in await console.desk.trail.newest(5)]
    console.clock.forward(minutes=14)
    await karla.get("/queue")
    console.clock.forward(minutes=14)
    await karla.get("/queue")
    console.clock.forward(minutes=5)
    assert "Hvorfor vil du læse samtalen?" in (await karla.get(f"{guest.chat}/")).text


async def test_the_stream_says_at_once_that_somebody_waits_and_ends_with_the_session(
    console: Console, karla: Browser, guest: Guest
) -> None:
    async with karla.client.stream("GET", "/stream") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = (json.loads(line[6:]) async for line in answer.aiter_lines() if line.startswith("data: "))
        assert await anext(events) == {"waiting": 0, "danger": 0}
        begun = asyncio.get_running_loop().time()
        await guest.writes(DANGER)
        assert await anext(events) == {"waiting": 0, "danger": 1}
        assert asyncio.get_running_loop().time() - begun < 2.0
        account = next(each for each in await console.accounts.everybody() if each.username == "karla")
        await console.accounts.remove(account.id)
        console.desk.changed()
        assert await anext(events) == {}


async def test_hostile_words_of_a_visitor_show_as_text(console: Console, karla: Browser, guest: Guest) -> None:
    await guest.writes(f"<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {DANGER}")
    page = (await karla.get(f"{guest.chat}/")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
