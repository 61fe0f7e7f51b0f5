"""What the staff write about a conversation for each other: notes, what to know at a transfer, what was agreed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import ChatNote
from bot.sealing import Sealer


@dataclass(frozen=True)
class Note:
    """One note. `kind`: note, transfer, agreed."""

    at: datetime
    author: str
    kind: str
    text: str


class ChatNotes:
    """The repository of notes; they are deleted with their conversation."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock

    async def add(self, conversation_id: str, author: str, kind: str, text: str) -> None:
        """Keep a note."""
        identifier = str(uuid.uuid4())
        row = ChatNote(
            id=identifier,
            conversation_id=conversation_id,
            at=self._clock(),
            author=author,
            kind=kind,
            text_sealed=self._sealer.seal(text, f"chat_note:{identifier}:text"),
        )
        async with self._sessions.begin() as session:
            session.add(row)

    async def of(self, conversation_id: str) -> list[Note]:
        """A conversation's notes, oldest first."""
        wanted = select(ChatNote).where(ChatNote.conversation_id == conversation_id).order_by(ChatNote.at, ChatNote.id)
        async with self._sessions() as session:
            rows = (await session.execute(wanted)).scalars()
            return [
                Note(row.at, row.author, row.kind, self._sealer.open(row.text_sealed, f"chat_note:{row.id}:text"))
                for row in rows
            ]
