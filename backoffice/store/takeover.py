"""Taking conversations over. Each method is one transaction that begins by taking the conversation's row.

So a claim is one `UPDATE … WHERE` that one of many wins, and what the visitor is told of a change is stored with the
change or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble
from backoffice.store import takeover_rules as rules
from backoffice.store.models import Conversation, Message
from backoffice.store.records import GoneError
from backoffice.store.rows import NOT_FOR_ENGINE, Rows
from backoffice.store.takeover_rules import Change, Event, Held, Terms
from bot.safety.state import SafetyState
from bot.sealing import Sealer

Say = Callable[[Event, Held], Sequence[Bubble]]
PENDING = "pending"


class LostError(RuntimeError):
    """Somebody acts on a conversation that they do not have (any more)."""


@dataclass(frozen=True)
class Written:
    """The number a staff message has, and whether it had been sent before."""

    seq: int
    duplicate: bool


class Takeovers:
    """The repository. `say` gives the bubbles for an event; it is called under the conversation's lock."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        sealer: Sealer,
        clock: Callable[[], datetime],
        terms: Terms,
    ) -> None:
        self._sessions = sessions
        self._rows = Rows(sealer)
        self._clock = clock
        self.terms = terms

    async def wait(self, conversation_id: str, say: Say) -> bool:
        """Put a conversation in the queue; False when it is there already or a person has it. Raises GoneError."""
        now = self._clock()
        return await self._change(conversation_id, lambda held: rules.wait(held, now), say) is not None

    async def claim(self, conversation_id: str, account_id: str, say: Say) -> int | None:
        """Take it; gives the fence, or None when a colleague has it. What waited for the engine is the person's now."""
        now = self._clock()
        held = await self._change(
            conversation_id, lambda held: rules.claim(held, account_id, now, self.terms), say, self._silence
        )
        return held.fence + 1 if held is not None else None

    async def renew(self, conversation_id: str, account_id: str, fence: int) -> bool:
        """Say that the holder's browser is still there; False when the claim is void."""
        change = _held_by(conversation_id, account_id, fence).values(lease_until=self._clock() + self.terms.lease)
        async with self._sessions.begin() as session:
            renewed = await session.execute(change.returning(Conversation.id))
            return renewed.scalar_one_or_none() is not None

    async def write(self, conversation_id: str, account_id: str, fence: int, client_id: str, text: str) -> Written:
        """Say something to the visitor, once for each `client_id`. Raises LostError, GoneError."""
        now = self._clock()
        async with self._sessions.begin() as session:
            held, last = await self._lock(session, conversation_id)
            if not rules.holds(held, account_id, fence):
                raise LostError
            twin = select(Message.seq).where(Message.conversation_id == conversation_id, Message.client_id == client_id)
            if (seq := (await session.execute(twin)).scalar_one_or_none()) is not None:
                return Written(seq, True)
            await self._append(session, conversation_id, last, [Bubble(text, sender="staff")], client_id)
            values = {"lease_until": now + self.terms.lease}
            await session.execute(_held_by(conversation_id, account_id, fence).values(**values))
            return Written(last + 1, False)

    async def transfer(
        self, conversation_id: str, account_id: str, fence: int, to: str | None, say: Say, team_id: str | None = None
    ) -> None:
        """Give it to a colleague or another team by way of the queue. Raises LostError, GoneError."""
        now = self._clock()
        await self._mine(conversation_id, lambda held: rules.transfer(held, account_id, fence, to, now, team_id), say)

    async def hand_back(
        self, conversation_id: str, account_id: str, fence: int, say: Say, event: Event = Event.LEFT
    ) -> None:
        """Give it back to the bot. Raises LostError, GoneError."""
        await self._mine(conversation_id, lambda held: rules.hand_back(held, account_id, fence, event), say)

    async def give_back(self, say: Say) -> list[str]:
        """Give back what holders have left behind; gives the ids."""
        now = self._clock()
        gone = (Conversation.state == "staff", Conversation.lease_until < now)
        return await self._each(gone, lambda held: rules.give_back(held, now), say)

    async def tell_overdue(self, teams_on: Collection[str], say: Say) -> list[str]:
        """Tell everybody who waits longer than promised, or for a team of which nobody is there; gives the ids."""
        now = self._clock()
        untold = (Conversation.state == "waiting", Conversation.waiting_told_at.is_(None))
        return await self._each(
            untold, lambda held: rules.tell_overdue(held, now, self.terms, held.team_id in teams_on), say
        )

    async def end_waiting(self, say: Say) -> list[str]:
        """Take those out of the queue who were told long ago; gives the ids."""
        now = self._clock()
        told = (Conversation.state == "waiting", Conversation.waiting_told_at.is_not(None))
        return await self._each(told, lambda held: rules.end_waiting(held, now, self.terms), say)

    async def see_danger(self, conversation_id: str, name: str) -> bool:
        """Note who looked at a danger first and when; False when somebody had, or there is none."""
        unseen = (
            Conversation.id == conversation_id,
            Conversation.danger_at.is_not(None),
            Conversation.danger_seen_at.is_(None),
        )
        change = update(Conversation).where(*unseen).values(danger_seen_at=self._clock(), danger_seen_by=name)
        async with self._sessions.begin() as session:
            return (await session.execute(change.returning(Conversation.id))).scalar_one_or_none() is not None

    async def lower_danger(self, conversation_id: str) -> bool:
        """Take back that danger stands (a person has judged it); False when none does. What is read later raises it again."""
        here = update(Conversation).where(Conversation.id == conversation_id)
        async with self._sessions.begin() as session:
            locked = await session.execute(here.values(last_seq=Conversation.last_seq).returning(Conversation.safety))
            safety = locked.scalar_one_or_none()
            if not safety or not safety.get("sure"):
                return False
            await session.execute(here.values(safety=SafetyState.from_dict(safety).lowered().as_dict()))
            return True

    async def _mine(self, conversation_id: str, rule: Callable[[Held], Change | None], say: Say) -> None:
        if await self._change(conversation_id, rule, say) is None:
            raise LostError

    async def _each(self, wanted: Sequence[Any], rule: Callable[[Held], Change | None], say: Say) -> list[str]:
        async with self._sessions() as session:
            found = (await session.execute(select(Conversation.id).where(*wanted))).scalars().all()
        changed = []
        for conversation_id in found:
            try:
                if await self._change(conversation_id, rule, say) is not None:
                    changed.append(conversation_id)
            except GoneError:
                continue
        return changed

    async def _change(
        self, conversation_id: str, rule: Callable[[Held], Change | None], say: Say, also: Any = None
    ) -> Held | None:
        """Apply a rule under the lock; gives how it stood before, or None when the rule forbids it."""
        async with self._sessions.begin() as session:
            held, last = await self._lock(session, conversation_id)
            change = rule(held)
            if change is None:
                return None
            if also is not None:
                await also(session, conversation_id)
            if change.event is not None:
                await self._append(session, conversation_id, last, say(change.event, held))
            stands = (Conversation.id == conversation_id, Conversation.staff_fence == held.fence)
            await session.execute(update(Conversation).where(*stands).values(**change.values))
            return held

    async def _lock(self, session: AsyncSession, conversation_id: str) -> tuple[Held, int]:
        taken = await session.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id)
            .values(last_seq=Conversation.last_seq)
            .returning(
                Conversation.state,
                Conversation.staff_fence,
                Conversation.staff_id,
                Conversation.lease_until,
                Conversation.waiting_since,
                Conversation.waiting_told_at,
                Conversation.audience,
                Conversation.team_id,
                Conversation.last_seq,
            )
        )
        row = taken.one_or_none()
        if row is None:
            raise GoneError
        *held, last = row
        return Held(*held), int(last)

    async def _append(
        self,
        session: AsyncSession,
        conversation_id: str,
        last: int,
        bubbles: Sequence[Bubble],
        client_id: str | None = None,
    ) -> None:
        now = self._clock()
        values = {"last_seq": last + len(bubbles), "last_activity_at": now}
        await session.execute(update(Conversation).where(Conversation.id == conversation_id).values(**values))
        for seq, bubble in enumerate(bubbles, last + 1):
            row = self._rows.sealed(conversation_id, seq, bubble, now)
            row.client_id = client_id
            session.add(row)

    async def _silence(self, session: AsyncSession, conversation_id: str) -> None:
        waiting = (Message.conversation_id == conversation_id, Message.engine_status == PENDING)
        await session.execute(update(Message).where(*waiting).values(engine_status=NOT_FOR_ENGINE))


def _held_by(conversation_id: str, account_id: str, fence: int) -> Any:
    return update(Conversation).where(
        Conversation.id == conversation_id,
        Conversation.state == "staff",
        Conversation.staff_id == account_id,
        Conversation.staff_fence == fence,
    )
