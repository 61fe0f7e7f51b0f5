"""Tables of the staff's side. Conventions as in backoffice/store/models.py."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backoffice.store.models import FIRST_TEAM, Base


class AccessLogHead(Base):
    """The one row (id 1) that every new line of the access log takes its number from. `seal` binds number and chain.

    `cut_id` is the newest line whose time had passed and that was deleted with all before it; `cut_seal` binds it to the
    chain that goes on from there.
    """

    __tablename__ = "access_log_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    cut_id: Mapped[int] = mapped_column(default=0, server_default="0")
    cut_chain: Mapped[str] = mapped_column(String(64), default="", server_default="")
    cut_seal: Mapped[str] = mapped_column(String(64), default="", server_default="")


class StaffPresence(Base):
    """Whether somebody's console is open (`seen_at` moves on while it is) and whether they take conversations."""

    __tablename__ = "staff_presence"
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
    on_duty: Mapped[bool]


class Team(Base):
    """Some of the staff who share conversations, intakes and call-backs."""

    __tablename__ = "team"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class TeamMember(Base):
    """Who belongs to which team."""

    __tablename__ = "team_member"
    team_id: Mapped[str] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_account.id", ondelete="CASCADE"), primary_key=True)


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


class CallBack(Base):
    """A wish to be called: an intake's (which says who and when), or one agreed in a conversation (`asked_sealed`).

    `due` is when it should be done at the latest; whoever has claimed it calls. `outcome` and `closed_at` end it.
    """

    __tablename__ = "call_back"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    intake_id: Mapped[str | None] = mapped_column(ForeignKey("intake.id", ondelete="CASCADE"), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36))
    asked_at: Mapped[datetime]
    due: Mapped[datetime]
    asked_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    claimed_by: Mapped[str | None] = mapped_column(String(36))
    claimed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    team_id: Mapped[str] = mapped_column(String(16), default=FIRST_TEAM, server_default=FIRST_TEAM)


class CallAttempt(Base):
    """One call: when, by whom, how it went, what was said of it, and when to try again."""

    __tablename__ = "call_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_back_id: Mapped[str] = mapped_column(ForeignKey("call_back.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(16))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    due: Mapped[datetime | None]


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
