"""What the tests of taking over share: a false clock, conversations to take, and what their visitors were told."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backoffice.chat.bubbles import Bubble, StoredMessage
from backoffice.store.conversations import Conversations
from backoffice.store.queue import Entry, Queue
from backoffice.store.takeover import Takeovers
from backoffice.store.takeover_rules import Event, Held, Terms
from bot.sealing import Sealer

TERMS = Terms(lease=timedelta(seconds=20), wait=timedelta(seconds=180), end=timedelta(minutes=30))
numbers = itertools.count()


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def say(event: Event, _held: Held) -> Sequence[Bubble]:
    """What the visitor is told, by the event's name."""
    return [Bubble(event.value, f"utter_handover_{event.value}", "system")]


@dataclass
class Desk:
    """Repositories over one database."""

    sessions: async_sessionmaker[AsyncSession]
    sealer: Sealer
    clock: Clock

    def __post_init__(self) -> None:
        self.conversations = Conversations(self.sessions, self.sealer, self.clock)
        self.takeovers = Takeovers(self.sessions, self.sealer, self.clock, TERMS)
        self.queue = Queue(self.sessions)

    async def conversation(self, waiting: bool = True) -> str:
        """A conversation that waits for a person, or is with the bot."""
        identifier = await self.conversations.create(f"{next(numbers):064}", None, None, [Bubble("Hej", "utter_greet")])
        if waiting:
            assert await self.takeovers.wait(identifier, say)
        return identifier

    async def entry(self, identifier: str) -> Entry:
        found = await self.queue.entry(identifier)
        assert found
        return found

    async def messages(self, identifier: str) -> list[StoredMessage]:
        return await self.conversations.after(identifier, 0)

    async def told(self, identifier: str) -> list[str]:
        """What the visitor was told of who has the conversation, in order."""
        return [message.text for message in await self.messages(identifier) if message.sender == "system"]
