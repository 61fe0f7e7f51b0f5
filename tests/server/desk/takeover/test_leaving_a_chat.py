"""Leaving a conversation: what the visitor is told, and what must be said first while danger stands."""

from __future__ import annotations

import asyncio
import json
import uuid

import httpx
import pytest

from tests.server.desk.console import Browser, Console
from tests.server.desk.takeover.guest import DANGER, Guest, takes, waits
from tests.server.fake_engine import FakeEngine


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


async def leaves(browser: Browser, guest: Guest, way: str, fence: int, agreed: str = "") -> httpx.Response:
    form = {"fence": str(fence), "agreed": agreed}
    return await browser.sends(f"{guest.chat}/{way}", form, on=f"{guest.chat}/")


async def test_ending_says_that_all_is_said_for_this_time_and_the_page_shows_it_before(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await waits(console, karla, guest)
    fence = await takes(karla, guest)
    page = (await karla.get(f"{guest.chat}/")).text
    assert "I er færdige for denne gang" in page, "what the visitor will read"
    assert (await leaves(karla, guest, "end", fence, "Vi ringer i morgen")).status_code == 303
    seen = await guest.sees()
    assert seen["state"] == "bot"
    assert seen["messages"][-1]["key"] == "utter_handover_finished_agreed"
    assert "Vi ringer i morgen." in seen["messages"][-1]["text"]


@pytest.mark.parametrize("way", ["hand-back", "end"])
async def test_while_danger_stands_nobody_leaves_without_saying_what_was_agreed(
    console: Console, karla: Browser, guest: Guest, way: str
) -> None:
    await guest.writes(DANGER)
    fence = await takes(karla, guest)
    assert "når en af jer sænker faren med en begrundelse" in (await karla.get(f"{guest.chat}/")).text
    refused = await leaves(karla, guest, way, fence)
    assert refused.status_code == 400
    assert "Skriv, hvad I har aftalt" in refused.text
    assert (await guest.sees())["state"] == "staff"
    assert (await leaves(karla, guest, way, fence, "Din mor er hos dig, og I ringer til lægen")).status_code == 303
    entry = await console.desk.handover.queue.entry(guest.conversation_id)
    assert entry.reading is not None, "the danger stands"


async def test_danger_is_lowered_with_a_reason_that_is_kept_and_comes_back_when_it_is_read_again(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes(DANGER)
    assert (await karla.sends(f"{guest.chat}/lower", {"reason": "en god grund"}, on="/queue")).status_code == 404
    fence = await takes(karla, guest)
    assert (await karla.sends(f"{guest.chat}/lower", {"reason": "kort"}, on=f"{guest.chat}/")).status_code == 400
    why = "Det var en replik i et skuespil"
    assert (await karla.sends(f"{guest.chat}/lower", {"reason": why}, on=f"{guest.chat}/")).status_code == 303
    entry = await console.desk.handover.queue.entry(guest.conversation_id)
    assert entry.reading is None
    assert why in (await karla.get(f"{guest.chat}/")).text
    assert "danger_lowered" in [line.action for line in await console.desk.trail.newest(5)]
    assert why not in json.dumps(await guest.sees())
    assert (await leaves(karla, guest, "end", fence)).status_code == 303, "and nothing need be agreed any more"
    await guest.writes(f"{DANGER} nu")
    entry = await console.desk.handover.queue.entry(guest.conversation_id)
    assert entry.alarming
    assert entry.reading is not None
