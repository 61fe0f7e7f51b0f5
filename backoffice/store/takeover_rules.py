"""Who has a conversation: what may follow from how it stands. Pure; the repository applies it under the row's lock.

A claim raises the fence, and whoever holds an older one can neither write nor renew, transfer or hand back. A lease that
is not renewed runs out, and the conversation goes back to the queue. Every change that the visitor should know of names
the event to tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from backoffice.store.models import FIRST_TEAM


class Event(StrEnum):
    """What the visitor is told in words."""

    WAITING = "waiting"
    JOINED = "joined"
    TRANSFERRED = "transferred"
    LEFT = "left"
    FINISHED = "finished"
    LOST = "lost"
    NOBODY = "nobody"
    ENDED = "ended"


class Reason(StrEnum):
    """Why a conversation waits."""

    WANTED = "wanted"
    TRANSFER = "transfer"
    LOST = "lost"


@dataclass(frozen=True)
class Held:
    """How a conversation stands. `staff_id`, `fence` and `lease_until` are the holder's while `state` is "staff"."""

    state: str
    fence: int = 0
    staff_id: str | None = None
    lease_until: datetime | None = None
    waiting_since: datetime | None = None
    waiting_told_at: datetime | None = None
    audience: str | None = None
    team_id: str = FIRST_TEAM


@dataclass(frozen=True)
class Terms:
    """How long a lease lasts, how long somebody waits until told that nobody has come, and when waiting ends."""

    lease: timedelta
    wait: timedelta
    end: timedelta


@dataclass(frozen=True)
class Change:
    """Columns that change, and what the visitor is told."""

    values: Mapping[str, Any] = field(default_factory=dict)
    event: Event | None = None


NOBODYS = {"staff_id": None, "lease_until": None}
NOT_WAITING = {"waiting_since": None, "waiting_reason": None, "waiting_told_at": None, "offered_to": None}


def holds(held: Held, account_id: str, fence: int) -> bool:
    """Whether the account has the conversation with this very claim."""
    return held.state == "staff" and held.staff_id == account_id and held.fence == fence


def wait(held: Held, now: datetime) -> Change | None:
    """The visitor asked for a person."""
    if held.state != "bot":
        return None
    return Change(_waiting(now, Reason.WANTED, None), Event.WAITING)


def claim(held: Held, account_id: str, now: datetime, terms: Terms) -> Change | None:
    """Take it; None when a colleague has it or it is over. Taking it again (another tab) makes the older claim void."""
    mine = held.state == "staff" and held.staff_id == account_id
    free = held.state in {"bot", "waiting"} or (held.state == "staff" and _run_out(held, now))
    if not (mine or free):
        return None
    values = {"state": "staff", "staff_id": account_id, "staff_fence": held.fence + 1, "lease_until": now + terms.lease}
    return Change({**NOT_WAITING, **values}, None if mine else Event.JOINED)


def transfer(
    held: Held, account_id: str, fence: int, to: str | None, now: datetime, team_id: str | None = None
) -> Change | None:
    """Give it to the queue for a colleague, or to another team's; None when one does not have it."""
    if not holds(held, account_id, fence):
        return None
    moved = {"team_id": team_id} if team_id is not None else {}
    return Change({**NOBODYS, **_waiting(now, Reason.TRANSFER, to), **moved}, Event.TRANSFERRED)


def hand_back(held: Held, account_id: str, fence: int, event: Event = Event.LEFT) -> Change | None:
    """Give it back to the bot, to go on (LEFT) or because all is said (FINISHED); None when one does not have it."""
    if not holds(held, account_id, fence):
        return None
    return Change({**NOBODYS, **NOT_WAITING, "state": "bot"}, event)


def give_back(held: Held, now: datetime) -> Change | None:
    """The holder's browser is gone: back to the queue."""
    if held.state != "staff" or not _run_out(held, now):
        return None
    return Change({**NOBODYS, **_waiting(now, Reason.LOST, None)}, Event.LOST)


def tell_overdue(held: Held, now: datetime, terms: Terms, somebody_on: bool) -> Change | None:
    """Nobody came within the time, or nobody is there any more: the visitor is told, once, and stays in the queue."""
    if held.state != "waiting" or held.waiting_told_at is not None or held.waiting_since is None:
        return None
    if somebody_on and now - held.waiting_since < terms.wait:
        return None
    return Change({"waiting_told_at": now}, Event.NOBODY)


def end_waiting(held: Held, now: datetime, terms: Terms) -> Change | None:
    """Somebody was told and still waits: out of the queue, and told that too."""
    if held.state != "waiting" or held.waiting_told_at is None or held.waiting_since is None:
        return None
    if now - held.waiting_since < terms.end:
        return None
    return Change({**NOT_WAITING, "state": "bot"}, Event.ENDED)


def _run_out(held: Held, now: datetime) -> bool:
    return held.lease_until is None or held.lease_until < now


def _waiting(now: datetime, reason: Reason, to: str | None) -> dict[str, Any]:
    return {
        "state": "waiting",
        "waiting_since": now,
        "waiting_reason": reason.value,
        "waiting_told_at": None,
        "offered_to": to,
    }
