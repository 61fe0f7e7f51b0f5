"""What a visitor wrote in the talk about danger, which the engine never gets (ADR 0005); read, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backoffice.chat.bubbles import StoredMessage
from backoffice.store.models import Conversation, Message
from backoffice.store.rows import NOT_FOR_ENGINE, Rows

DANGER = "utter_safety_"


@dataclass(frozen=True)
class WrittenAside:
    """Who writes, as far as the server knows, and the messages, in order."""

    audience: str | None = None
    messages: tuple[StoredMessage, ...] = ()


async def written_aside(session: AsyncSession, rows: Rows, conversation_id: str, seq: int) -> WrittenAside:
    """What was written in the talk about danger before message `seq`, since the engine last had a message.

    Not among it: what was written to a person of the staff, and what was pressed.
    """
    heard = select(func.max(Message.seq)).where(
        Message.conversation_id == conversation_id, Message.seq < seq, Message.engine_status != NOT_FOR_ENGINE
    )
    wanted = (
        select(Message, Conversation.audience)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Message.conversation_id == conversation_id,
            Message.seq > func.coalesce(heard.scalar_subquery(), 0),
            Message.seq < seq,
        )
        .order_by(Message.seq)
    )
    found = (await session.execute(wanted)).all()
    answered_to, messages = None, []
    for row, _ in found:
        if row.sender != "visitor":
            answered_to = row.key
            continue
        message = rows.opened(row)
        if message.payload is None and (message.safety or str(answered_to).startswith(DANGER)):
            messages.append(message)
    return WrittenAside(found[0][1] if found else None, tuple(messages))
