"""Rasa's trackers in the product's database: sealed, and with a cost per message that does not grow.

A conversation is kept as what it was before its last few turns (slots, active loop) and the events of those turns.
That is all the rules and the memoised stories look at; the transcript itself is the back office's. The snapshot and
the answer to the message that made it are written in one transaction, so that a crash leaves both or neither, and the
same message again finds its answer. There is no fallback to memory: a storage error fails the turn.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.turn import Bubble, Turn, current
from bot.sealing import Sealer

KEPT_TURNS = 4
KNOWN = {"audience": ("audience",), "age": ("guidance_age", "intake_child_age")}
BUSY_SECONDS = 5
UPSERT_TRACKER = sa.text(
    "INSERT INTO engine_tracker (conversation_id, state_sealed, updated_at) VALUES (:conversation, :sealed, :now) "
    "ON CONFLICT (conversation_id) DO UPDATE SET state_sealed = excluded.state_sealed, updated_at = excluded.updated_at"
).bindparams(sa.bindparam("sealed", type_=sa.LargeBinary), sa.bindparam("now", type_=sa.DateTime(timezone=True)))
INSERT_ANSWER = sa.text(
    "INSERT INTO engine_answer (conversation_id, message_id, answer_sealed, at) VALUES (:conversation, :message, :sealed, :now)"
).bindparams(sa.bindparam("sealed", type_=sa.LargeBinary), sa.bindparam("now", type_=sa.DateTime(timezone=True)))
SELECT_TRACKER = sa.text("SELECT state_sealed FROM engine_tracker WHERE conversation_id = :conversation")
SELECT_ANSWER = sa.text(
    "SELECT answer_sealed FROM engine_answer WHERE conversation_id = :conversation AND message_id = :message"
)


def make_engine(url: str) -> sa.engine.Engine:
    """A SQLAlchemy 1.4 engine for the setting's URL; every wait for a lock or a connection ends."""
    parsed = sa.engine.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        options = {"connect_timeout": 2, "options": "-c statement_timeout=5000"}
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg2"), connect_args=options, pool_pre_ping=True)
    engine = sa.create_engine(
        parsed, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, poolclass=sa.pool.QueuePool
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def snapshot(tracker: DialogueStateTracker, slots: list[Any]) -> dict[str, Any]:
    """What has to be kept of a tracker: the state before its last KEPT_TURNS turns, and the events since."""
    events = list(tracker.events)
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    cut = starts[-KEPT_TURNS] if len(starts) > KEPT_TURNS else (starts[0] if starts else len(events))
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], slots)
    return {
        "slots": {slot.name: slot.value for slot in before.slots.values() if slot.value != slot.initial_value},
        "loop": before.active_loop_name,
        "events": [event.as_dict() for event in events[cut:]],
    }


def rebuild(sender: str, state: dict[str, Any], domain: Domain) -> DialogueStateTracker:
    """The tracker that `snapshot` was made of, as far back as it reaches."""
    before: list[Event] = [SlotSet(name, value) for name, value in state["slots"].items() if _known(name, domain)]
    if state["loop"]:
        before.append(ActiveLoop(state["loop"]))
    before.append(ActionExecuted(ACTION_LISTEN_NAME))
    events = [event for event in map(Event.from_parameters, state["events"]) if event]
    return DialogueStateTracker.from_events(sender, before + events, domain.slots, domain=domain)


def known_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """Audience and age as far as they were told: the server speaks of danger in the right voice with them."""
    values = {
        name: next((tracker.slots[slot].value for slot in slots if slot in tracker.slots), None)
        for name, slots in KNOWN.items()
    }
    return {
        name: value for name, value in values.items() if isinstance(value, (str, int, float)) and value != "skipped"
    }


def _known(name: str, domain: Domain) -> bool:
    return any(slot.name == name for slot in domain.slots)


class SealedTrackerStore(TrackerStore):
    """Rasa's tracker store on the tables engine_tracker and engine_answer (backoffice/store/models.py)."""

    def __init__(self, domain: Domain | None, engine: sa.engine.Engine, sealer: Sealer) -> None:
        super().__init__(domain)
        self.engine = engine
        self.sealer = sealer

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the snapshot and the current turn's answer together. A failed or silent turn is not written."""
        turn = current.get()
        if turn is not None and not turn.worth_storing:
            return
        if turn is None and tracker.latest_message and not tracker.latest_message.text:
            return
        await asyncio.to_thread(self._write, tracker, turn)
        if turn is not None:
            turn.stored, turn.known = True, known_of(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker, or None when there is none. Raises on a storage error or a broken seal."""
        return await asyncio.to_thread(self._read, sender_id)

    async def answer(self, conversation_id: str, message_id: str) -> list[Bubble] | None:
        """The stored answer to a message, or None when it was not answered yet."""
        return await asyncio.to_thread(self._read_answer, conversation_id, message_id)

    def _write(self, tracker: DialogueStateTracker, turn: Turn | None) -> None:
        sender, now = tracker.sender_id, datetime.now(UTC)
        state = json.dumps(snapshot(tracker, self.domain.slots))
        values = {"conversation": sender, "now": now}
        with self.engine.begin() as connection:
            sealed = self.sealer.seal(state, f"engine_tracker:{sender}:state")
            connection.execute(UPSERT_TRACKER, {**values, "sealed": sealed})
            if turn is not None:
                context = f"engine_answer:{sender}:{turn.message_id}:answer"
                sealed = self.sealer.seal(json.dumps(turn.bubbles), context)
                connection.execute(INSERT_ANSWER, {**values, "message": turn.message_id, "sealed": sealed})

    def _read(self, sender: str) -> DialogueStateTracker | None:
        with self.engine.connect() as connection:
            row = connection.execute(SELECT_TRACKER, {"conversation": sender}).first()
        if row is None:
            return None
        state = json.loads(self.sealer.open(row[0], f"engine_tracker:{sender}:state"))
        return rebuild(sender, state, self.domain)

    def _read_answer(self, conversation: str, message: str) -> list[Bubble] | None:
        with self.engine.connect() as connection:
            row = connection.execute(SELECT_ANSWER, {"conversation": conversation, "message": message}).first()
        if row is None:
            return None
        bubbles: list[Bubble] = json.loads(self.sealer.open(row[0], f"engine_answer:{conversation}:{message}:answer"))
        return bubbles
