"""Ten times too much, and over every limit: help is the first thing that is made, whatever else waits.

Nothing here rests on how fast the machine is: the work of all others is held until help has been given. What it costs in
time is measured by `python -m bench.load`.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from backoffice.chat import context, screening
from bot.danish.meaning import Floats
from bot.safety import Screener
from tests.server.conftest import OpenOffice
from tests.server.office import Guest, Message
from tests.server.test_danger import DANGER, helps

TIMES_TOO_MANY = 10
ORDINARY = "min søn vil ikke i skole og har ondt i maven hver morgen"
UP_TO_NOW = 30.0  # seconds after which something hangs for good


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Until this is set no whole reading is made: everybody who is not surely in danger waits."""
    go, read = threading.Event(), screening._layers

    def layers(screener: Screener, text: str) -> Floats | None:
        if screener.meaning is not None:
            assert go.wait(UP_TO_NOW)
        return read(screener, text)

    monkeypatch.setattr(screening, "_layers", layers)
    return go


async def all_at_once(guests: list[Guest]) -> list[asyncio.Task[Any]]:
    others = [asyncio.create_task(guest.post(ORDINARY)) for guest in guests for _ in range(TIMES_TOO_MANY)]
    await asyncio.sleep(0.2)
    return others


async def help_of(guest: Guest) -> list[Message]:
    """What stands on the screen after DANGER: bubbles of the conversation, or of the answer where nothing could be stored."""
    answer = (await guest.post(text=DANGER)).json()
    return await guest.messages(answer["seq"]) if "seq" in answer else list(answer["messages"])


async def test_ten_times_too_much_and_over_the_rate_help_comes_first(
    open_office: OpenOffice, held: threading.Event
) -> None:
    office = await open_office(message_rate="1/minute")
    held.set()
    guest, *guests = [await office.arrives() for _ in range(4)]
    assert [(await guest.post("hej")).status_code for _ in range(2)] == [202, 429]
    held.clear()
    others = await all_at_once(guests)
    async with asyncio.timeout(UP_TO_NOW):
        assert helps(await help_of(guest))
    assert not any(task.done() for task in others)
    held.set()
    taken = [(await task).status_code for task in others]
    assert taken.count(202) == len(guests)
    assert set(taken) == {202, 429}


async def test_with_no_room_to_store_or_to_read_help_comes_first(
    open_office: OpenOffice, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = await open_office()
    held.set()
    guest, other = await office.arrives(), await office.arrives()
    monkeypatch.setattr(context, "MOST_RECORDING", 0)
    held.clear()
    async with asyncio.timeout(UP_TO_NOW):
        assert (await other.post(ORDINARY)).status_code == 429
        assert helps(await help_of(guest))
    held.set()
