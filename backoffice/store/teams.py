"""Teams: an intake, a conversation and a call-back belong to one, and staff belong to any number of them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import Team, TeamMember
from backoffice.store.models import FIRST_TEAM


@dataclass(frozen=True)
class TeamName:
    """A team. The first one has no name of its own until somebody gives it one."""

    id: str
    name: str


class Teams:
    """The repository."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def all(self) -> list[TeamName]:
        """Every team, the one that new conversations and intakes come to first."""
        async with self._sessions() as session:
            rows = [TeamName(row.id, row.name) for row in (await session.execute(select(Team))).scalars()]
        return sorted(rows, key=lambda team: (team.id != FIRST_TEAM, team.name.casefold()))

    async def names(self) -> dict[str, str]:
        """Names by id."""
        return {team.id: team.name for team in await self.all()}

    async def add(self, name: str) -> str:
        """A new team without members; gives its id."""
        identifier = secrets.token_hex(6)
        async with self._sessions.begin() as session:
            session.add(Team(id=identifier, name=name))
        return identifier

    async def rename(self, team_id: str, name: str) -> None:
        """Another name."""
        async with self._sessions.begin() as session:
            row = await session.get(Team, team_id)
            if row is not None:
                row.name = name

    async def members(self) -> Mapping[str, frozenset[str]]:
        """The teams of each account, by its id; an account of none has an empty set."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        async with self._sessions() as session:
            for row in (await session.execute(select(TeamMember))).scalars():
                found[row.account_id].add(row.team_id)
        return defaultdict(frozenset, {account: frozenset(teams) for account, teams in found.items()})

    async def put(self, account_id: str, teams: Collection[str]) -> None:
        """The account's teams in place of its earlier ones."""
        async with self._sessions.begin() as session:
            await session.execute(delete(TeamMember).where(TeamMember.account_id == account_id))
            session.add_all(TeamMember(team_id=team, account_id=account_id) for team in sorted(set(teams)))
