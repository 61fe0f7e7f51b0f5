"""Intakes: sealed, each idempotency key once, found by id. They outlive the conversation they came from."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import CallBack
from backoffice.store.models import FIRST_TEAM, Conversation, Intake
from bot.intake.record import IntakeRecord
from bot.sealing import Sealer

# Neither vowels (no words appear) nor letters and digits that are taken for each other when read aloud or by hand.
LETTERS = "CDFGHJKLMNPRTVWX34679"
TRIES = 8
Readings = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class StoredIntake:
    """An intake, opened. `readings` has the screening's reading of each field that raised, by field name."""

    id: str
    reference: str
    conversation_id: str | None
    status: str
    created_at: datetime
    safety: dict[str, Any] | None
    record: IntakeRecord
    readings: Readings
    team_id: str = FIRST_TEAM


@dataclass(frozen=True)
class Receipt:
    """What an intake is known by; `fresh` is False when its key had been used before."""

    reference: str
    received_at: datetime
    fresh: bool


def new_reference() -> str:
    """A reference of the form CFT-XXXX-XX, at random."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"CFT-{drawn[:4]}-{drawn[4:]}"


class Intakes:
    """The repository of intakes."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._sealer = sealer
        self._clock = clock

    async def receive(
        self,
        key: str,
        conversation_id: str,
        record: IntakeRecord,
        readings: Readings,
        safety: dict[str, Any] | None,
        call_by: datetime | None = None,
    ) -> Receipt:
        """Keep an intake under `key`. The same key again gives the first receipt and makes no second intake.

        `call_by` is when its sender should have been called at the latest; None when there is nobody to call.

        When the sender had no receipt and changed a line before trying again, the newest words take the place of the old
        as long as nobody has begun to work with them.
        """
        for _ in range(TRIES):
            known = await self._known(key, conversation_id, record, readings, safety)
            if known is not None:
                return known
            row = self._row(key, conversation_id, record, readings, safety)
            row.team_id = await self._team_of(conversation_id)
            try:
                async with self._sessions.begin() as session:
                    session.add(row)
                    if call_by is not None:
                        await session.flush()
                        session.add(_wish(row, call_by))
                return Receipt(row.reference, row.created_at, True)
            except IntegrityError:
                continue  # the key arrived twice at once, or the reference was drawn before: look again
        raise RuntimeError("no free reference was drawn")

    async def _known(self, key: str, *content: Any) -> Receipt | None:
        async with self._sessions.begin() as session:
            wanted = select(Intake).where(Intake.idempotency_key == key).with_for_update()
            row = (await session.execute(wanted)).scalar_one_or_none()
            if row is None:
                return None
            _, record, readings, safety = content
            if row.status == "new" and self._opened(row).record != record:
                row.content_sealed, row.safety = self._sealed(row.id, record, readings), safety
            return Receipt(row.reference, row.created_at, False)

    async def get(self, intake_id: str) -> StoredIntake | None:
        """One intake, opened."""
        async with self._sessions() as session:
            row = await session.get(Intake, intake_id)
        return self._opened(row) if row is not None else None

    async def newest(self, most: int = 200, teams: Collection[str] | None = None) -> list[StoredIntake]:
        """The newest intakes, newest first; of `teams` alone when they are given."""
        wanted = select(Intake).order_by(Intake.created_at.desc(), Intake.id).limit(most)
        if teams is not None:
            wanted = wanted.where(Intake.team_id.in_(teams))
        async with self._sessions() as session:
            return [self._opened(row) for row in (await session.execute(wanted)).scalars()]

    async def by_reference(self, reference: str) -> StoredIntake | None:
        """The intake that has this very reference."""
        async with self._sessions() as session:
            row = (await session.execute(select(Intake).where(Intake.reference == reference))).scalar_one_or_none()
        return self._opened(row) if row is not None else None

    async def _team_of(self, conversation_id: str) -> str:
        """An intake goes to the team that had its conversation."""
        wanted = select(Conversation.team_id).where(Conversation.id == conversation_id)
        async with self._sessions() as session:
            return (await session.execute(wanted)).scalar_one_or_none() or FIRST_TEAM

    def _row(
        self, key: str, conversation_id: str, record: IntakeRecord, readings: Readings, safety: dict[str, Any] | None
    ) -> Intake:
        identifier = str(uuid.uuid4())
        return Intake(
            id=identifier,
            reference=new_reference(),
            idempotency_key=key,
            conversation_id=conversation_id,
            status="new",
            safety=safety,
            content_sealed=self._sealed(identifier, record, readings),
            created_at=self._clock(),
        )

    def _sealed(self, intake_id: str, record: IntakeRecord, readings: Readings) -> bytes:
        content = {"record": record.model_dump(mode="json"), "readings": readings}
        return self._sealer.seal(json.dumps(content, ensure_ascii=False), _place(intake_id))

    def _opened(self, row: Intake) -> StoredIntake:
        content = json.loads(self._sealer.open(row.content_sealed, _place(row.id)))
        return StoredIntake(
            row.id,
            row.reference,
            row.conversation_id,
            row.status,
            row.created_at,
            row.safety,
            IntakeRecord.model_validate(content["record"]),
            content["readings"],
            row.team_id,
        )


def _wish(row: Intake, call_by: datetime) -> CallBack:
    return CallBack(
        id=str(uuid.uuid4()),
        intake_id=row.id,
        conversation_id=row.conversation_id,
        asked_at=row.created_at,
        due=call_by,
        team_id=row.team_id,
    )


def _place(intake_id: str) -> str:
    return f"intake:{intake_id}:content"
