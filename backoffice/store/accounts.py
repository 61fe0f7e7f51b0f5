"""Who may sign in to the console. Passwords come in and stay as argon2id hashes, one-time secrets are sealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import TeamMember
from backoffice.store.models import FIRST_TEAM, StaffAccount, StaffSession
from bot.sealing import Sealer

# No hash at all: no password is this account's.
NO_PASSWORD = "!"  # noqa: S105
MOST_NAMESAKES = 50


class Role(StrEnum):
    """What somebody may do in the console; which pages that opens stands in backoffice/desk/access.py."""

    COUNSELLOR = "counsellor"
    LEAD = "lead"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Account:
    """Somebody of the staff. `name` is what colleagues and visitors see; an `external` one has no password here."""

    id: str
    username: str
    name: str
    role: Role
    active: bool
    has_totp: bool
    must_change: bool
    external: bool = False


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    account: Account
    password_hash: str
    totp_secret: str | None
    totp_step: int


class UsernameTakenError(ValueError):
    """There is an account of that name already."""


class Accounts:
    """The repository of accounts."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock

    async def count(self) -> int:
        """How many accounts there are, removed ones included."""
        async with self._sessions() as session:
            return int((await session.execute(select(func.count()).select_from(StaffAccount))).scalar_one())

    async def add(
        self,
        username: str,
        name: str,
        password_hash: str,
        role: Role,
        must_change: bool = False,
        subject: str | None = None,
    ) -> Account:
        """A new account in the first team. Raises UsernameTakenError."""
        row = StaffAccount(
            id=str(uuid.uuid4()),
            username=username,
            display_name=name,
            password_hash=password_hash,
            role=role.value,
            active=True,
            created_at=self._clock(),
            totp_step=0,
            must_change=must_change,
            subject=subject,
        )
        try:
            async with self._sessions.begin() as session:
                session.add(row)
                await session.flush()
                session.add(TeamMember(team_id=FIRST_TEAM, account_id=row.id))
        except IntegrityError:
            raise UsernameTakenError from None
        return account_of(row)

    async def from_provider(self, subject: str, username: str, name: str, role: Role) -> Account | None:
        """The account of somebody the provider vouches for, made at the first time; None when it was removed here.

        Never one that has a password here: a name that is the same proves nothing. Another role than before signs the
        account out everywhere.
        """
        for number in range(MOST_NAMESAKES):
            known = await self._by_subject(subject)
            if known is not None:
                return await self._renewed(known, name, role)
            with suppress(UsernameTakenError):
                free = f"{username}-{number + 1}" if number else username
                await self.add(free, name, NO_PASSWORD, role, subject=subject)
        raise UsernameTakenError

    async def _by_subject(self, subject: str) -> Account | None:
        async with self._sessions() as session:
            row = (
                await session.execute(select(StaffAccount).where(StaffAccount.subject == subject))
            ).scalar_one_or_none()
        return account_of(row) if row is not None else None

    async def _renewed(self, known: Account, name: str, role: Role) -> Account | None:
        if not known.active:
            return None
        if known.name != name:
            await self._change(known.id, display_name=name)
        if known.role != role:
            await self.change_role(known.id, role)
        return replace(known, name=name, role=role)

    async def credentials(self, username: str) -> Credentials | None:
        """What to check a sign-in of `username` against; None when there is no such active account."""
        mine = (StaffAccount.username == username, StaffAccount.active.is_(True), StaffAccount.subject.is_(None))
        wanted = select(StaffAccount).where(*mine)
        async with self._sessions() as session:
            row = (await session.execute(wanted)).scalar_one_or_none()
        return self._credentials(row) if row is not None else None

    async def credentials_of(self, account_id: str) -> Credentials | None:
        """The same by id."""
        async with self._sessions() as session:
            row = await session.get(StaffAccount, account_id)
        usable = row is not None and row.active and row.subject is None
        return self._credentials(row) if row is not None and usable else None

    async def everybody(self) -> list[Account]:
        """All accounts by name, removed ones included."""
        async with self._sessions() as session:
            rows = (await session.execute(select(StaffAccount).order_by(StaffAccount.username))).scalars()
            return [account_of(row) for row in rows]

    async def get(self, account_id: str) -> Account | None:
        """One account, removed or not."""
        async with self._sessions() as session:
            row = await session.get(StaffAccount, account_id)
        return account_of(row) if row is not None else None

    async def change_role(self, account_id: str, role: Role) -> None:
        """Give an account another role; it must sign in again, so that no page stays open with the old one."""
        await self._change(account_id, role=role.value)
        await self.end_sessions(account_id)

    async def remove(self, account_id: str) -> None:
        """Nobody signs in with this account any more, and whoever is signed in is out at the next request."""
        await self._change(account_id, active=False)
        await self.end_sessions(account_id)

    async def change_password(self, account_id: str, password_hash: str, must_change: bool = False) -> None:
        """A new password; all the account's sessions end."""
        await self._change(account_id, password_hash=password_hash, must_change=must_change)
        await self.end_sessions(account_id)

    async def set_totp(self, account_id: str, secret: str | None) -> None:
        """Turn one-time codes on with `secret`, or off."""
        sealed = self._sealer.seal(secret, _totp_place(account_id)) if secret else None
        await self._change(account_id, totp_sealed=sealed, totp_step=0)

    async def use_totp_step(self, account_id: str, step: int) -> bool:
        """Mark a one-time code's step as used; False when it or a newer one was used already."""
        change = update(StaffAccount).where(StaffAccount.id == account_id, StaffAccount.totp_step < step)
        async with self._sessions.begin() as session:
            used = await session.execute(change.values(totp_step=step).returning(StaffAccount.id))
            return used.scalar_one_or_none() is not None

    async def end_sessions(self, account_id: str) -> None:
        """Sign an account out everywhere."""
        async with self._sessions.begin() as session:
            ended = StaffSession.__table__.delete().where(StaffSession.account_id == account_id)  # type: ignore[attr-defined]
            await session.execute(ended)

    async def _change(self, account_id: str, **values: Any) -> None:
        async with self._sessions.begin() as session:
            await session.execute(update(StaffAccount).where(StaffAccount.id == account_id).values(**values))

    def _credentials(self, row: StaffAccount) -> Credentials:
        secret = self._sealer.open(row.totp_sealed, _totp_place(row.id)) if row.totp_sealed else None
        return Credentials(account_of(row), row.password_hash, secret, row.totp_step)


def _totp_place(account_id: str) -> str:
    return f"staff_account:{account_id}:totp"


def account_of(row: StaffAccount) -> Account:
    """A row as the rest of the console knows it."""
    name = row.display_name or row.username
    has_codes, external = row.totp_sealed is not None, row.subject is not None
    return Account(row.id, row.username, name, Role(row.role), row.active, has_codes, bool(row.must_change), external)
