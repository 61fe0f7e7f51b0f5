"""Deletes conversations whose time has passed, with what the engine remembers of them, and writes down that it did.

How long is a proposal until the municipality has decided (docs/settings.md): three days after the last message, and
thirty after it where danger was read, so that staff can act on it. An intake that was sent outlives its conversation.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.case_retention import CaseRetention
from backoffice.store.models import Conversation, DeletionLog, EngineAnswer, EngineTracker, Feedback, Message

BATCH = 200
EVERY_SECONDS = 3600.0
# A turn of the engine that was under way when its conversation was deleted is over long before.
ORPHAN_AGE = timedelta(hours=1)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Periods:
    """How long a conversation is kept after its last message: without and with danger in it."""

    plain: timedelta
    danger: timedelta


class Retention:
    """The job. Several processes may run it at once; each row is deleted and counted once."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        clock: Callable[[], datetime],
        periods: Periods,
        cases: CaseRetention | None = None,
    ) -> None:
        """`cases` deletes, in the same job, what the staff's side keeps."""
        self._cases = cases
        self._sessions = sessions
        self._clock = clock
        self._periods = periods

    async def run(self) -> None:
        """Delete now and then every hour, for as long as the process lives; a failure is told and tried again."""
        while True:
            try:
                logger.info("retention: %s conversations deleted", await self.once())
                if self._cases is not None:
                    logger.info("retention: %s", await self._cases.once())
            except (SQLAlchemyError, OSError) as error:
                logger.error("retention failed: %s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def once(self) -> int:
        """Delete everything whose time has passed; gives the number of conversations."""
        count = 0
        while batch := await self._batch():
            count += batch
        await self._orphans()
        return count

    def _passed(self) -> ColumnElement[bool]:
        now = self._clock()
        plain = and_(Conversation.safety.is_(None), Conversation.last_activity_at < now - self._periods.plain)
        return or_(plain, Conversation.last_activity_at < now - self._periods.danger)

    async def _batch(self) -> int:
        passed = self._passed()
        some = select(Conversation.id).where(passed).limit(BATCH)
        async with self._sessions.begin() as session:
            # The condition again outside: whoever wrote meanwhile keeps the conversation.
            gone = delete(Conversation).where(Conversation.id.in_(some), passed).returning(Conversation.id)
            deleted = (await session.execute(gone)).scalars().all()
            for table in (Message, Feedback, EngineTracker, EngineAnswer):
                await session.execute(delete(table).where(table.conversation_id.in_(deleted)))
            if deleted:
                self._note(session, "conversation", len(deleted))
        return len(deleted)

    async def _orphans(self) -> None:
        """What the engine wrote of a conversation that was deleted in the same moment."""
        before = self._clock() - ORPHAN_AGE
        async with self._sessions.begin() as session:
            count = 0
            for table, at in ((EngineTracker, EngineTracker.updated_at), (EngineAnswer, EngineAnswer.at)):
                owner = exists().where(Conversation.id == table.conversation_id)
                gone = delete(table).where(at < before, ~owner).returning(table.conversation_id)
                count += len((await session.execute(gone)).scalars().all())
            if count:
                self._note(session, "engine", count)

    def _note(self, session: AsyncSession, kind: str, count: int) -> None:
        session.add(DeletionLog(at=self._clock(), kind=kind, reason="retention", count=count))
