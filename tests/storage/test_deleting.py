"""Conversations are deleted whole: when the visitor asks, and when their time has passed."""

from __future__ import annotations

import asyncio
import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from backoffice.chat.bubbles import Bubble
from backoffice.store.conversations import Conversations
from backoffice.store.models import Conversation, DeletionLog, EngineAnswer, EngineTracker, Feedback, Message
from backoffice.store.records import GoneError, Incoming, Standing
from backoffice.store.retention import Periods, Retention
from tests.storage.conversations import NOW, Clock, Sessions, count, incoming, opened, unchanged


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
