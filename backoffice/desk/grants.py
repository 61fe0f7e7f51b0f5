"""Who has given a written reason to look at a conversation outside the queue, and until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LASTS = timedelta(minutes=30)


@dataclass
class Grants:
    """Kept in memory: after a restart the reason is asked for again."""

    _until: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def give(self, account_id: str, conversation_id: str, now: datetime) -> None:
        """Let the account look for a while."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[account_id, conversation_id] = now + LASTS

    def given(self, account_id: str, conversation_id: str, now: datetime) -> bool:
        """Whether the account may look."""
        until = self._until.get((account_id, conversation_id))
        return until is not None and now < until
