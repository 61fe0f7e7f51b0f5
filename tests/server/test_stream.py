"""The stream: numbered, replayed after a lost connection, alive by its heartbeat, ended when there is nothing more."""

from __future__ import annotations

import asyncio

import pytest

from backoffice.chat import stream as streaming
from tests.server.fake_engine import FakeEngine
from tests.server.office import DANGER, Office


async def test_a_stream_begins_with_everything_and_goes_on_with_what_is_new(office: Office) -> None:
    guest = await office.arrives()
    async with guest.stream() as events:
        first = [await events.next() for _ in range(3)]
        assert [(each["event"], each.get("id")) for each in first] == [
            ("message", "1"),
            ("message", "2"),
            ("state", None),
        ]
        assert first[0]["data"] == guest.greeting[0]
        assert first[2]["data"] == {"state": "bot"}
        await guest.writes("hvad koster det")
        fresh = [await events.message() for _ in range(2)]
    assert [each["id"] for each in fresh] == ["3", "4"]
    assert [each["data"]["from"] for each in fresh] == ["visitor", "bot"]
    assert [each["data"] for each in fresh] == await guest.messages(2)


async def test_a_client_that_comes_back_misses_nothing_and_gets_nothing_twice(
    office: Office, fake_engine: FakeEngine
) -> None:
    fake_engine.delay = 0.01
    guest = await office.arrives()
    seen: list[str] = []

    async def write() -> None:
        for number in range(10):
            await guest.writes(f"besked {number}")
            await asyncio.sleep(0.03)

    writing = asyncio.create_task(write())
    while len(seen) < 22:
        async with guest.stream(seen[-1] if seen else None) as events:
            for _ in range(3):
                seen.append((await events.message())["id"])
                if len(seen) == 22:
                    break
    await writing
    assert seen == [str(number) for number in range(1, 23)]


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 12, "1; drop"])
async def test_a_last_event_id_that_is_none_counts_as_nothing_seen(office: Office, last: str) -> None:
    guest = await office.arrives()
    async with guest.stream(last) as events:
        assert (await events.message())["id"] == "1"


async def test_a_quiet_stream_has_a_heartbeat(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_SECONDS", 0.2)
    guest = await office.arrives()
    async with guest.stream("2") as events:
        assert (await events.next())["event"] == "state"
        assert "comment" in await events.next(2)
        assert "comment" in await events.next(2)


def test_the_heartbeat_is_often_enough_for_proxies() -> None:
    assert streaming.HEARTBEAT_SECONDS == 15.0


async def test_a_stream_ends_when_the_conversation_is_deleted(office: Office) -> None:
    guest = await office.arrives()
    async with guest.stream("2") as events:
        assert (await events.next())["data"] == {"state": "bot"}
        await office.client.delete(guest.url, headers=guest.headers)
        assert (await events.next())["data"] == {"state": "closed"}
        with pytest.raises(StopAsyncIteration):
            await events.next(2)


async def test_two_clients_of_one_conversation_see_the_same(office: Office) -> None:
    guest = await office.arrives()
    async with guest.stream("2") as one, guest.stream("2") as two:
        await guest.writes("hvad koster det")
        assert await one.message() == await two.message()
        assert await one.message() == await two.message()


async def test_nobody_hears_another_conversation(office: Office) -> None:
    guest, other = await office.arrives(), await office.arrives()
    async with other.stream("2") as events:
        await events.next()
        await guest.writes("noget hemmeligt")
        await guest.until(1)
        with pytest.raises(TimeoutError):
            await events.next(0.3)


async def test_a_bubble_that_was_not_stored_leaves_no_gap(office: Office) -> None:
    guest = await office.arrives()
    assert office.chat
    async with guest.stream("2") as events:
        await events.next()
        office.chat.hub.notify(guest.conversation_id, {"seq": 0, "text": "hjælp"})
        unstored = await events.message()
        assert "id" not in unstored
        await guest.writes("hej")
        assert (await events.message())["id"] == "3"


async def test_one_conversation_cannot_hold_more_streams_than_a_visitor_has(office: Office) -> None:
    guest = await office.arrives()
    assert office.chat
    with_many = [office.chat.hub.subscribe(guest.conversation_id) for _ in range(20)]
    for each in with_many:
        each.__enter__()
    answer = await office.client.get(f"{guest.url}/stream", headers=guest.headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "20")
    assert (await guest.fetch(2, 1)).status_code == 429
    for each in with_many:
        each.__exit__(None, None, None)
    assert (await guest.fetch(2)).status_code == 200


async def test_the_server_stops_at_once_with_streams_and_polls_open(office: Office) -> None:
    guest = await office.arrives()
    async with guest.stream("2") as events:
        await events.next()
        poll = asyncio.create_task(guest.fetch(2, 25))
        await asyncio.sleep(0.1)
        loop = asyncio.get_running_loop()
        begin = loop.time()
        await office.stop()
        assert loop.time() - begin < 2
        assert (await poll).json()["messages"] == []
        with pytest.raises(StopAsyncIteration):
            await events.next(2)
    await office.start()
    assert len(await guest.messages()) == 2


async def test_a_client_that_went_away_is_forgotten(office: Office) -> None:
    guest = await office.arrives()
    assert office.chat
    async with guest.stream("2") as events:
        await events.next()
        assert guest.conversation_id in office.chat.hub._waiting
    await guest.writes(DANGER)
    await asyncio.sleep(0.2)
    assert guest.conversation_id not in office.chat.hub._waiting
