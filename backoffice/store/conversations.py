"""Conversations and their messages: sealed, numbered without gaps, each client id once, each message answered once."""

from __future__ import annotations

import hmac
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble, StoredMessage
from backoffice.store.models import Conversation, DeletionLog, EngineAnswer, EngineTracker, Feedback, Message
from bot.sealing import Sealer
from bot.texts import Button

PENDING, ANSWERED, EXPIRED, NONE = "pending", "answered", "expired", "none"


@dataclass(frozen=True)
class Incoming:
    """What a visitor sent: the text to show, and what it means to the engine when it was a button."""

    client_id: str
    text: str
    for_engine: bool
    payload: str | None = None
    safety: dict[str, Any] | None = None


@dataclass(frozen=True)
class Kept:
    """The number an incoming message has, and whether it had been sent before."""

    seq: int
    id: str
    duplicate: bool


class GoneError(LookupError):
    """The conversation was deleted meanwhile."""


class Conversations:
    """The repository. Every method is one transaction; database errors are the caller's to answer."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock

    async def create(self, token_hash: str, page: str | None, topic: str | None, greeting: Sequence[Bubble]) -> str:
        """A new conversation that begins with `greeting`; gives its id."""
        now, identifier = self._clock(), str(uuid.uuid4())
        conversation = Conversation(
            id=identifier,
            token_hash=token_hash,
            created_at=now,
            last_activity_at=now,
            page=page,
            topic=topic,
            last_seq=0,
            state="bot",
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
        matches = hmac.compare_digest(found.token_hash if found else "0" * 64, token_hash)
        return found if found and matches else None

    async def keep(
        self,
        conversation_id: str,
        incoming: Incoming,
        says: Sequence[Bubble] = (),
        safety: dict[str, Any] | None = None,
    ) -> Kept:
        """Store what a visitor sent together with what the server says to it. Raises GoneError."""
        async with self._sessions.begin() as session:
            seq = await self._next(session, conversation_id)
            twin = select(Message).where(
                Message.conversation_id == conversation_id, Message.client_id == incoming.client_id
            )
            if known := (await session.execute(twin)).scalar_one_or_none():
                kept = Kept(known.seq, known.id, True)
                await session.rollback()
                return kept
            row = self._row(
                conversation_id, seq, Bubble(incoming.text, sender="visitor", safety=incoming.safety), incoming.payload
            )
            row.client_id, row.engine_status = incoming.client_id, PENDING if incoming.for_engine else NONE
            session.add(row)
            await self._append(session, conversation_id, says)
            if safety is not None:
                await session.execute(
                    update(Conversation).where(Conversation.id == conversation_id).values(safety=safety)
                )
            return Kept(seq, row.id, False)

    async def say(self, conversation_id: str, bubbles: Sequence[Bubble]) -> None:
        """Append bubbles of the bot or the system. Raises GoneError."""
        async with self._sessions.begin() as session:
            await self._append(session, conversation_id, bubbles)

    async def answer(
        self, conversation_id: str, message_id: str, bubbles: Sequence[Bubble], changes: dict[str, Any]
    ) -> bool:
        """Append the engine's answer to a message, once: False when it had been answered. `changes` go on the conversation."""
        async with self._sessions.begin() as session:
            await self._next(session, conversation_id, 0)
            if not await self._mark(session, message_id, engine_status=ANSWERED):
                return False
            await self._append(session, conversation_id, bubbles)
            if changes:
                await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(**changes))
            return True

    async def hold(self, conversation_id: str, message_id: str, bubble: Bubble) -> bool:
        """Append a holding text for a message that is still unanswered, once."""
        async with self._sessions.begin() as session:
            await self._next(session, conversation_id, 0)
            if not await self._mark(session, message_id, unheld_only=True, held=True):
                return False
            await self._append(session, conversation_id, [bubble])
            return True

    async def expire(self, conversation_id: str, message_id: str) -> None:
        """Give up on a message that is too old for an answer to make sense."""
        async with self._sessions.begin() as session:
            await self._next(session, conversation_id, 0)
            await self._mark(session, message_id, engine_status=EXPIRED)

    async def after(self, conversation_id: str, seq: int) -> list[StoredMessage]:
        """All messages with a higher number than `seq`, in order."""
        wanted = (
            select(Message).where(Message.conversation_id == conversation_id, Message.seq > seq).order_by(Message.seq)
        )
        async with self._sessions() as session:
            return [self._opened(row) for row in (await session.execute(wanted)).scalars()]

    async def state(self, conversation_id: str) -> str | None:
        """Who has the conversation, or None when it is gone."""
        async with self._sessions() as session:
            found = await session.execute(select(Conversation.state).where(Conversation.id == conversation_id))
            return found.scalar_one_or_none()

    async def button(self, conversation_id: str, seq: int, number: int) -> Button | None:
        """The button `number` below message `seq` of this conversation."""
        async with self._sessions() as session:
            row = await session.get(Message, (conversation_id, seq))
        buttons = self._opened(row).buttons if row is not None else ()
        return buttons[number] if 0 <= number < len(buttons) else None

    async def pending(self, conversation_id: str | None = None) -> list[tuple[str, StoredMessage]]:
        """Unanswered messages in order, with their conversation's id: of one conversation or of all."""
        wanted = select(Message).where(Message.engine_status == PENDING).order_by(Message.conversation_id, Message.seq)
        if conversation_id is not None:
            wanted = wanted.where(Message.conversation_id == conversation_id)
        async with self._sessions() as session:
            return [(row.conversation_id, self._opened(row)) for row in (await session.execute(wanted)).scalars()]

    async def last_key(self, conversation_id: str) -> str | None:
        """The key of the newest bubble that is not the visitor's."""
        wanted = select(Message.key).where(Message.conversation_id == conversation_id, Message.sender != "visitor")
        async with self._sessions() as session:
            return (await session.execute(wanted.order_by(Message.seq.desc()).limit(1))).scalar_one_or_none()

    async def audience(self, conversation_id: str) -> str | None:
        """The audience that the conversation is known to have."""
        async with self._sessions() as session:
            found = await session.execute(select(Conversation.audience).where(Conversation.id == conversation_id))
            return found.scalar_one_or_none()

    async def remember_audience(self, conversation_id: str, audience: str) -> None:
        """Keep which audience the visitor said to be."""
        async with self._sessions.begin() as session:
            await session.execute(
                update(Conversation).where(Conversation.id == conversation_id).values(audience=audience)
            )

    async def feedback(self, conversation_id: str, helped: str, comment: str | None) -> None:
        """Keep what the visitor says of the conversation; a later one takes the place of an earlier."""
        sealed = self._sealer.seal(comment, f"feedback:{conversation_id}:comment") if comment else None
        async with self._sessions.begin() as session:
            await session.merge(
                Feedback(conversation_id=conversation_id, helped=helped, comment_sealed=sealed, at=self._clock())
            )

    async def delete(self, conversation_id: str) -> None:
        """Delete the conversation here and in the engine's memory, and note that it was done (not what it said)."""
        async with self._sessions.begin() as session:
            for table in (EngineTracker, EngineAnswer, Message, Feedback):
                await session.execute(delete(table).where(table.conversation_id == conversation_id))
            await session.execute(delete(Conversation).where(Conversation.id == conversation_id))
            session.add(DeletionLog(at=self._clock(), kind="conversation", reason="visitor", count=1))

    def is_expired(self, message: StoredMessage, hours: float) -> bool:
        """True when `message` is older than `hours`."""
        return self._clock() - message.at > timedelta(hours=hours)

    async def _next(self, session: AsyncSession, conversation_id: str, step: int = 1) -> int:
        # The update comes first in each transaction: it takes the row's lock (SQLite: the only writer's), so that numbers
        # have no gaps and no doubles, and no transaction has to turn from reading to writing.
        taken = await session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(last_seq=Conversation.last_seq + step, last_activity_at=self._clock())
            .returning(Conversation.last_seq)
        )
        seq = taken.scalar_one_or_none()
        if seq is None:
            raise GoneError
        return int(seq)

    async def _append(self, session: AsyncSession, conversation_id: str, bubbles: Sequence[Bubble]) -> None:
        for bubble in bubbles:
            session.add(self._row(conversation_id, await self._next(session, conversation_id), bubble))

    async def _mark(self, session: AsyncSession, message_id: str, unheld_only: bool = False, **values: Any) -> bool:
        change = update(Message).where(Message.id == message_id, Message.engine_status == PENDING).values(**values)
        if unheld_only:
            change = change.where(Message.held.is_(False))
        marked = await session.execute(change.returning(Message.seq))
        return marked.scalar_one_or_none() is not None

    def _row(self, conversation_id: str, seq: int, bubble: Bubble, payload: str | None = None) -> Message:
        place = f"message:{conversation_id}:{seq}"
        extras = json.dumps({**bubble.extras(), "payload": payload})
        return Message(
            conversation_id=conversation_id,
            seq=seq,
            id=str(uuid.uuid4()),
            sender=bubble.sender,
            key=bubble.key,
            text_sealed=self._sealer.seal(bubble.text, f"{place}:text"),
            extras_sealed=self._sealer.seal(extras, f"{place}:extras"),
            at=self._clock(),
            engine_status=NONE,
            held=False,
        )

    def _opened(self, row: Message) -> StoredMessage:
        place = f"message:{row.conversation_id}:{row.seq}"
        extras = json.loads(self._sealer.open(row.extras_sealed, f"{place}:extras")) if row.extras_sealed else {}
        return StoredMessage(
            row.seq,
            row.id,
            row.sender,
            row.key,
            self._sealer.open(row.text_sealed, f"{place}:text"),
            row.at,
            tuple(Button(each["title"], each["payload"]) for each in extras.get("buttons", ())),
            tuple(extras.get("routes", ())),
            extras.get("safety"),
            extras.get("payload"),
            row.held,
        )
