"""Several server processes on one PostgreSQL: streams are shared, numbers stay without gaps, each answer comes once."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from backoffice.store import database
from tests.postgres import Postgres, running_postgres
from tests.server.conftest import OpenOffice
from tests.server.fake_engine import FakeEngine
from tests.server.office import DANGER, Guest, Office
from tests.server.test_danger import helps

numbers = itertools.count()
SOON = 3.0
Pair = tuple[Office, Office]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with running_postgres() as running:
        yield running


@pytest.fixture
async def two(server: Postgres, open_office: OpenOffice) -> Pair:
    name = f"shared_{next(numbers)}"
    server.run(f"CREATE DATABASE {name}")
    url = server.url(name)
    await asyncio.to_thread(database.migrate, url)
    one = await open_office(url)
    other = await open_office(url, sealing_keys=one.settings.sealing_keys)
    return one, other


def at(office: Office, guest: Guest) -> Guest:
    """The same visitor, whose next call happens to reach this process."""
    return replace(guest, office=office)


async def test_a_stream_hears_what_another_process_took(two: Pair) -> None:
    one, other = two
    guest = await one.arrives()
    async with at(other, guest).stream("2") as events:
        await events.next()
        seq = await guest.writes("hvad koster det")
        fresh = [await events.message(SOON) for _ in range(2)]
    assert [each["data"]["seq"] for each in fresh] == [seq, seq + 1]


async def test_help_is_heard_in_both(two: Pair) -> None:
    one, other = two
    guest = await one.arrives()
    async with guest.stream("2") as here, at(other, guest).stream("2") as there:
        await at(other, guest).writes(DANGER)
        for events in (here, there):
            heard = [(await events.message(SOON))["data"] for _ in range(2)]
            assert helps(heard)


async def test_numbers_and_answers_are_one_sequence_over_both(two: Pair, fake_engine: FakeEngine) -> None:
    guest = await two[0].arrives()
    sides = itertools.cycle(at(office, guest) for office in two)
    await asyncio.gather(*(next(sides).post(f"besked {number}") for number in range(10)))
    every = await guest.until(10)
    assert [each["seq"] for each in every] == list(range(1, 23))
    assert len(fake_engine.texts()) == 10


async def test_the_same_client_id_at_both_is_one_message(two: Pair) -> None:
    guest, same = await two[0].arrives(), str(uuid.uuid4())
    answers = await asyncio.gather(*(at(office, guest).post("hej", client_id=same) for office in two * 3))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [202]
    await guest.until(1)
    await asyncio.sleep(0.3)
    assert len(await guest.messages()) == 4


async def test_deleting_at_one_ends_the_stream_at_the_other(two: Pair) -> None:
    one, other = two
    guest = await one.arrives()
    async with at(other, guest).stream("2") as events:
        await events.next()
        await one.client.delete(guest.url, headers=guest.headers)
        assert (await events.next(SOON))["data"] == {"state": "closed"}


async def test_what_a_dead_process_left_is_answered_by_the_other(
    two: Pair, fake_engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.chat.dispatch.TAKE_UP_SECONDS", 0.3)
    one, other = two
    await other.restart()
    guest = await one.arrives()
    await fake_engine.stop()
    await guest.writes("hvad koster det")
    await one.stop()
    await fake_engine.start()
    assert "utter_faq/price" in [each["key"] for each in await at(other, guest).until(1)]


async def test_notices_come_again_after_their_connections_were_cut(two: Pair, server: Postgres) -> None:
    one, other = two
    guest = await one.arrives()
    async with at(other, guest).stream("2") as events:
        await events.next()
        cut(server)
        await asyncio.sleep(1.5)
        await guest.writes("hvad koster det")
        assert (await events.message(SOON))["data"]["from"] == "visitor"


async def test_what_was_missed_while_they_were_cut_is_seen_when_they_are_back(two: Pair, server: Postgres) -> None:
    one, other = two
    guest = await one.arrives()
    async with at(other, guest).stream("2") as events:
        await events.next()
        cut(server)
        await guest.writes("hvad koster det")
        assert (await events.message(SOON))["data"]["from"] == "visitor"


def cut(server: Postgres) -> None:
    """End every connection but this one, as a restart of the database does."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname LIKE 'shared_%'"
        )
