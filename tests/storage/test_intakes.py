"""Intakes in the database: once for each key, sealed, and readable to nobody without the key."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backoffice.store import intakes as module
from backoffice.store.intakes import Intakes, new_reference
from backoffice.store.models import Intake
from bot.intake.record import IntakeRecord
from bot.sealing import Sealer, SealError

RECORD = IntakeRecord.model_validate(
    {
        "child_name": "Grævlingebold",
        "contact_phone": "20304050",
        "description": "Grævlingebold sover dårligt",
        "consent": True,
    }
)
Factory = async_sessionmaker[AsyncSession]


def now() -> datetime:
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def intakes(sessions: Factory, sealer: Sealer) -> Intakes:
    return Intakes(sessions, sealer, now)


async def test_a_hundred_intakes_sent_five_times_each_at_once_are_a_hundred(intakes: Intakes) -> None:
    keys = [f"key-{number}" for number in range(100)]
    receipts = []
    for start in range(0, 100, 10):
        batch = [key for key in keys[start : start + 10] for _ in range(5)]
        receipts += await asyncio.gather(*(intakes.receive(key, "c", RECORD, {}, None) for key in batch))
    assert sum(receipt.fresh for receipt in receipts) == 100
    assert len({receipt.reference for receipt in receipts}) == 100
    assert len(await intakes.newest(1000)) == 100


async def test_what_is_kept_is_what_was_sent(intakes: Intakes) -> None:
    await intakes.receive("key", "c", RECORD, {"description": {"class": "crisis_suicide"}}, {"level": "high"})
    stored = (await intakes.newest())[0]
    assert stored.record == RECORD
    assert stored.readings["description"]["class"] == "crisis_suicide"
    assert stored.safety == {"level": "high"}
    assert (await intakes.get(stored.id)) == stored


async def test_nothing_of_a_family_stands_in_the_database_as_text(intakes: Intakes, engine: AsyncEngine) -> None:
    await intakes.receive("key", "c", RECORD, {}, None)
    async with engine.connect() as connection:
        row = (await connection.execute(text("SELECT * FROM intake"))).one()
    kept = b"".join(bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row)
    assert "Grævlingebold".encode() not in kept
    assert b"20304050" not in kept


async def test_an_intake_moved_to_another_row_does_not_open(intakes: Intakes, sessions: Factory) -> None:
    await intakes.receive("one", "c", RECORD, {}, None)
    await intakes.receive("two", "c", RECORD.model_copy(update={"child_name": "Storm"}), {}, None)
    async with sessions.begin() as session:
        first, second = (await session.execute(select(Intake))).scalars().all()
        first.content_sealed, second.content_sealed = second.content_sealed, first.content_sealed
    with pytest.raises(SealError):
        await intakes.newest()


async def test_a_reference_that_was_drawn_before_is_drawn_again(
    intakes: Intakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["CFT-CCCC-CC", "CFT-CCCC-CC", "CFT-CCCC-CD"])
    monkeypatch.setattr(module, "new_reference", lambda: next(drawn))
    references = [(await intakes.receive(key, "c", RECORD, {}, None)).reference for key in ("one", "two")]
    assert references == ["CFT-CCCC-CC", "CFT-CCCC-CD"]


async def test_when_work_has_begun_a_late_retry_changes_nothing(intakes: Intakes, sessions: Factory) -> None:
    await intakes.receive("key", "c", RECORD, {}, None)
    async with sessions.begin() as session:
        (await session.execute(select(Intake))).scalar_one().status = "contacted"
    receipt = await intakes.receive("key", "c", RECORD.model_copy(update={"hope": "andet"}), {}, None)
    assert not receipt.fresh
    assert (await intakes.newest())[0].record.hope is None


def test_a_reference_has_no_letter_that_is_read_wrongly() -> None:
    drawn = {letter for _ in range(500) for letter in new_reference()[4:].replace("-", "")}
    assert not drawn & set("AEIOUYÆØÅB8S5Z2Q10")
