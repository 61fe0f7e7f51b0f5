"""Tables of the staff's side. Conventions as in backoffice/store/models.py."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backoffice.store.models import Base


class AccessLogHead(Base):
    """The one row (id 1) that every new line of the access log takes its number from. `seal` binds number and chain."""

    __tablename__ = "access_log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))


class StaffPresence(Base):
    """Whether somebody's console is open (`seen_at` moves on while it is) and whether they take conversations."""

    __tablename__ = "staff_presence"
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
    on_duty: Mapped[bool]


class ChatNote(Base):
    """What the staff write about a conversation, never shown to the visitor. `kind`: note, transfer, agreed."""

    __tablename__ = "chat_note"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class IntakeEvent(Base):
    """One step in the work on an intake. `kind`: status, note, attempt; `value`: the new status, or how an attempt went."""

    __tablename__ = "intake_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    intake_id: Mapped[str] = mapped_column(ForeignKey("intake.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[str | None] = mapped_column(String(16))
    due: Mapped[datetime | None]
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RouteState(Base):
    """What the staff know of a way that the catalogue does not: see bot.routes.overrides.Override."""

    __tablename__ = "route_state"
    route_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    waiting_weeks: Mapped[int | None]
    closed_until: Mapped[date | None]
    checked_on: Mapped[date | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(80))
    confirmed_on: Mapped[date | None]
    changed_by: Mapped[str] = mapped_column(String(80))
    changed_at: Mapped[datetime]


class ChatHours(Base):
    """When people may be asked for on a weekday (0 is Monday), on the clock in Denmark. No row: not on that day."""

    __tablename__ = "chat_hours"
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))


class ClosingDay(Base):
    """A day on which nobody is there, beside the public holidays."""

    __tablename__ = "closing_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    changed_by: Mapped[str] = mapped_column(String(80))
