"""Danger at the desk: who is called, what stands in the queue and in which order, and that everybody may take it."""

from __future__ import annotations

import asyncio
import json
import re

import httpx
import pytest

from tests.server.desk.console import Browser, Console
from tests.server.desk.takeover.guest import DANGER, Guest, on_duty, takes, waits

NOW = "jeg har taget en masse piller for at dø"


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


async def test_each_danger_in_the_queue_has_its_class_level_and_words_the_gravest_first_and_says_why(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes(DANGER)
    console.clock.forward(seconds=30)
    async with httpx.AsyncClient(base_url=console.public, timeout=20) as client:
        opened = (await client.post("/chat/v1/conversations", json={})).json()
        acute = Guest(client, opened["conversation_id"], opened["token"])
        await acute.writes(NOW)
    page = (await karla.get("/queue")).text
    words = [f"<q>{NOW}</q>", f"<q>{DANGER}</q>"]
    assert [page.index(each) for each in words] == sorted(page.index(each) for each in words)
    assert page.index("fare nu") < page.index("alvorligt")
    assert "det alvorligste først, så det ældste" in page
    actions = [(line.action, line.object) for line in await console.desk.trail.newest(5)]
    assert ("danger_quote", guest.conversation_id) in actions, "the words were read, and that is written down"


async def test_whoever_takes_no_conversations_is_told_so_and_may_still_take_a_danger(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes(DANGER)
    page = (await karla.get("/queue")).text
    assert "Du tager ikke imod samtaler." in page
    assert page.count("Tag imod samtaler") == 1
    await takes(karla, guest)
    assert (await guest.sees())["state"] == "staff"
    await on_duty(console, karla)
    assert "Du tager ikke imod samtaler." not in (await karla.get("/queue")).text


async def test_a_danger_has_one_first_button_and_it_takes_the_conversation(
    console: Console, karla: Browser, guest: Guest
) -> None:
    await guest.writes(DANGER)
    page = (await karla.get(f"{guest.chat}/")).text
    main = page[page.index("<main") :]
    first = [re.sub(r"\s+", " ", each) for each in re.findall(r'<button class="button"[^>]*>([^<]*)', main)]
    assert first == ["Tag samtalen"]
    assert main.index("Tag samtalen") < main.index("Jeg har set det")
