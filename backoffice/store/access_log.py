"""The access log: who read or did what, when. Append-only and chained, so that a changed or missing line shows.

Each line's `chain` is an HMAC over the line and the chain before it; the head keeps the newest number under an HMAC of its
own, so that cutting off the end shows as well. Lines whose time has passed go from the beginning alone, and the head keeps
where the chain goes on, under an HMAC too. The key is derived from the sealing keys, never stored in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.store.desk_models import AccessLogHead
from backoffice.store.models import AccessLog
from bot.sealing import Sealer

FIRST_HEAD = 0
FIRST_LINE = 1


@dataclass(frozen=True)
class Line:
    """One line as it is read: a name, what was done, to which record. Never any text of a visitor's."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str


class AccessTrail:
    """The repository of the access log."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], sealer: Sealer, clock: Callable[[], datetime]
    ) -> None:
        self._sessions = sessions
        self._keys = [_derived(key) for key in sealer.keys.values()]
        self._clock = clock

    async def record(self, actor: str, action: str, object: str) -> None:
        """Append a line. Comes before what it tells of is shown: an unrecorded reading must not happen."""
        async with self._sessions.begin() as session:
            await self.append(session, actor, action, object)

    async def append(self, session: AsyncSession, actor: str, action: str, object: str) -> None:
        """Append a line inside a transaction of somebody else's."""
        # The head's row is taken first: lines are written one after the other, also by several processes.
        taken = update(AccessLogHead).where(AccessLogHead.id == 1).values(last_id=AccessLogHead.last_id + 1)
        number = int((await session.execute(taken.returning(AccessLogHead.last_id))).scalar_one())
        before = await session.execute(select(AccessLog.chain).where(AccessLog.id == number - 1))
        previous = before.scalar_one_or_none()
        if previous is None:  # the first line of all, or the first after everything before it was cut off
            previous = (await session.execute(select(AccessLogHead.cut_chain))).scalar_one()
        line = Line(number, self._clock(), actor[:80], action[:40], object[:80])
        chain = _chain(self._keys[0], previous, line)
        session.add(
            AccessLog(id=number, at=line.at, actor=line.actor, action=line.action, object=line.object, chain=chain)
        )
        seal = _head(self._keys[0], number, chain)
        await session.execute(update(AccessLogHead).where(AccessLogHead.id == 1).values(seal=seal))

    async def cut(self, session: AsyncSession, before: datetime, most: int) -> int:
        """Delete up to `most` lines older than `before`, from the beginning alone; gives how many.

        The head says first where the chain goes on: the database lets no other line go.
        """
        # Taking the head's row keeps others from writing or cutting meanwhile.
        taken = update(AccessLogHead).where(AccessLogHead.id == 1).values(last_id=AccessLogHead.last_id)
        cut_id = int((await session.execute(taken.returning(AccessLogHead.cut_id))).scalar_one())
        kept = select(AccessLog.id).where(AccessLog.at >= before).order_by(AccessLog.id).limit(1).scalar_subquery()
        old = (AccessLog.at < before, AccessLog.id <= cut_id + most, or_(kept.is_(None), AccessLog.id < kept))
        newest = select(AccessLog.id, AccessLog.chain).where(*old).order_by(AccessLog.id.desc()).limit(1)
        last = (await session.execute(newest)).one_or_none()
        if last is None:
            return 0
        values = {"cut_id": last.id, "cut_chain": last.chain, "cut_seal": _cut(self._keys[0], last.id, last.chain)}
        await session.execute(update(AccessLogHead).where(AccessLogHead.id == 1).values(**values))
        await session.execute(delete(AccessLog).where(AccessLog.id <= last.id))
        return int(last.id) - cut_id

    async def newest(self, most: int, before: int | None = None) -> list[Line]:
        """The newest lines, newest first; older than line `before` when given."""
        wanted = select(AccessLog).order_by(AccessLog.id.desc()).limit(most)
        if before is not None:
            wanted = wanted.where(AccessLog.id < before)
        async with self._sessions() as session:
            return [_line(row) for row in (await session.execute(wanted)).scalars()]

    async def first_bad(self) -> int | None:
        """The number of the first line that was changed, moved or removed; None when the whole log stands."""
        async with self._sessions() as session:
            head = await session.get(AccessLogHead, 1)
            if head is None or not self._cut_stands(head):
                return FIRST_LINE
            previous, expected = head.cut_chain, head.cut_id + 1
            rows = await session.stream_scalars(select(AccessLog).order_by(AccessLog.id))
            async for row in rows:
                if row.id != expected or not self._stands(row, previous):
                    return expected
                previous, expected = row.chain, expected + 1
        return None if self._head_stands(head, expected - 1, previous) else expected

    def _stands(self, row: AccessLog, previous: str) -> bool:
        return any(hmac.compare_digest(_chain(key, previous, _line(row)), row.chain) for key in self._keys)

    def _cut_stands(self, head: AccessLogHead) -> bool:
        if head.cut_id == 0:
            return head.cut_chain == ""
        seals = (_cut(key, head.cut_id, head.cut_chain) for key in self._keys)
        return any(hmac.compare_digest(seal, head.cut_seal) for seal in seals)

    def _head_stands(self, head: AccessLogHead | None, last: int, chain: str) -> bool:
        if head is None or head.last_id != last:
            return False
        if last == FIRST_HEAD:
            return head.seal == ""
        return any(hmac.compare_digest(_head(key, last, chain), head.seal) for key in self._keys)


def _derived(key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vejviser access log").derive(key)


def _line(row: AccessLog) -> Line:
    return Line(row.id, row.at, row.actor, row.action, row.object)


def _chain(key: bytes, previous: str, line: Line) -> str:
    return _mac(key, [previous, line.id, line.at.isoformat(), line.actor, line.action, line.object])


def _head(key: bytes, last: int, chain: str) -> str:
    return _mac(key, ["head", last, chain])


def _cut(key: bytes, last: int, chain: str) -> str:
    return _mac(key, ["cut", last, chain])


def _mac(key: bytes, parts: Sequence[str | int]) -> str:
    return hmac.new(key, json.dumps(parts, ensure_ascii=False).encode("utf-8"), hashlib.sha256).hexdigest()
