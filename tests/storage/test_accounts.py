"""Accounts and sessions of the staff: one per name, secrets sealed or hashed, gone when removed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.accounts import Accounts, Role, UsernameTakenError
from backoffice.store.models import StaffAccount, StaffSession
from backoffice.store.staff_sessions import StaffSessions
from bot.sealing import Sealer

Factory = async_sessionmaker[AsyncSession]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(sessions: Factory, sealer: Sealer, clock: Clock) -> Accounts:
    return Accounts(sessions, sealer, clock)


@pytest.fixture
def signed_in(sessions: Factory, clock: Clock) -> StaffSessions:
    return StaffSessions(sessions, clock, idle=900, absolute=28800)


async def test_a_name_is_given_once(accounts: Accounts) -> None:
    made = await asyncio.gather(
        *(accounts.add("karla", "Karla", "hash", Role.LEAD) for _ in range(4)), return_exceptions=True
    )
    assert [type(each).__name__ for each in made].count("Account") == 1
    assert all(isinstance(each, UsernameTakenError) for each in made if isinstance(each, Exception))
    assert await accounts.count() == 1


async def test_a_removed_account_has_no_credentials_and_no_session(
    accounts: Accounts, signed_in: StaffSessions
) -> None:
    account = await accounts.add("karla", "Karla", "hash", Role.LEAD)
    token = await signed_in.begin(account.id)
    await accounts.remove(account.id)
    assert await accounts.credentials("karla") is None
    assert await accounts.credentials_of(account.id) is None
    assert await signed_in.find(token) is None


async def test_the_one_time_secret_is_sealed_and_each_step_counts_once(accounts: Accounts, sessions: Factory) -> None:
    account = await accounts.add("karla", "Karla", "hash", Role.LEAD)
    await accounts.set_totp(account.id, "SECRETSECRET")
    async with sessions() as session:
        row = (await session.execute(select(StaffAccount))).scalar_one()
    assert b"SECRETSECRET" not in bytes(row.totp_sealed or b"")
    found = await accounts.credentials("karla")
    assert found is not None
    assert found.totp_secret == "SECRETSECRET"
    assert [await accounts.use_totp_step(account.id, step) for step in (7, 7, 6, 8)] == [True, False, False, True]


async def test_a_cookie_is_stored_only_as_its_hash(
    accounts: Accounts, signed_in: StaffSessions, sessions: Factory
) -> None:
    account = await accounts.add("karla", "Karla", "hash", Role.LEAD)
    token = await signed_in.begin(account.id)
    async with sessions() as session:
        row = (await session.execute(select(StaffSession))).scalar_one()
    assert token not in {row.token_hash, row.csrf}
    found = await signed_in.find(token)
    assert found is not None
    assert found.account.username == "karla"


async def test_what_changes_an_account_signs_it_out(accounts: Accounts, signed_in: StaffSessions) -> None:
    account = await accounts.add("karla", "Karla", "hash", Role.LEAD)
    for change in (accounts.change_role(account.id, Role.EDITOR), accounts.change_password(account.id, "other")):
        token = await signed_in.begin(account.id)
        await change
        assert await signed_in.find(token) is None


async def test_sessions_that_are_over_are_cleared_away(
    accounts: Accounts, signed_in: StaffSessions, sessions: Factory, clock: Clock
) -> None:
    account = await accounts.add("karla", "Karla", "hash", Role.LEAD)
    await signed_in.begin(account.id)
    clock.now += timedelta(hours=1)
    await signed_in.begin(account.id)
    async with sessions() as session:
        assert len((await session.execute(select(StaffSession))).scalars().all()) == 1
