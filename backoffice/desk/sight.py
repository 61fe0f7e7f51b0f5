"""Whose work somebody sees: their own teams' as a matter of course, another team's only after a written reason."""

from __future__ import annotations

from backoffice.desk.context import Desk
from backoffice.desk.forms import FormError
from backoffice.store.queue import Entry
from backoffice.store.staff_sessions import SignedIn

SHORTEST_REASON = 10


def sees(desk: Desk, who: SignedIn, team_id: str, object_id: str) -> bool:
    """Whether an intake or a call-back is open to somebody: the team's own, or a reason was given for it."""
    return team_id in who.teams or desk.grants.given(who.account.id, object_id, desk.services.clock())


def in_sight(who: SignedIn, entry: Entry) -> bool:
    """Whether a conversation stands in somebody's queue. Danger that nobody has looked at stands in everybody's."""
    mine = who.account.id in {entry.staff_id, entry.offered_to}
    return entry.alarming or mine or entry.team_id in who.teams


def checked_reason(text: str) -> str:
    """`text` when it is long enough to say why. Raises FormError."""
    if len(text) < SHORTEST_REASON:
        raise FormError("reason")
    return text
