"""The tables. Times are UTC; columns ending in `_sealed` hold `bot.sealing` values, context "<table>:<key>:<column>"."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The team that new conversations and intakes come to; the migration makes it.
FIRST_TEAM = "main"
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, str: String(200), dict[str, Any]: JSON}


class Conversation(Base):
    """One visitor's conversation. `token_hash` is the SHA-256 of the only key to it; `state` as in chat-api."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="bot", index=True)
    audience: Mapped[str | None] = mapped_column(String(16))
    last_seq: Mapped[int] = mapped_column(default=0)
    safety: Mapped[dict[str, Any] | None]  # reading that stands and step of the safety dialogue; never any text
    page: Mapped[str | None]
    topic: Mapped[str | None]
    # Who of the staff has it (backoffice/store/takeover.py). The fence grows with each claim: an older one writes nothing.
    staff_id: Mapped[str | None] = mapped_column(String(36))
    staff_fence: Mapped[int] = mapped_column(default=0, server_default="0")
    lease_until: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    waiting_reason: Mapped[str | None] = mapped_column(String(16))
    waiting_told_at: Mapped[datetime | None]
    offered_to: Mapped[str | None] = mapped_column(String(36))
    # The first sure danger that nobody has looked at since, and who looked.
    danger_at: Mapped[datetime | None] = mapped_column(index=True)
    danger_seen_at: Mapped[datetime | None]
    danger_seen_by: Mapped[str | None] = mapped_column(String(80))
    team_id: Mapped[str] = mapped_column(String(16), default=FIRST_TEAM, server_default=FIRST_TEAM)


class Message(Base):
    """One bubble. `extras_sealed` is JSON: buttons with payloads, routes, safety, step.

    `engine_status`: none, pending, answered.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_message_engine_status", "engine_status"),
    )
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    client_id: Mapped[str | None] = mapped_column(String(36))
    sender: Mapped[str] = mapped_column(String(8))  # visitor, bot, staff, system
    key: Mapped[str | None]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    extras_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    engine_status: Mapped[str] = mapped_column(String(10), default="none")
    held: Mapped[bool] = mapped_column(default=False)  # a holding text was given while the engine was away


class Feedback(Base):
    """What the visitor said of the conversation."""

    __tablename__ = "feedback"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    helped: Mapped[str] = mapped_column(String(8))
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class Intake(Base):
    """Information sent ahead of a forsamtale; it outlives the conversation. `content_sealed` is the intake as JSON."""

    __tablename__ = "intake"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(16), default="new")
    safety: Mapped[dict[str, Any] | None]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    team_id: Mapped[str] = mapped_column(String(16), default=FIRST_TEAM, server_default=FIRST_TEAM)


class StaffAccount(Base):
    """Somebody who may sign in to the console; the password is an argon2id hash."""

    __tablename__ = "staff_account"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    display_name: Mapped[str | None] = mapped_column(String(80))
    # What the municipality's provider knows them by, hashed; such an account has no password here.
    subject: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # the newest one-time code's step, never again
    must_change: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # the password was given, not chosen


class StaffSession(Base):
    """A signed-in browser; the cookie's value is stored hashed."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class AccessLog(Base):
    """Who read or did what, when. Append-only; `chain` is the HMAC over the row and the row before it."""

    __tablename__ = "access_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(80))
    chain: Mapped[str] = mapped_column(String(64))


class DeletionLog(Base):
    """That something was deleted, when and why; never what it said."""

    __tablename__ = "deletion_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    count: Mapped[int]


class EngineTracker(Base):
    """The engine's memory of a conversation: its slots, form and last turns, sealed. Written by bot.engine.tracker_store."""

    __tablename__ = "engine_tracker"
    conversation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime]


class EngineAnswer(Base):
    """What the engine answered to one message id, sealed, so that the same id again gives the same answer."""

    __tablename__ = "engine_answer"
    conversation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
