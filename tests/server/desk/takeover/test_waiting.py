"""Asking for a person, as visitor and staff see it, over real HTTP on both ports."""

from __future__ import annotations

import httpx

from tests.server.desk.console import Browser, Console
from tests.server.desk.takeover.guest import WANTS, Guest, takes, waits


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
