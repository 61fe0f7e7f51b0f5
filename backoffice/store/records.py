"""What the repository of conversations takes and gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backoffice.chat.bubbles import Bubble


@dataclass(frozen=True)
class Standing:
    """How a conversation stands while its row is locked: who has it, for whom it is, and its safety dialogue."""

    last_seq: int
    state: str
    audience: str | None
    safety: dict[str, Any] | None


@dataclass(frozen=True)
class Incoming:
    """What a visitor sent and what follows: text to show, its reading, what the engine gets, what the server says to it.

    `changes` are columns of the conversation.
    """

    text: str
    for_engine: bool
    payload: str | None = None
    safety: dict[str, Any] | None = None
    says: Sequence[Bubble] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """The number an incoming message has, whether it had been sent before, and who must look: the engine, the staff."""

    seq: int
    id: str
    duplicate: bool
    waits: bool
    for_staff: bool = False


@dataclass(frozen=True)
class Waiting:
    """A message without its answer. Holds no text."""

    conversation_id: str
    id: str
    at: datetime
    held: bool = False


class GoneError(LookupError):
    """The conversation was deleted meanwhile."""
