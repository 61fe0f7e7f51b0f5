"""Conversations and their messages: sealed, numbered without gaps, each client id once, each message answered once.

Each method is one transaction; database errors are the caller's to answer. A transaction that writes begins with the
update of the conversation's row (`_lock`): it takes the row's lock (SQLite: the only writer's), so that numbers have no
gaps and no doubles, what is decided rests on what stands, and none has to turn from reading to writing.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backoffice.chat.bubbles import Bubble, StoredMessage
from backoffice.store.aside import WrittenAside, written_aside
from backoffice.store.database import Sessions
from backoffice.store.models import Conversation, DeletionLog, EngineAnswer, EngineTracker, Feedback, Message
from backoffice.store.records import GoneError, Incoming, Kept, Standing, Waiting
from backoffice.store.rows import NOT_FOR_ENGINE, Rows
from bot.sealing import Sealer
from bot.texts import Button

PENDING, ANSWERED, EXPIRED = "pending", "answered", "expired"
NO_TOKEN = "0" * 64


class Conversations:
    """The repository."""

    def __init__(self, sessions: Sessions, sealer: Sealer, clock: Callable[[], datetime]) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._rows = Rows(sealer)
        self._clock = clock

    async def create(
        self,
        token_hash: str,
        page: str | None,
        topic: str | None,
        greeting: Sequence[Bubble],
        safety: dict[str, Any] | None = None,
    ) -> str:
        """A new conversation that begins with `greeting`; gives its id. `safety` when what opened it spoke of danger."""
        now, identifier = self._clock(), str(uuid.uuid4())
        values = {"token_hash": token_hash, "page": page, "topic": topic} | ({"safety": safety} if safety else {})
        conversation = Conversation(
            id=identifier, created_at=now, last_activity_at=now, last_seq=0, state="bot", **values
        )
        async with self._sessions.begin() as session:
            session.add(conversation)
            await session.flush()
            await self._append(session, identifier, greeting)
        return identifier

    async def open(self, conversation_id: str, token_hash: str) -> Conversation | None:
        """The conversation, when the token is its own; None alike for a wrong id and a wrong token."""
        async with self._sessions() as session:
            found = await session.get(Conversation, conversation_id)
        matches = hmac.compare_digest(found.token_hash if found else NO_TOKEN, token_hash)
        return found if found and matches else None

    async def keep(
        self, conversation_id: str, client_id: str, decide: Callable[[Standing], Incoming], first: bool = False
    ) -> Kept:
        """Store what a visitor sent together with what the server says to it; danger goes `first`. Raises GoneError.

        `decide` is called under the conversation's lock, once, and not at all when `client_id` was stored before.
        """
        async with self._sessions.begin(first) as session:
            standing = await self._lock(session, conversation_id, 1)
            if known := await self._twin(session, conversation_id, client_id):
                await session.rollback()
                return known
            incoming = decide(standing)
            bubble = Bubble(incoming.text, sender="visitor", safety=incoming.safety)
            row = self._rows.sealed(conversation_id, standing.last_seq, bubble, self._clock(), incoming.payload)
            row.client_id, row.engine_status = client_id, PENDING if incoming.for_engine else NOT_FOR_ENGINE
            session.add(row)
            await self._append(session, conversation_id, incoming.says)
            await self._change(session, conversation_id, incoming.changes)
            for_staff = standing.state in {"waiting", "staff"} or "danger_at" in incoming.changes
            return Kept(standing.last_seq, row.id, False, incoming.for_engine, for_staff)

    async def feedback(
        self,
        conversation_id: str,
        helped: str,
        comment: str | None,
        decide: Callable[[Standing], tuple[Sequence[Bubble], Mapping[str, Any]]],
    ) -> None:
        """Keep what the visitor says of the conversation, in place of an earlier one, and say what `decide` gives."""
        sealed = self._sealer.seal(comment, f"feedback:{conversation_id}:comment") if comment else None
        async with self._sessions.begin() as session:
            says, changes = decide(await self._lock(session, conversation_id, 0))
            await session.execute(delete(Feedback).where(Feedback.conversation_id == conversation_id))
            session.add(
                Feedback(conversation_id=conversation_id, helped=helped, comment_sealed=sealed, at=self._clock())
            )
            await self._append(session, conversation_id, says)
            await self._change(session, conversation_id, changes)

    async def say(self, conversation_id: str, bubbles: Sequence[Bubble]) -> None:
        """Append bubbles of the bot, of staff or of the system. Raises GoneError."""
        async with self._sessions.begin() as session:
            await self._lock(session, conversation_id, 0)
            await self._append(session, conversation_id, bubbles)

    async def answer(
        self,
        conversation_id: str,
        message_id: str,
        bubbles: Sequence[Bubble],
        decide: Callable[[Standing], Mapping[str, Any]],
        status: str = ANSWERED,
    ) -> bool:
        """Append the answer to a message, once: False when it had one. What `decide` gives changes the conversation."""
        async with self._sessions.begin() as session:
            standing = await self._lock(session, conversation_id, 0)
            if not await self._mark(session, message_id, engine_status=status):
                return False
            await self._append(session, conversation_id, bubbles)
            await self._change(session, conversation_id, decide(standing))
            return True

    async def hold(self, waiting: Waiting, make: Callable[[Standing, str | None], Bubble]) -> bool:
        """Append a holding text for a message that is still unanswered, once. `make` gets the newest bubble's key."""
        async with self._sessions.begin() as session:
            standing = await self._lock(session, waiting.conversation_id, 0)
            if not await self._mark(session, waiting.id, unheld_only=True, held=True):
                return False
            newest = select(Message.key).where(
                Message.conversation_id == waiting.conversation_id, Message.sender != "visitor"
            )
            key = (await session.execute(newest.order_by(Message.seq.desc()).limit(1))).scalar_one_or_none()
            await self._append(session, waiting.conversation_id, [make(standing, key)])
            return True

    async def after(self, conversation_id: str, seq: int) -> list[StoredMessage]:
        """All messages with a higher number than `seq`, in order."""
        wanted = (
            select(Message).where(Message.conversation_id == conversation_id, Message.seq > seq).order_by(Message.seq)
        )
        async with self._sessions() as session:
            return [self._rows.opened(row) for row in (await session.execute(wanted)).scalars()]

    async def head(self, conversation_id: str) -> tuple[str, int] | None:
        """Who has the conversation and the number of its newest message; None when it is gone. One cheap look."""
        wanted = select(Conversation.state, Conversation.last_seq).where(Conversation.id == conversation_id)
        async with self._sessions() as session:
            found = (await session.execute(wanted)).one_or_none()
        return (found[0], found[1]) if found else None

    async def button(self, conversation_id: str, seq: int, number: int) -> Button | None:
        """The button `number` below message `seq` of this conversation."""
        async with self._sessions() as session:
            row = await session.get(Message, (conversation_id, seq))
        buttons = self._rows.opened(row).buttons if row is not None else ()
        return buttons[number] if 0 <= number < len(buttons) else None

    async def offered(self, conversation_id: str) -> tuple[Button, ...]:
        """The buttons below what was said since the visitor wrote last."""
        mine = select(func.max(Message.seq)).where(
            Message.conversation_id == conversation_id, Message.sender == "visitor"
        )
        said = select(Message).where(
            Message.conversation_id == conversation_id, Message.seq > func.coalesce(mine.scalar_subquery(), 0)
        )
        async with self._sessions() as session:
            rows = (await session.execute(said.order_by(Message.seq.desc()))).scalars().all()
        return tuple(button for row in rows for button in self._rows.opened(row).buttons)

    async def waiting(self) -> list[Waiting]:
        """All unanswered messages, in order within each conversation."""
        wanted = (
            select(Message.conversation_id, Message.id, Message.at, Message.held)
            .where(Message.engine_status == PENDING)
            .order_by(Message.conversation_id, Message.seq)
        )
        async with self._sessions() as session:
            return [Waiting(*row) for row in (await session.execute(wanted)).all()]

    async def next_waiting(self, conversation_id: str) -> tuple[StoredMessage, bool] | None:
        """The oldest unanswered message of a conversation, and whether others wait behind it."""
        wanted = (
            select(Message)
            .where(Message.conversation_id == conversation_id, Message.engine_status == PENDING)
            .order_by(Message.seq)
            .limit(2)
        )
        async with self._sessions() as session:
            rows = (await session.execute(wanted)).scalars().all()
        return (self._rows.opened(rows[0]), len(rows) > 1) if rows else None

    async def aside(self, conversation_id: str, seq: int) -> WrittenAside:
        """What was written in the talk about danger before message `seq` and the engine does not know."""
        async with self._sessions() as session:
            return await written_aside(session, self._rows, conversation_id, seq)

    async def delete(self, conversation_id: str) -> None:
        """Delete the conversation here and in the engine's memory, and note that it was done (not what it said)."""
        async with self._sessions.begin() as session:
            await session.execute(delete(Conversation).where(Conversation.id == conversation_id))
            await self._delete_rest(session, conversation_id)
            session.add(DeletionLog(at=self._clock(), kind="conversation", reason="visitor", count=1))

    async def delete_rest(self, conversation_id: str) -> None:
        """Delete what the engine may have written while the conversation was being deleted."""
        async with self._sessions.begin() as session:
            await self._delete_rest(session, conversation_id)

    async def _delete_rest(self, session: AsyncSession, conversation_id: str) -> None:
        for table in (EngineTracker, EngineAnswer, Message, Feedback):
            await session.execute(delete(table).where(table.conversation_id == conversation_id))

    async def _lock(self, session: AsyncSession, conversation_id: str, step: int) -> Standing:
        taken = await session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(last_seq=Conversation.last_seq + step, last_activity_at=self._clock())
            .returning(Conversation.last_seq, Conversation.state, Conversation.audience, Conversation.safety)
        )
        row = taken.one_or_none()
        if row is None:
            raise GoneError
        return Standing(*row)

    async def _append(self, session: AsyncSession, conversation_id: str, bubbles: Sequence[Bubble]) -> None:
        if not bubbles:
            return
        last, now = (await self._lock(session, conversation_id, len(bubbles))).last_seq, self._clock()
        for seq, bubble in enumerate(bubbles, last - len(bubbles) + 1):
            session.add(self._rows.sealed(conversation_id, seq, bubble, now))

    async def _twin(self, session: AsyncSession, conversation_id: str, client_id: str) -> Kept | None:
        wanted = select(Message.seq, Message.id, Message.engine_status).where(
            Message.conversation_id == conversation_id, Message.client_id == client_id
        )
        row = (await session.execute(wanted)).one_or_none()
        return Kept(row[0], row[1], True, row[2] == PENDING) if row else None

    async def _change(self, session: AsyncSession, conversation_id: str, changes: Mapping[str, Any]) -> None:
        if changes:
            await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(**changes))

    async def _mark(self, session: AsyncSession, message_id: str, unheld_only: bool = False, **values: Any) -> bool:
        change = update(Message).where(Message.id == message_id, Message.engine_status == PENDING).values(**values)
        if unheld_only:
            change = change.where(Message.held.is_(False))
        marked = await session.execute(change.returning(Message.seq))
        return marked.scalar_one_or_none() is not None
