"""The work on an intake: its status from new to the end, notes, and attempts to reach the family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import CallBack, IntakeEvent
from backoffice.store.models import Intake
from bot.sealing import Sealer


class Status(StrEnum):
    """Where an intake is."""

    NEW = "new"
    CONTACTED = "contacted"
    AGREED = "agreed"
    HELD = "held"
    OFFERED = "offered"
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"


# What may follow. "Vi siger aldrig nej uden at vise en vej": the two ends without the offer ask which way was shown.
FOLLOWS: dict[Status, tuple[Status, ...]] = {
    Status.NEW: (Status.CONTACTED, Status.AGREED, Status.ELSEWHERE, Status.CLOSED),
    Status.CONTACTED: (Status.AGREED, Status.ELSEWHERE, Status.CLOSED),
    Status.AGREED: (Status.HELD, Status.CONTACTED, Status.ELSEWHERE, Status.CLOSED),
    Status.HELD: (Status.OFFERED, Status.ELSEWHERE, Status.CLOSED),
    Status.OFFERED: (Status.CLOSED,),
    Status.ELSEWHERE: (Status.CONTACTED, Status.CLOSED),
    Status.CLOSED: (Status.CONTACTED,),
}
NEEDS_WORDS = frozenset({Status.ELSEWHERE, Status.CLOSED})
NEEDS_TIME = frozenset({Status.AGREED})


SETTLED = "settled"


class Attempt(StrEnum):
    """How an attempt to reach the family went."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"


class ChangedError(RuntimeError):
    """Somebody else has moved the intake on meanwhile, or the step is not one that may follow."""


@dataclass(frozen=True)
class Step:
    """One step, opened. `due` is when an agreed forsamtale is."""

    at: datetime
    author: str
    kind: str
    value: str | None
    due: datetime | None
    text: str | None


class IntakeWork:
    """The repository."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock

    async def move(
        self, intake_id: str, author: str, before: Status, after: Status, text: str | None, due: datetime | None
    ) -> None:
        """From one status to the next, once. Raises ChangedError."""
        if after not in FOLLOWS[before]:
            raise ChangedError
        stands = (Intake.id == intake_id, Intake.status == before.value)
        async with self._sessions.begin() as session:
            moved = await session.execute(update(Intake).where(*stands).values(status=after.value).returning(Intake.id))
            if moved.scalar_one_or_none() is None:
                raise ChangedError
            session.add(self._row(intake_id, author, "status", after.value, text, due))
            await self._settle(session, intake_id)

    async def give(self, intake_id: str, author: str, before: str, after: str, text: str) -> None:
        """Give it, with its wish to be called, from one team to another, with what to know. Raises ChangedError."""
        stands = (Intake.id == intake_id, Intake.team_id == before)
        async with self._sessions.begin() as session:
            moved = await session.execute(update(Intake).where(*stands).values(team_id=after).returning(Intake.id))
            if moved.scalar_one_or_none() is None:
                raise ChangedError
            await session.execute(update(CallBack).where(CallBack.intake_id == intake_id).values(team_id=after))
            session.add(self._row(intake_id, author, "team", after, text, None))

    async def reason(self, intake_id: str, author: str, text: str) -> None:
        """Keep why somebody of another team opened it."""
        async with self._sessions.begin() as session:
            session.add(self._row(intake_id, author, "reason", None, text, None))

    async def note(self, intake_id: str, author: str, text: str) -> None:
        """Keep a note."""
        async with self._sessions.begin() as session:
            session.add(self._row(intake_id, author, "note", None, text, None))

    async def attempt(self, intake_id: str, author: str, how: Attempt, text: str | None) -> None:
        """Keep an attempt to reach the family; who was reached need not be called any more."""
        async with self._sessions.begin() as session:
            session.add(self._row(intake_id, author, "attempt", how.value, text, None))
            if how is Attempt.REACHED:
                await self._settle(session, intake_id)

    async def called(self, session: AsyncSession, intake_id: str, author: str, outcome: str, text: str | None) -> None:
        """Keep a call from the list of call-backs, in its transaction: a new intake whose family was reached is contacted."""
        session.add(self._row(intake_id, author, "attempt", outcome, text, None))
        if outcome != Attempt.REACHED:
            return
        new = (Intake.id == intake_id, Intake.status == Status.NEW.value)
        moved = update(Intake).where(*new).values(status=Status.CONTACTED.value).returning(Intake.id)
        if (await session.execute(moved)).scalar_one_or_none() is not None:
            session.add(self._row(intake_id, author, "status", Status.CONTACTED.value, None, None))

    async def _settle(self, session: AsyncSession, intake_id: str) -> None:
        """The wish to be called is met by what was done on the intake itself."""
        open_call = (CallBack.intake_id == intake_id, CallBack.closed_at.is_(None))
        await session.execute(update(CallBack).where(*open_call).values(outcome=SETTLED, closed_at=self._clock()))

    async def steps(self, intake_id: str) -> list[Step]:
        """Everything that was done, oldest first."""
        wanted = select(IntakeEvent).where(IntakeEvent.intake_id == intake_id).order_by(IntakeEvent.id)
        async with self._sessions() as session:
            return [self._opened(row) for row in (await session.execute(wanted)).scalars()]

    def _row(
        self, intake_id: str, author: str, kind: str, value: str | None, text: str | None, due: datetime | None
    ) -> IntakeEvent:
        sealed = self._sealer.seal(text, _place(intake_id)) if text else None
        return IntakeEvent(
            intake_id=intake_id, at=self._clock(), author=author, kind=kind, value=value, due=due, text_sealed=sealed
        )

    def _opened(self, row: IntakeEvent) -> Step:
        text = self._sealer.open(row.text_sealed, _place(row.intake_id)) if row.text_sealed else None
        return Step(row.at, row.author, row.kind, row.value, row.due, text)


def _place(intake_id: str) -> str:
    return f"intake_event:{intake_id}:text"
