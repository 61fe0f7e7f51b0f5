"""Takes stored messages to the engine: in order, one at a time per conversation, until each has its one answer."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.background import Background
from backoffice.chat.bubbles import Bubble, StoredMessage, step_of, unstored
from backoffice.chat.engine_client import EngineAwayError, EngineClient
from backoffice.chat.front import changes_of_answer, facts_aside, known_to_keep
from backoffice.chat.handover import DESK, Handover
from backoffice.chat.hub import Hub
from backoffice.chat.speech import chosen_cards, holding, trouble
from backoffice.services import Services
from backoffice.store.conversations import EXPIRED, Conversations
from backoffice.store.records import GoneError, Standing, Waiting
from bot.texts import Button

logger = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
GIVE_UP_SECONDS = 24 * 3600.0
# A message that the engine refuses will not be taken later; one whose action fails may, but must not hold up others for ever.
MOST_REFUSALS, MOST_FAILURES = 5, 40
# Messages that nobody works on: their process has died, or the database was away when they were to be taken up.
TAKE_UP_SECONDS = 30.0
MOST_MEANINGS = 1000
# The holding text is there within the deadline, so it is made a little before.
HOLD_AT = 0.9


class Dispatcher:
    """Owns the background work of all conversations of this process."""

    def __init__(
        self, services: Services, store: Conversations, hub: Hub, engine: EngineClient, handover: Handover
    ) -> None:
        self.services = services
        self.handover = handover
        self.store = store
        self.hub = hub
        self.engine = engine
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._tasks = Background()
        # What messages mean, until they are answered, so that the engine need not read it again. In memory alone.
        self._meanings: dict[str, str] = {}

    def start(self) -> None:
        """Take up what was left unanswered by an earlier run, now and whenever a process left something behind."""
        self._tasks.spawn(self._keep_taking_up())

    async def _keep_taking_up(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                for waiting in await self.store.waiting():
                    if waiting.conversation_id not in self._workers:
                        self.deliver(waiting)
                pause = TAKE_UP_SECONDS
            except (SQLAlchemyError, OSError) as error:
                logger.error("waiting messages cannot be read: %s", type(error).__name__)
                pause = min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def deliver(self, waiting: Waiting, meaning: str | None = None) -> None:
        """See that the conversation's waiting messages are answered, and that this one gets a holding text in time."""
        if meaning:
            self._meanings[waiting.id] = meaning
            if len(self._meanings) > MOST_MEANINGS:
                del self._meanings[next(iter(self._meanings))]
        if not waiting.held:
            self._tasks.spawn(self._hold_in_time(waiting))
        self._begin(waiting.conversation_id)

    def _begin(self, conversation_id: str) -> None:
        if conversation_id in self._workers:
            self._again.add(conversation_id)
            return
        task = self._tasks.spawn(self._work(conversation_id))
        self._workers[conversation_id] = task
        task.add_done_callback(lambda _: self._ended(conversation_id))

    def _ended(self, conversation_id: str) -> None:
        self._workers.pop(conversation_id, None)
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self._begin(conversation_id)

    async def forget(self, conversation_id: str) -> None:
        """Stop working on a conversation that is about to be deleted; waits until nothing is under way."""
        self._again.discard(conversation_id)
        task = self._workers.get(conversation_id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task], timeout=2.0)

    async def stop(self) -> None:
        """Cancel everything; what waits stays waiting in the database."""
        self._again.clear()
        await self._tasks.stop()

    async def _work(self, conversation_id: str) -> None:
        pause, tries = FIRST_PAUSE, 0
        while True:
            try:
                found = await self.store.next_waiting(conversation_id)
                if found is None:
                    return
                if await self._one(conversation_id, *found, tries):
                    pause, tries = FIRST_PAUSE, 0
                    continue
            except GoneError:
                return
            except Exception as error:
                # Whatever it is (the database, a broken seal): told by its type, and tried again.
                logger.error("message waits: %s", type(error).__name__)
            tries += 1
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _one(self, conversation_id: str, message: StoredMessage, others_wait: bool, tries: int) -> bool:
        """Whether the message is done with: answered, or given up."""
        try:
            meaning = self._meanings.get(message.id)
            told = facts_aside(await self.store.aside(conversation_id, message.seq))
            said = await self.engine.ask(conversation_id, message, meaning, told)
        except EngineAwayError as error:
            logger.warning("message waits: %s", error)
            if not self._hopeless(message, error, others_wait, tries):
                return False
            bubbles, known, status = [trouble(self.services)], {}, {"status": EXPIRED}
        else:
            known, status = known_to_keep(said.known), {}
            bubbles = [self._bubble(each, known.get("audience")) for each in said.bubbles]
        bubbles, waiting = await self.handover.redirect(conversation_id, bubbles)

        def changes(standing: Standing) -> dict[str, Any]:
            return {**known, **changes_of_answer(bubbles, standing), **(waiting if standing.state == "bot" else {})}

        answered = await self.store.answer(conversation_id, message.id, bubbles, changes, **status)
        self._meanings.pop(message.id, None)
        if answered:
            self.hub.notify(conversation_id)
            if waiting:
                self.hub.notify(DESK)
        return True

    def _hopeless(self, message: StoredMessage, error: EngineAwayError, others_wait: bool, tries: int) -> bool:
        if (self.services.clock() - message.at).total_seconds() > GIVE_UP_SECONDS:
            return True
        if error.refused:
            return tries >= MOST_REFUSALS
        return error.failed and others_wait and tries >= MOST_FAILURES

    def _bubble(self, said: dict[str, Any], audience: str | None) -> Bubble:
        buttons = tuple(Button(each["title"], each["payload"]) for each in said.get("buttons") or ())
        cards = chosen_cards(self.services, said.get("routes") or (), audience)
        return Bubble(said["text"], said.get("key"), buttons=buttons, routes=tuple(cards), step=step_of(said))

    async def _hold_in_time(self, waiting: Waiting) -> None:
        age = (self.services.clock() - waiting.at).total_seconds()
        await asyncio.sleep(max(0.0, HOLD_AT * self.services.settings.engine_deadline - age))

        def make(standing: Standing, newest: str | None) -> Bubble:
            return holding(self.services, newest, standing.audience)

        try:
            if await self.store.hold(waiting, make):
                self.hub.notify(waiting.conversation_id)
        except GoneError:
            return
        except (SQLAlchemyError, OSError) as error:
            logger.error("holding text not stored: %s", type(error).__name__)
            bubble = holding(self.services, None, None)
            self.hub.notify(waiting.conversation_id, unstored(bubble, self.services.clock()))
