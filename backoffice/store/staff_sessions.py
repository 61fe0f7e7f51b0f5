"""Signed-in browsers. The cookie's value is only kept hashed; a session ends by time, by signing out and by removal."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.accounts import Account, account_of
from backoffice.store.desk_models import TeamMember
from backoffice.store.models import StaffAccount, StaffSession

# A request writes `seen_at` only when it is this much newer: a page with many parts is not as many writes.
SEEN_STEP = timedelta(seconds=10)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in with a cookie, and the form token of that session."""

    account: Account
    csrf: str
    token_hash: str
    teams: frozenset[str] = frozenset()


def hashed(token: str) -> str:
    """What is stored of a cookie's value."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class StaffSessions:
    """The repository of sessions. `idle` and `absolute` are seconds."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], clock: Callable[[], datetime], idle: int, absolute: int
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._idle = timedelta(seconds=idle)
        self._absolute = timedelta(seconds=absolute)

    async def begin(self, account_id: str) -> str:
        """A new session; gives the cookie's value, which is known nowhere else. Clears away what has ended."""
        token, now = secrets.token_urlsafe(32), self._clock()
        row = StaffSession(
            token_hash=hashed(token),
            account_id=account_id,
            csrf=secrets.token_urlsafe(24),
            created_at=now,
            seen_at=now,
        )
        async with self._sessions.begin() as session:
            over = or_(StaffSession.seen_at < now - self._idle, StaffSession.created_at < now - self._absolute)
            await session.execute(delete(StaffSession).where(over))
            session.add(row)
        return token

    async def find(self, token: str, used: bool = True) -> SignedIn | None:
        """Who is signed in with `token`. `used` counts as activity; a page that refreshes itself is none."""
        now = self._clock()
        async with self._sessions() as session:
            wanted = select(StaffSession, StaffAccount).join(StaffAccount, StaffAccount.id == StaffSession.account_id)
            found = (await session.execute(wanted.where(StaffSession.token_hash == hashed(token)))).one_or_none()
            teams = await _teams(session, found[1].id) if found is not None else frozenset()
        if found is None or not found[1].active or self._over(found[0], now):
            return None
        if used and now - found[0].seen_at > SEEN_STEP:
            await self._seen(found[0].token_hash, now)
        return SignedIn(account_of(found[1]), found[0].csrf, found[0].token_hash, teams)

    async def end(self, token_hash: str) -> None:
        """Sign out."""
        async with self._sessions.begin() as session:
            await session.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash))

    def _over(self, row: StaffSession, now: datetime) -> bool:
        return now - row.seen_at > self._idle or now - row.created_at > self._absolute

    async def _seen(self, token_hash: str, now: datetime) -> None:
        async with self._sessions.begin() as session:
            await session.execute(update(StaffSession).where(StaffSession.token_hash == token_hash).values(seen_at=now))


async def _teams(session: AsyncSession, account_id: str) -> frozenset[str]:
    wanted = select(TeamMember.team_id).where(TeamMember.account_id == account_id)
    return frozenset((await session.execute(wanted)).scalars())
