"""Wishes to be called: who asked to be called when, who has claimed it, and how each call went."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import CallAttempt, CallBack
from backoffice.store.intake_work import ChangedError, IntakeWork
from bot.sealing import Sealer

MOST_DONE = 50


class Ended(StrEnum):
    """How a call went. The first two of ENDS end the wish, the others are tried again."""

    REACHED = "reached"
    GIVEN_UP = "given_up"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"


ENDS = frozenset({Ended.REACHED, Ended.GIVEN_UP})


@dataclass(frozen=True)
class Agreed:
    """What was agreed in a conversation: whom to call, where, and what to know."""

    name: str
    phone: str
    words: str


@dataclass(frozen=True)
class Call:
    """One wish. `agreed` is None when it is an intake's: then the intake says who and when."""

    id: str
    intake_id: str | None
    conversation_id: str | None
    asked_at: datetime
    due: datetime
    claimed_by: str | None
    claimed_at: datetime | None
    outcome: str | None
    closed_at: datetime | None
    team_id: str
    agreed: Agreed | None


@dataclass(frozen=True)
class Attempted:
    """One attempt, opened."""

    at: datetime
    author: str
    outcome: str
    text: str | None
    due: datetime | None


class CallBacks:
    """The repository. A claim, a release and an outcome each win once; whoever comes second gets ChangedError."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock
        self._work = IntakeWork(sessions, sealer, clock)

    async def agree(self, conversation_id: str, team_id: str, due: datetime, agreed: Agreed) -> str:
        """Keep a call that was agreed in a team's conversation; gives its id."""
        identifier = str(uuid.uuid4())
        sealed = self._sealer.seal(json.dumps(asdict(agreed), ensure_ascii=False), _place(identifier))
        row = CallBack(
            id=identifier,
            conversation_id=conversation_id,
            team_id=team_id,
            asked_at=self._clock(),
            due=due,
            asked_sealed=sealed,
        )
        async with self._sessions.begin() as session:
            session.add(row)
        return identifier

    async def open(self, teams: Collection[str]) -> list[Call]:
        """All of the teams' that are still to be made, by when they are due."""
        wanted = select(CallBack).where(CallBack.closed_at.is_(None), CallBack.team_id.in_(teams))
        return await self._all(wanted.order_by(CallBack.due, CallBack.id))

    async def done(self, teams: Collection[str]) -> list[Call]:
        """The teams' newest that are over, newest first."""
        over = select(CallBack).where(CallBack.closed_at.is_not(None), CallBack.team_id.in_(teams))
        return await self._all(over.order_by(CallBack.closed_at.desc(), CallBack.id).limit(MOST_DONE))

    async def get(self, call_id: str) -> Call | None:
        """One wish."""
        found = await self._all(select(CallBack).where(CallBack.id == call_id))
        return found[0] if found else None

    async def attempts(self, call_id: str) -> list[Attempted]:
        """Every attempt, oldest first."""
        wanted = select(CallAttempt).where(CallAttempt.call_back_id == call_id).order_by(CallAttempt.id)
        async with self._sessions() as session:
            return [self._attempted(row) for row in (await session.execute(wanted)).scalars()]

    async def claim(self, call_id: str, account_id: str, before: str | None) -> None:
        """Take it from nobody, or from the colleague `before` who is known to have it. Raises ChangedError."""
        await self._change(call_id, before, claimed_by=account_id, claimed_at=self._clock())

    async def release(self, call_id: str, account_id: str) -> None:
        """Let a colleague take it. Raises ChangedError."""
        await self._change(call_id, account_id, claimed_by=None, claimed_at=None)

    async def end(
        self, call: Call, account_id: str, author: str, how: Ended, at: datetime, text: str | None, due: datetime | None
    ) -> None:
        """Keep how a call went, with the intake it belongs to; `due` is when to try again. Raises ChangedError."""
        over = how in ENDS
        values: dict[str, object] = {
            "claimed_by": account_id if over else None,
            "claimed_at": call.claimed_at if over else None,
        }
        values |= {"outcome": how.value, "closed_at": at} if over else {"due": due}
        async with self._sessions.begin() as session:
            await self._win(session, call.id, account_id, values)
            if call.intake_id is not None:
                await self._work.called(session, call.intake_id, author, how.value, text)
            session.add(
                CallAttempt(
                    call_back_id=call.id,
                    at=at,
                    author=author,
                    outcome=how.value,
                    text_sealed=self._sealer.seal(text, _attempt(call.id)) if text else None,
                    due=None if over else due,
                )
            )

    async def _change(self, call_id: str, before: str | None, **values: object) -> None:
        async with self._sessions.begin() as session:
            await self._win(session, call_id, before, values)

    async def _win(self, session: AsyncSession, call_id: str, before: str | None, values: Mapping[str, object]) -> None:
        holder = CallBack.claimed_by.is_(None) if before is None else CallBack.claimed_by == before
        stands = (CallBack.id == call_id, CallBack.closed_at.is_(None), holder)
        won = await session.execute(update(CallBack).where(*stands).values(**values).returning(CallBack.id))
        if won.scalar_one_or_none() is None:
            raise ChangedError

    async def _all(self, wanted: Any) -> list[Call]:
        async with self._sessions() as session:
            return [self._opened(row) for row in (await session.execute(wanted)).scalars()]

    def _opened(self, row: CallBack) -> Call:
        agreed = Agreed(**json.loads(self._sealer.open(row.asked_sealed, _place(row.id)))) if row.asked_sealed else None
        fields = {name: getattr(row, name) for name in Call.__dataclass_fields__ if name != "agreed"}
        return Call(**fields, agreed=agreed)

    def _attempted(self, row: CallAttempt) -> Attempted:
        text = self._sealer.open(row.text_sealed, _attempt(row.call_back_id)) if row.text_sealed else None
        return Attempted(row.at, row.author, row.outcome, text, row.due)


def _place(call_id: str) -> str:
    return f"call_back:{call_id}:asked"


def _attempt(call_id: str) -> str:
    return f"call_attempt:{call_id}:text"
