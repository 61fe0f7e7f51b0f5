"""The turn that is being handled: which message it answers, what was said, and whether something failed.

Held in a context variable, because Rasa hands neither to an action nor to the tracker store which message it works on.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

Bubble = dict[str, Any]


@dataclass
class Turn:
    """One message of one conversation on its way through Rasa. `bubbles` are answers in the channel's form.

    `known` is what the server may know of the visitor for its own words and ways: audience and age, nothing that was written.
    """

    conversation_id: str
    message_id: str
    bubbles: list[Bubble] = field(default_factory=list)
    failed: bool = False
    stored: bool = False
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def worth_storing(self) -> bool:
        """A turn that failed or said nothing is not stored, so that the same message can be tried again."""
        return not self.failed and bool(self.bubbles)


current: ContextVar[Turn | None] = ContextVar("vejviser_turn", default=None)
