"""What the staff's side keeps goes when its time has passed, the log of readings from its beginning alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backoffice.store.access_log import AccessTrail
from backoffice.store.call_backs import Agreed, CallBacks, Ended
from backoffice.store.case_retention import CasePeriods, CaseRetention
from backoffice.store.desk_models import CallAttempt, CallBack, IntakeEvent
from backoffice.store.intake_work import IntakeWork, Status
from backoffice.store.intakes import Intakes
from backoffice.store.models import AccessLog, DeletionLog, Intake
from bot.intake.record import IntakeRecord
from bot.sealing import Sealer, new_key
from tests.storage.takeover import Clock

DAY = 24 * 3600
PERIODS = CasePeriods(timedelta(days=90), timedelta(days=365), timedelta(days=730))
RECORD = IntakeRecord(child_name="Storm", contact_phone="20304050", consent=True)
Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def trail(sessions: Sessions, sealer: Sealer, clock: Clock) -> AccessTrail:
    return AccessTrail(sessions, sealer, clock)


@pytest.fixture
def retention(sessions: Sessions, clock: Clock, trail: AccessTrail) -> CaseRetention:
    return CaseRetention(sessions, clock, trail, PERIODS)


async def count(sessions: Sessions, table: type) -> int:
    async with sessions() as session:
        return int((await session.execute(select(func.count()).select_from(table))).scalar_one())


async def arrived(sessions: Sessions, sealer: Sealer, clock: Clock, key: str) -> str:
    intakes = Intakes(sessions, sealer, clock)
    await intakes.receive(key, "c", RECORD, {}, None, clock.now)
    return (await intakes.newest())[0].id


async def test_an_intake_goes_ninety_days_after_its_last_step_with_all_that_belongs_to_it(
    sessions: Sessions, sealer: Sealer, clock: Clock, retention: CaseRetention
) -> None:
    work, calls = IntakeWork(sessions, sealer, clock), CallBacks(sessions, sealer, clock)
    intake = await arrived(sessions, sealer, clock, "one")
    call = (await calls.open({"main"}))[0]
    await calls.claim(call.id, "karla", None)
    await calls.end(call, "karla", "Karla", Ended.NO_ANSWER, clock.now, "intet svar", clock.now)
    await work.move(intake, "Karla", Status.NEW, Status.ELSEWHERE, "vist til PPR", None)
    clock.forward(80 * DAY)
    await work.note(intake, "Karla", "ringede igen")
    clock.forward(89 * DAY)
    assert (await retention.once())["intake"] == 0, "something was done with it 89 days ago"
    clock.forward(2 * DAY)
    assert (await retention.once())["intake"] == 1
    for table in (Intake, IntakeEvent, CallBack, CallAttempt):
        assert await count(sessions, table) == 0, table
    async with sessions() as session:
        line = (await session.execute(select(DeletionLog))).scalars().one()
    assert (line.kind, line.reason, line.count) == ("intake", "retention", 1)


async def test_an_intake_in_hand_stays_and_a_forgotten_one_goes_after_a_year(
    sessions: Sessions, sealer: Sealer, clock: Clock, retention: CaseRetention
) -> None:
    await arrived(sessions, sealer, clock, "forgotten")
    clock.forward(364 * DAY)
    await arrived(sessions, sealer, clock, "new")
    assert (await retention.once())["intake"] == 0
    clock.forward(2 * DAY)
    assert (await retention.once())["intake"] == 1
    assert await count(sessions, Intake) == 1


async def test_a_call_agreed_in_a_conversation_goes_when_it_is_over_or_forgotten(
    sessions: Sessions, sealer: Sealer, clock: Clock, retention: CaseRetention
) -> None:
    calls = CallBacks(sessions, sealer, clock)
    for _ in range(2):
        await calls.agree("c", "main", clock.now, Agreed("Ane", "+4520304050", ""))
    call = (await calls.open({"main"}))[0]
    await calls.claim(call.id, "karla", None)
    await calls.end(call, "karla", "Karla", Ended.REACHED, clock.now, None, None)
    clock.forward(91 * DAY)
    assert (await retention.once())["call_back"] == 1
    clock.forward(280 * DAY)
    assert (await retention.once())["call_back"] == 1
    assert await count(sessions, CallBack) == 0
    assert await count(sessions, CallAttempt) == 0


async def test_many_go_in_batches(
    sessions: Sessions,
    sealer: Sealer,
    clock: Clock,
    trail: AccessTrail,
    retention: CaseRetention,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backoffice.store.case_retention.BATCH", 2)
    for number in range(5):
        await arrived(sessions, sealer, clock, str(number))
        await trail.record("karla", "intake_read", str(number))
    clock.forward(731 * DAY)
    assert await retention.once() == {"intake": 5, "call_back": 0, "access_log": 5}
    assert await trail.first_bad() is None


async def test_the_logs_oldest_lines_go_and_the_rest_still_stands(
    sessions: Sessions, clock: Clock, trail: AccessTrail, retention: CaseRetention
) -> None:
    for number in range(1, 7):
        await trail.record("karla", "intake_read", f"intake-{number}")
        clock.forward(100 * DAY)
    clock.forward(400 * DAY)  # the lines are now 1000, 900, 800, 700, 600 and 500 days old
    assert (await retention.once())["access_log"] == 3
    assert [line.id for line in await trail.newest(9)] == [6, 5, 4]
    assert await trail.first_bad() is None
    await trail.record("karla", "intake_read", "intake-7")
    assert await trail.first_bad() is None
    clock.forward(731 * DAY)
    assert (await retention.once())["access_log"] == 4
    assert await count(sessions, AccessLog) == 0
    assert await trail.first_bad() is None
    await trail.record("karla", "intake_read", "intake-8")
    assert [line.id for line in await trail.newest(9)] == [8]
    assert await trail.first_bad() is None


async def aged(trail: AccessTrail, clock: Clock, retention: CaseRetention) -> None:
    """Ten lines, of which the first four have gone in time."""
    for number in range(1, 11):
        await trail.record("karla", "intake_read", str(number))
        clock.forward(100 * DAY)
    clock.forward(60 * DAY)
    assert (await retention.once())["access_log"] == 4


@pytest.mark.parametrize("statement", ["DELETE FROM access_log", "DELETE FROM access_log WHERE id = 5"])
async def test_a_line_whose_time_has_not_passed_cannot_be_deleted(
    trail: AccessTrail, clock: Clock, retention: CaseRetention, engine: AsyncEngine, statement: str
) -> None:
    await aged(trail, clock, retention)
    with pytest.raises(DBAPIError, match="append-only"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    assert await trail.first_bad() is None


@pytest.mark.parametrize(
    ("statements", "bad"),
    [
        # Somebody with the database but without the key says that more was cut off, or that less was.
        (["UPDATE access_log_head SET cut_id = 7", "DELETE FROM access_log WHERE id <= 7"], 1),
        (
            [
                "UPDATE access_log_head SET cut_id = 7, cut_chain = (SELECT chain FROM access_log WHERE id = 7)",
                "DELETE FROM access_log WHERE id <= 7",
            ],
            1,
        ),
        (["UPDATE access_log_head SET cut_id = 0, cut_chain = ''"], 1),
        (["UPDATE access_log_head SET cut_chain = 'x'"], 1),
        (["UPDATE access_log_head SET cut_id = 10", "DELETE FROM access_log"], 1),
    ],
)
async def test_cutting_off_more_than_was_due_shows(
    trail: AccessTrail,
    clock: Clock,
    retention: CaseRetention,
    engine: AsyncEngine,
    statements: list[str],
    bad: int,
) -> None:
    await aged(trail, clock, retention)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    assert await trail.first_bad() == bad


async def test_the_cut_stands_after_the_key_was_rotated(
    trail: AccessTrail, clock: Clock, retention: CaseRetention, sessions: Sessions, sealer: Sealer
) -> None:
    await aged(trail, clock, retention)
    rotated = Sealer({**Sealer.from_setting(new_key("k2")).keys, **sealer.keys})
    assert await AccessTrail(sessions, rotated, clock).first_bad() is None
