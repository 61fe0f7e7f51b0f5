"""Conversations in the database: sealed at rest, numbered without gaps, each message once, each answered once, deletable."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble
from backoffice.store.conversations import EXPIRED, Conversations
from backoffice.store.models import Conversation, DeletionLog, EngineAnswer, EngineTracker, Feedback, Message
from backoffice.store.records import GoneError, Incoming, Standing
from backoffice.store.retention import Periods, Retention
from bot.sealing import Sealer, SealError, new_key
from bot.texts import Button

PLANTED = "grævlingebold"
TOKEN = "a" * 64
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GREETING = [Bubble("Hej", "utter_greet"), Bubble("Hvem er du?", "utter_ask", buttons=(Button("Barn", "/inform"),))]
Sessions = async_sessionmaker[AsyncSession]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(sessions: Sessions, sealer: Sealer, clock: Clock) -> Conversations:
    return Conversations(sessions, sealer, clock)


def incoming(words: str = "hej", **values: Any) -> Callable[[Standing], Incoming]:
    return lambda _standing: Incoming(words, **{"for_engine": True, **values})


def unchanged(_standing: Standing) -> dict[str, Any]:
    return {}


async def opened(store: Conversations) -> str:
    return await store.create(TOKEN, None, None, GREETING)


async def count(sessions: Sessions, table: Any) -> int:
    async with sessions() as session:
        return int((await session.execute(select(func.count()).select_from(table))).scalar_one())


async def test_a_conversation_begins_with_its_greeting(store: Conversations) -> None:
    identifier = await opened(store)
    messages = await store.after(identifier, 0)
    assert [(each.seq, each.sender, each.key, each.text) for each in messages] == [
        (1, "bot", "utter_greet", "Hej"),
        (2, "bot", "utter_ask", "Hvem er du?"),
    ]
    assert messages[0].at == NOW
    assert await store.head(identifier) == ("bot", 2)


async def test_only_the_own_token_opens_it(store: Conversations) -> None:
    identifier = await opened(store)
    assert (await store.open(identifier, TOKEN)) is not None
    assert await store.open(identifier, "b" * 64) is None
    assert await store.open(str(uuid.uuid4()), TOKEN) is None
    assert await store.open(str(uuid.uuid4()), "0" * 64) is None


async def test_what_was_written_can_be_read_again_with_all_that_belongs_to_it(store: Conversations) -> None:
    identifier = await opened(store)
    reading = {"class": "crisis_violence", "level": "high", "sure": True}
    says = (Bubble("Hjælp", "utter_safety", routes=({"id": "emergency_112"},), safety=reading),)
    kept = await store.keep(
        identifier, str(uuid.uuid4()), incoming("æ 🙂", for_engine=False, payload="/x", safety=reading, says=says)
    )
    assert (kept.seq, kept.duplicate, kept.waits) == (3, False, False)
    written, said = await store.after(identifier, 2)
    assert (written.text, written.sender, written.payload, written.safety) == ("æ 🙂", "visitor", "/x", reading)
    assert (said.seq, said.text, said.routes, said.safety) == (4, "Hjælp", ({"id": "emergency_112"},), reading)
    assert await store.button(identifier, 2, 0) == Button("Barn", "/inform")
    assert await store.button(identifier, 2, 1) is None
    assert await store.button(identifier, 9, 0) is None


async def test_numbers_have_no_gaps_and_no_doubles_however_many_write_at_once(store: Conversations) -> None:
    identifier = await opened(store)
    writing = [
        store.keep(identifier, str(uuid.uuid4()), incoming(str(number), says=[Bubble("svar")])) for number in range(15)
    ]
    kept = await asyncio.gather(*writing)
    messages = await store.after(identifier, 0)
    assert [each.seq for each in messages] == list(range(1, 33))
    assert {each.seq: each.text for each in messages if each.sender == "visitor"} == {
        each.seq: str(number) for number, each in enumerate(kept)
    }


async def test_the_same_client_id_at_once_is_kept_once_and_decided_once(store: Conversations) -> None:
    identifier, same, decided = await opened(store), str(uuid.uuid4()), []

    def decide(standing: Standing) -> Incoming:
        decided.append(standing)
        return Incoming("hej", True)

    kept = await asyncio.gather(*(store.keep(identifier, same, decide) for _ in range(6)))
    assert sorted(each.duplicate for each in kept) == [False] + [True] * 5
    assert len({(each.seq, each.id, each.waits) for each in kept}) == 1
    assert len(decided) == 1
    assert await store.head(identifier) == ("bot", 3)


async def test_what_is_decided_rests_on_what_the_message_before_left(store: Conversations) -> None:
    identifier, seen = await opened(store), []

    def decide(standing: Standing) -> Incoming:
        seen.append(standing.safety)
        return Incoming("hej", False, changes={"safety": {"concerns": len(seen)}})

    await asyncio.gather(*(store.keep(identifier, str(uuid.uuid4()), decide) for _ in range(5)))
    assert seen == [None, {"concerns": 1}, {"concerns": 2}, {"concerns": 3}, {"concerns": 4}]


async def test_a_message_is_answered_once_however_often_the_answer_comes(store: Conversations) -> None:
    identifier = await opened(store)
    kept = await store.keep(identifier, str(uuid.uuid4()), incoming())
    assert [each.id for each in await store.waiting()] == [kept.id]
    answers = await asyncio.gather(
        *(store.answer(identifier, kept.id, [Bubble("svar", "utter_faq/price")], unchanged) for _ in range(5))
    )
    assert sorted(answers) == [False] * 4 + [True]
    assert [each.text for each in await store.after(identifier, 3)] == ["svar"]
    assert await store.waiting() == []
    assert await store.next_waiting(identifier) is None


async def test_waiting_messages_come_in_their_order_and_know_of_others_behind_them(store: Conversations) -> None:
    identifier, other = await opened(store), await opened(store)
    first, second = [await store.keep(identifier, str(uuid.uuid4()), incoming(each)) for each in ("et", "to")]
    await store.keep(other, str(uuid.uuid4()), incoming("tre"))
    await store.keep(other, str(uuid.uuid4()), incoming("fire", for_engine=False))
    found = await store.next_waiting(identifier)
    assert found
    assert (found[0].text, found[1]) == ("et", True)
    await store.answer(identifier, first.id, [Bubble("opgivet")], unchanged, EXPIRED)
    found = await store.next_waiting(identifier)
    assert found
    assert (found[0].id, found[1]) == (second.id, False)
    assert {each.conversation_id for each in await store.waiting()} == {identifier, other}


async def test_a_message_is_held_once_and_never_after_its_answer(store: Conversations) -> None:
    identifier = await opened(store)
    await store.keep(identifier, str(uuid.uuid4()), incoming())
    (waiting,) = await store.waiting()
    keys: list[str | None] = []

    def make(_standing: Standing, newest: str | None) -> Bubble:
        keys.append(newest)
        return Bubble("vent", "utter_outage_engine")

    held = await asyncio.gather(*(store.hold(waiting, make) for _ in range(3)))
    assert sorted(held) == [False, False, True]
    assert keys == ["utter_ask"]
    assert (await store.waiting())[0].held is True
    later = await store.keep(identifier, str(uuid.uuid4()), incoming())
    await store.answer(identifier, later.id, [], unchanged)
    assert await store.hold(type(waiting)(identifier, later.id, NOW), make) is False


async def test_feedback_is_kept_once_and_may_be_answered(store: Conversations, sessions: Sessions) -> None:
    identifier = await opened(store)
    for helped in ("no", "yes"):
        await store.feedback(identifier, helped, PLANTED, lambda _: ([Bubble("hjælp")], {"audience": "young"}))
    async with sessions() as session:
        (row,) = (await session.execute(select(Feedback))).scalars()
    assert row.helped == "yes"
    assert PLANTED.encode() not in bytes(row.comment_sealed or b"")
    assert len(await store.after(identifier, 2)) == 2


async def test_nothing_that_was_written_stands_in_the_database(
    store: Conversations, engine: AsyncEngine, database_url: str
) -> None:
    identifier = await opened(store)
    says = [Bubble(PLANTED, buttons=(Button(PLANTED, f"/{PLANTED}"),), routes=({"why": PLANTED},))]
    await store.keep(identifier, str(uuid.uuid4()), incoming(PLANTED, payload=PLANTED, says=says))
    await store.feedback(identifier, "yes", PLANTED, lambda _: ([], {}))
    words = (PLANTED.encode(), PLANTED.encode("ascii", "backslashreplace"), PLANTED.encode("utf-16-le"))
    for stored in await everything_stored(engine, database_url):
        assert not any(each in stored for each in words)


async def everything_stored(engine: AsyncEngine, database_url: str) -> list[bytes]:
    """SQLite: the bytes of its files. PostgreSQL: every row of every table as text."""
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        return [each.read_bytes() for each in path.parent.glob(f"{path.name}*")]
    async with engine.connect() as connection:
        names = (
            await connection.execute(text("select tablename from pg_tables where schemaname = 'public'"))
        ).scalars()
        found = []
        for name in names:
            rows = (
                await connection.execute(text(f"select encode(t::text::bytea, 'escape') from \"{name}\" t"))
            ).scalars()
            found += [str(row).encode() for row in rows]
            for column in await binary_columns(engine, name):
                raw = (await connection.execute(text(f'select "{column}" from "{name}"'))).scalars()
                found += [bytes(each) for each in raw if each is not None]
    assert found
    return found


async def binary_columns(engine: AsyncEngine, name: str) -> list[str]:
    async with engine.connect() as connection:
        query = text(
            "select column_name from information_schema.columns where table_name = :name and data_type = 'bytea'"
        )
        return list((await connection.execute(query, {"name": name})).scalars())


async def test_a_sealed_value_in_another_place_does_not_open(store: Conversations, sessions: Sessions) -> None:
    identifier, other = await opened(store), await opened(store)
    async with sessions.begin() as session:
        rows = {row.seq: row for row in (await session.execute(message_of(identifier))).scalars()}
        rows[1].text_sealed, rows[2].text_sealed = rows[2].text_sealed, rows[1].text_sealed
    with pytest.raises(SealError):
        await store.after(identifier, 0)
    async with sessions.begin() as session:
        first = (await session.execute(message_of(other))).scalars().first()
        assert first
        await session.execute(
            update(Message).where(Message.conversation_id == other).values(text_sealed=first.extras_sealed)
        )
    with pytest.raises(SealError):
        await store.after(other, 0)


def message_of(identifier: str) -> Any:
    return select(Message).where(Message.conversation_id == identifier).order_by(Message.seq)


async def test_an_old_key_still_opens_after_a_new_one_was_put_in_front(sessions: Sessions, clock: Clock) -> None:
    old, new = new_key("k1"), new_key("k2")
    identifier = await opened(Conversations(sessions, Sealer.from_setting(old), clock))
    rotated = Conversations(sessions, Sealer.from_setting(f"{new},{old}"), clock)
    await rotated.keep(identifier, str(uuid.uuid4()), incoming("hej"))
    assert [each.text for each in await rotated.after(identifier, 0)] == ["Hej", "Hvem er du?", "hej"]
    with pytest.raises(SealError):
        await Conversations(sessions, Sealer.from_setting(old), clock).after(identifier, 2)


async def engine_remembers(sessions: Sessions, identifier: str, at: datetime = NOW) -> None:
    async with sessions.begin() as session:
        session.add(EngineTracker(conversation_id=identifier, state_sealed=b"x", updated_at=at))
        session.add(EngineAnswer(conversation_id=identifier, message_id="m", answer_sealed=b"x", at=at))


async def test_deleting_takes_everything_of_this_conversation_and_nothing_else(
    store: Conversations, sessions: Sessions
) -> None:
    identifier, other = await opened(store), await opened(store)
    for each in (identifier, other):
        await engine_remembers(sessions, each)
        await store.feedback(each, "yes", None, lambda _: ([], {}))
    await store.delete(identifier)
    for table in (EngineTracker, EngineAnswer, Feedback, Conversation):
        assert await count(sessions, table) == 1
    assert await store.after(identifier, 0) == []
    assert len(await store.after(other, 0)) == 2
    async with sessions() as session:
        (entry,) = (await session.execute(select(DeletionLog))).scalars()
    assert (entry.kind, entry.reason, entry.count, entry.at) == ("conversation", "visitor", 1, NOW)


async def test_a_deleted_conversation_takes_nothing_more(store: Conversations) -> None:
    identifier = await opened(store)
    kept = await store.keep(identifier, str(uuid.uuid4()), incoming())
    (waiting,) = await store.waiting()
    await store.delete(identifier)
    with pytest.raises(GoneError):
        await store.keep(identifier, str(uuid.uuid4()), incoming())
    with pytest.raises(GoneError):
        await store.answer(identifier, kept.id, [Bubble("svar")], unchanged)
    with pytest.raises(GoneError):
        await store.hold(waiting, lambda *_: Bubble("vent"))
    with pytest.raises(GoneError):
        await store.say(identifier, [Bubble("hej")])
    with pytest.raises(GoneError):
        await store.feedback(identifier, "yes", None, lambda _: ([], {}))
    assert await store.head(identifier) is None


async def test_a_decision_that_fails_leaves_nothing_behind(store: Conversations) -> None:
    identifier = await opened(store)

    def broken(_standing: Standing) -> Incoming:
        raise KeyError

    with pytest.raises(KeyError):
        await store.keep(identifier, str(uuid.uuid4()), broken)
    assert await store.head(identifier) == ("bot", 2)


@pytest.fixture
def retention(sessions: Sessions, clock: Clock) -> Retention:
    return Retention(sessions, clock, Periods(timedelta(hours=72), timedelta(days=30)))


async def in_danger(store: Conversations) -> str:
    identifier = await opened(store)
    await store.keep(identifier, str(uuid.uuid4()), incoming(changes={"safety": {"step": "asked"}}))
    return identifier


async def alive(sessions: Sessions) -> set[str]:
    async with sessions() as session:
        return set((await session.execute(select(Conversation.id))).scalars())


async def test_each_conversation_is_deleted_when_its_time_has_passed_and_not_before(
    store: Conversations, sessions: Sessions, retention: Retention, clock: Clock
) -> None:
    plain, danger = await opened(store), await in_danger(store)
    for each in (plain, danger):
        await engine_remembers(sessions, each)
    for hours, left in ((71.9, {plain, danger}), (72.1, {danger}), (30 * 24 - 0.1, {danger}), (30 * 24 + 0.1, set())):
        clock.now = NOW + timedelta(hours=hours)
        await retention.once()
        assert await alive(sessions) == left
        assert await count(sessions, EngineTracker) == await count(sessions, EngineAnswer) == len(left)
    assert await count(sessions, Message) == 0
    async with sessions() as session:
        log = (await session.execute(select(DeletionLog).order_by(DeletionLog.id))).scalars().all()
    assert [(each.kind, each.reason, each.count) for each in log] == [("conversation", "retention", 1)] * 2


async def test_a_conversation_that_goes_on_is_kept(
    store: Conversations, sessions: Sessions, retention: Retention, clock: Clock
) -> None:
    identifier = await opened(store)
    clock.now = NOW + timedelta(hours=71)
    await store.keep(identifier, str(uuid.uuid4()), incoming())
    clock.now = NOW + timedelta(hours=142)
    assert await retention.once() == 0
    clock.now = NOW + timedelta(hours=144)
    assert await retention.once() == 1


async def test_more_than_one_batch_is_deleted_and_counted(
    store: Conversations, retention: Retention, clock: Clock, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.store.retention.BATCH", 2)
    for _ in range(5):
        await opened(store)
    clock.now = NOW + timedelta(days=4)
    assert await retention.once() == 5
    async with sessions() as session:
        assert (await session.execute(select(func.sum(DeletionLog.count)))).scalar_one() == 5


async def test_what_the_engine_wrote_of_a_deleted_conversation_goes_with_the_next_run(
    store: Conversations, sessions: Sessions, retention: Retention, clock: Clock
) -> None:
    mine, gone = await opened(store), str(uuid.uuid4())
    for each in (mine, gone):
        await engine_remembers(sessions, each)
    await retention.once()
    assert await count(sessions, EngineTracker) == 2
    clock.now = NOW + timedelta(hours=2)
    await retention.once()
    async with sessions() as session:
        assert (await session.execute(select(EngineTracker.conversation_id))).scalars().all() == [mine]
        assert (await session.execute(select(EngineAnswer.conversation_id))).scalars().all() == [mine]
        (entry,) = (await session.execute(select(DeletionLog))).scalars()
    assert (entry.kind, entry.reason, entry.count) == ("engine", "retention", 2)


async def test_the_job_runs_again_after_a_failure(retention: Retention, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = asyncio.Queue[int]()

    async def once(_self: Retention) -> int:
        ran.put_nowait(ran.qsize())
        raise OSError

    monkeypatch.setattr(Retention, "once", once)
    monkeypatch.setattr("backoffice.store.retention.EVERY_SECONDS", 0.01)
    running = asyncio.create_task(retention.run())
    for _ in range(3):
        async with asyncio.timeout(5):
            await ran.get()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
