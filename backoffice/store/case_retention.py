"""Deletes intakes, call-backs and lines of the access log whose time has passed, and writes down that it did.

How long is a proposal until the municipality has decided (docs/settings.md). An intake's time begins when nothing more is
done with it; one that is still being worked on has a longer time of its own, so that none is forgotten for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.access_log import AccessTrail
from backoffice.store.desk_models import CallAttempt, CallBack, IntakeEvent
from backoffice.store.intake_work import Status
from backoffice.store.models import DeletionLog, Intake

BATCH = 200
OVER = (Status.OFFERED.value, Status.ELSEWHERE.value, Status.CLOSED.value)


@dataclass(frozen=True)
class CasePeriods:
    """How long after the last step: an intake that is over, one that is not, and a line of the access log."""

    intake: timedelta
    open_intake: timedelta
    log: timedelta


class CaseRetention:
    """Several processes may run it at once; each row is deleted and counted once."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        clock: Callable[[], datetime],
        trail: AccessTrail,
        periods: CasePeriods,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._trail = trail
        self._periods = periods

    async def once(self) -> dict[str, int]:
        """Delete everything whose time has passed; gives how many of each kind."""
        return {"intake": await self._intakes(), "call_back": await self._calls(), "access_log": await self._log()}

    async def _intakes(self) -> int:
        count = 0
        while batch := await self._intake_batch():
            count += batch
        return count

    async def _intake_batch(self) -> int:
        passed = self._intake_passed()
        some = select(Intake.id).where(passed).limit(BATCH)
        async with self._sessions.begin() as session:
            # The condition again outside: whoever did something with it meanwhile keeps it.
            gone = delete(Intake).where(Intake.id.in_(some), passed).returning(Intake.id)
            deleted = (await session.execute(gone)).scalars().all()
            await session.execute(delete(IntakeEvent).where(IntakeEvent.intake_id.in_(deleted)))
            calls = select(CallBack.id).where(CallBack.intake_id.in_(deleted))
            await session.execute(delete(CallAttempt).where(CallAttempt.call_back_id.in_(calls)))
            await session.execute(delete(CallBack).where(CallBack.intake_id.in_(deleted)))
            self._note(session, "intake", len(deleted))
        return len(deleted)

    def _intake_passed(self) -> ColumnElement[bool]:
        now = self._clock()
        steps = select(func.max(IntakeEvent.at)).where(IntakeEvent.intake_id == Intake.id).scalar_subquery()
        last = func.coalesce(steps, Intake.created_at)
        over = and_(Intake.status.in_(OVER), last < now - self._periods.intake)
        return or_(over, last < now - self._periods.open_intake)

    async def _calls(self) -> int:
        """Call-backs that were agreed in a conversation; an intake's go with it."""
        now = self._clock()
        over = CallBack.closed_at < now - self._periods.intake
        left = and_(CallBack.closed_at.is_(None), CallBack.due < now - self._periods.open_intake)
        async with self._sessions.begin() as session:
            gone = delete(CallBack).where(CallBack.intake_id.is_(None), or_(over, left)).returning(CallBack.id)
            deleted = (await session.execute(gone)).scalars().all()
            await session.execute(delete(CallAttempt).where(CallAttempt.call_back_id.in_(deleted)))
            self._note(session, "call_back", len(deleted))
        return len(deleted)

    async def _log(self) -> int:
        count = 0
        while True:
            async with self._sessions.begin() as session:
                cut = await self._trail.cut(session, self._clock() - self._periods.log, BATCH)
                self._note(session, "access_log", cut)
            count += cut
            if cut < BATCH:
                return count

    def _note(self, session: AsyncSession, kind: str, count: int) -> None:
        if count:
            session.add(DeletionLog(at=self._clock(), kind=kind, reason="retention", count=count))
