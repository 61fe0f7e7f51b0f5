"""Between bubbles and sealed rows: each value is sealed for its own place, so that a moved one does not open."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from backoffice.chat.bubbles import Bubble, StoredMessage
from backoffice.store.models import Message
from bot.sealing import Sealer
from bot.texts import Button

NOT_FOR_ENGINE = "none"


@dataclass(frozen=True)
class Rows:
    """Makes and opens rows of the table message."""

    sealer: Sealer

    def sealed(
        self, conversation_id: str, seq: int, bubble: Bubble, at: datetime, payload: str | None = None
    ) -> Message:
        """A row for `bubble`; `payload` is what a pressed button means to the engine."""
        place = f"message:{conversation_id}:{seq}"
        extras = json.dumps({**bubble.extras(), "payload": payload}, ensure_ascii=False)
        return Message(
            conversation_id=conversation_id,
            seq=seq,
            id=str(uuid.uuid4()),
            sender=bubble.sender,
            key=bubble.key,
            text_sealed=self.sealer.seal(bubble.text, f"{place}:text"),
            extras_sealed=self.sealer.seal(extras, f"{place}:extras"),
            at=at,
            engine_status=NOT_FOR_ENGINE,
            held=False,
        )

    def opened(self, row: Message) -> StoredMessage:
        """The message of a row. Raises SealError when it was changed or moved."""
        place = f"message:{row.conversation_id}:{row.seq}"
        extras = json.loads(self.sealer.open(row.extras_sealed, f"{place}:extras")) if row.extras_sealed else {}
        return StoredMessage(
            row.seq,
            row.id,
            row.sender,
            row.key,
            self.sealer.open(row.text_sealed, f"{place}:text"),
            row.at,
            tuple(Button(each["title"], each["payload"]) for each in extras.get("buttons", ())),
            tuple(extras.get("routes", ())),
            extras.get("safety"),
            extras.get("payload"),
            step=extras.get("step"),
        )
