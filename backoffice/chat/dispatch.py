"""Takes stored messages to the engine: in order, one at a time per conversation, until each has its one answer."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Coroutine
from typing import Any

from bot.safety.dialogue import SafetyState
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.bubbles import Bubble, StoredMessage
from backoffice.chat.engine_client import EngineAwayError, EngineClient
from backoffice.chat.hub import Hub
from backoffice.chat.speech import chosen_cards, holding
from backoffice.services import Services
from backoffice.store.conversations import Conversations, GoneError
from bot.texts import Button

logger = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
GIVE_UP_HOURS = 24.0
PAYLOAD_FACTS = re.compile(r"\{.*\}$", re.DOTALL)


class Dispatcher:
    """Owns the background work of all conversations of this process."""

    def __init__(self, services: Services, store: Conversations, hub: Hub, engine: EngineClient) -> None:
        self.services = services
        self.store = store
        self.hub = hub
        self.engine = engine
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._others: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what was left unanswered by an earlier run; keeps trying while the database is away."""
        self._spawn(self._take_up())

    async def _take_up(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                for conversation_id, message in await self.store.pending():
                    self.deliver(conversation_id, message)
                return
            except (SQLAlchemyError, OSError) as error:
                logger.error("pending messages cannot be read: %s", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def deliver(self, conversation_id: str, message: StoredMessage | None = None) -> None:
        """See that the conversation's pending messages are answered, and that `message` gets a holding text in time."""
        if message is not None and not message.held:
            self._spawn(self._hold_in_time(conversation_id, message))
        if conversation_id in self._workers:
            self._again.add(conversation_id)
            return
        task = asyncio.get_running_loop().create_task(self._work(conversation_id))
        self._workers[conversation_id] = task
        task.add_done_callback(lambda _: self._ended(conversation_id))

    def _ended(self, conversation_id: str) -> None:
        self._workers.pop(conversation_id, None)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self.deliver(conversation_id)

    async def forget(self, conversation_id: str) -> None:
        """Stop working on a conversation that is about to be deleted; waits until nothing is under way."""
        self._again.discard(conversation_id)
        task = self._workers.get(conversation_id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task], timeout=2.0)

    async def stop(self) -> None:
        """Cancel everything; what is pending stays pending in the database."""
        self._again.clear()
        tasks = [*self._workers.values(), *self._others]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=3.0)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def _work(self, conversation_id: str) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                waiting = await self.store.pending(conversation_id)
                if not waiting:
                    return
                await self._one(conversation_id, waiting[0][1])
                pause = FIRST_PAUSE
            except GoneError:
                return
            except (EngineAwayError, SQLAlchemyError, OSError) as error:
                logger.warning(
                    "message waits: %s", error if isinstance(error, EngineAwayError) else type(error).__name__
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _one(self, conversation_id: str, message: StoredMessage) -> None:
        if self.store.is_expired(message, GIVE_UP_HOURS):
            await self.store.expire(conversation_id, message.id)
            return
        said = await self.engine.ask(conversation_id, message)
        bubbles = [self._bubble(each) for each in said]
        if await self.store.answer(conversation_id, message.id, bubbles, _changes(bubbles, message)):
            self.hub.notify(conversation_id)

    def _bubble(self, said: dict[str, Any]) -> Bubble:
        buttons = tuple(Button(each["title"], each["payload"]) for each in said.get("buttons", ()))
        cards = chosen_cards(self.services, said.get("routes", ()))
        return Bubble(said["text"], said.get("key"), buttons=buttons, routes=tuple(cards))

    async def _hold_in_time(self, conversation_id: str, message: StoredMessage) -> None:
        age = (self.services.clock() - message.at).total_seconds()
        await asyncio.sleep(max(0.0, self.services.settings.engine_deadline - age))
        try:
            last = await self.store.last_key(conversation_id)
            bubble = holding(self.services, last, await self.store.audience(conversation_id))
            if await self.store.hold(conversation_id, message.id, bubble):
                self.hub.notify(conversation_id)
        except GoneError:
            return
        except (SQLAlchemyError, OSError) as error:
            logger.error("holding text not stored: %s", type(error).__name__)
            bubble = holding(self.services, None, None)
            self.hub.notify(conversation_id, {"text": bubble.text, "key": bubble.key, "routes": list(bubble.routes)})


def _changes(bubbles: list[Bubble], message: StoredMessage) -> dict[str, Any]:
    """What an answered message changes on its conversation."""
    changes: dict[str, Any] = {}
    asked = next((each.key for each in bubbles if each.key and each.key.startswith("utter_safety_")), None)
    if asked:
        # The engine, a second reader, saw danger that the server's screening had not: the server reads the next answer.
        changes["safety"] = SafetyState.asked_by_engine(asked).as_dict()
    audience = audience_of(message.payload)
    if audience:
        changes["audience"] = audience
    return changes


def audience_of(payload: str | None) -> str | None:
    """The audience that a button's payload names."""
    match = PAYLOAD_FACTS.search(payload or "")
    try:
        value = json.loads(match.group()).get("audience") if match else None
    except ValueError:
        return None
    return value if value in {"young", "parent", "professional"} else None
