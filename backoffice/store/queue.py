"""The queue: who needs the staff. Danger that nobody has looked at comes first, then whoever has waited longest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.models import FIRST_TEAM, Conversation

LEVELS = {"acute": 0, "high": 1, "concern": 2}


@dataclass(frozen=True)
class Entry:
    """A conversation in the queue or with a person. Holds no text."""

    id: str
    state: str
    audience: str | None
    staff_id: str | None
    offered_to: str | None
    created_at: datetime
    last_activity_at: datetime
    waiting_since: datetime | None
    waiting_reason: str | None
    waiting_told_at: datetime | None
    danger_at: datetime | None
    danger_seen_at: datetime | None
    danger_seen_by: str | None
    safety: dict[str, Any] | None
    staff_fence: int
    team_id: str = FIRST_TEAM

    @property
    def alarming(self) -> bool:
        """Danger that nobody has looked at."""
        return self.danger_at is not None and self.danger_seen_at is None

    @property
    def reading(self) -> dict[str, Any] | None:
        """The danger that stands, in the form the templates know; None when there is none that is sure."""
        if not self.safety or not self.safety.get("sure"):
            return None
        return {"class": self.safety.get("crisis"), "level": self.safety.get("level"), "sure": True}

    @property
    def first_look(self) -> float | None:
        """Seconds from the danger to the first look at it."""
        if self.danger_at is None or self.danger_seen_at is None:
            return None
        return (self.danger_seen_at - self.danger_at).total_seconds()


COLUMNS = tuple(getattr(Conversation, name) for name in Entry.__dataclass_fields__)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Danger first (gravest, then oldest), then those who wait (longest first), then those who are being helped."""
    return sorted(entries, key=_place)


def _place(entry: Entry) -> tuple[int, int, datetime]:
    if entry.alarming:
        level = (entry.safety or {}).get("level")
        return 0, LEVELS.get(str(level), len(LEVELS)), entry.danger_at or entry.created_at
    if entry.state == "waiting":
        return 1, 0, entry.waiting_since or entry.created_at
    return 2, 0, entry.created_at


class Queue:
    """Reads the queue."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def entries(self) -> list[Entry]:
        """Everything that needs the staff or has one of them, in order."""
        unseen = and_(Conversation.danger_at.is_not(None), Conversation.danger_seen_at.is_(None))
        wanted = select(*COLUMNS).where(or_(Conversation.state.in_(("waiting", "staff")), unseen))
        async with self._sessions() as session:
            return in_order(Entry(*row) for row in (await session.execute(wanted)).all())

    async def entry(self, conversation_id: str) -> Entry | None:
        """One conversation, in the queue or not."""
        async with self._sessions() as session:
            row = (await session.execute(select(*COLUMNS).where(Conversation.id == conversation_id))).one_or_none()
        return Entry(*row) if row else None

    async def place(self, conversation_id: str) -> int | None:
        """Which number in line a conversation that waits has; None when it does not wait."""
        entry = await self.entry(conversation_id)
        if entry is None or entry.state != "waiting" or entry.waiting_since is None:
            return None
        return await self.waiting_before(entry.waiting_since, entry.team_id) + 1

    async def waiting_before(self, moment: datetime, team_id: str = FIRST_TEAM) -> int:
        """How many of the team's have waited longer than somebody who began to wait at `moment`."""
        before = (
            Conversation.state == "waiting",
            Conversation.waiting_since < moment,
            Conversation.team_id == team_id,
        )
        async with self._sessions() as session:
            return int((await session.execute(select(func.count()).where(*before))).scalar_one())
