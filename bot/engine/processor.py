"""Rasa's message processor with the faults closed that a service for children cannot have.

Rasa answers 200 with nothing when an action fails (processor._run_action swallows it), waits five minutes for an
action server, and looks up all event classes for each event it reads back (measured: design/nlu-facts.md).
"""

from __future__ import annotations

import functools
from typing import Any

import rasa.core.actions.action as rasa_actions
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.tracker_store import SealedTrackerStore, make_engine
from bot.engine.turn import current
from bot.guidance.aside import taken_over
from bot.sealing import Sealer
from bot.settings import Settings
from bot.side_questions import (
    COURTESIES,
    LEFT,
    OF_THE_CALL,
    WHY,
    asking_parts,
    has_words,
    is_answered_beside,
    name_of,
    of_the_form,
    says_send_it,
    without,
)

CALL = "people_call"
# What the button "send the number" gives.
SEND_THE_NUMBER: dict[str, Any] = {
    "intent": {"name": "want_call_back", "confidence": 1.0},
    "intent_ranking": [{"name": "want_call_back", "confidence": 1.0}],
    "unsure": False,
    "asides": [],
}


class ActionFailedError(RuntimeError):
    """A custom action failed. Carries the action's name and nothing that anybody wrote."""


class StrictProcessor(MessageProcessor):
    """A processor that notes a failed action on the turn, so that the channel answers 5xx instead of silence."""

    async def _run_action(self, action: Any, *args: Any, **kwargs: Any) -> bool:
        action.run = _watched(action.run, action.name())
        return await super()._run_action(action, *args, **kwargs)

    async def _handle_message_with_tracker(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """Before the message itself, what was told in the talk about danger, which the server held alone, becomes known."""
        told = (message.metadata or {}).get("told")
        if isinstance(told, dict):
            slots = taken_over(told, tracker.current_slot_values(), tracker.active_loop_name)
            known = [SlotSet(name, value) for name, value in slots.items() if name in tracker.slots]
            tracker.update_with_events(known, self.domain)
        await super()._handle_message_with_tracker(message, tracker)

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """The message's reading; `asides` names what it asks beside what it tells, and then the reading is of the rest.

        `main_text` is what was read. A message in which danger was read stays whole.
        """
        whole: dict[str, Any] = await super().parse_message(message, tracker, only_output_properties)
        text = message.text or ""
        if text.startswith("/") or name_of(whole).startswith("crisis_"):
            return whole
        if says_send_it(text, _last_said(tracker)):
            return {**whole, **SEND_THE_NUMBER, "entities": [*whole["entities"], {"entity": CALL, "value": "send"}]}
        asked = [(part, await self._asked(part)) for part in asking_parts(text)]
        asked = [(part, name) for part, name in asked if is_answered_beside(name)]
        if not asked:
            return {**whole, "asides": [name] if (name := of_the_form(text)) else []}
        rest = without(text, [part for part, _ in asked])
        return await self._beside(whole, rest, asked)

    async def _asked(self, part: str) -> str:
        return of_the_form(part) or name_of(await super().parse_message(UserMessage(part)))

    async def _beside(self, whole: dict[str, Any], rest: str, asked: list[tuple[str, str]]) -> dict[str, Any]:
        names = [name for _, name in asked]
        told = await super().parse_message(UserMessage(rest)) if has_words(rest) else None
        if told is None or name_of(told) in COURTESIES:
            if names[0] in (WHY, LEFT):
                return {**whole, "asides": names}
            rest, names = asked[0][0], names[1:]
            told = await super().parse_message(UserMessage(rest))
        call = [each for each in whole["entities"] if each["entity"] in OF_THE_CALL]
        own = [each for each in told["entities"] if each["entity"] not in OF_THE_CALL]
        return {**whole, **told, "text": whole["text"], "main_text": rest, "entities": own + call, "asides": names}


def _last_said(tracker: DialogueStateTracker | None) -> list[str]:
    """The names of the bot's bubbles since the visitor's last message, the newest last."""
    said: list[str] = []
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.append(str(event.metadata.get("utter_action")))
    return said[::-1]


def _watched(run: Any, name: str) -> Any:
    @functools.wraps(run)
    async def watched(*args: Any, **kwargs: Any) -> Any:
        try:
            return await run(*args, **kwargs)
        except rasa_actions.ActionExecutionRejection:
            raise
        except Exception as error:
            turn = current.get()
            if turn is not None:
                turn.failed = True
            # The cause may quote what the visitor wrote; only its type goes on.
            raise ActionFailedError(f"{name}: {type(error).__name__}") from None

    return watched


def tune(settings: Settings) -> None:
    """Change Rasa's module-wide values: the time an action may take, and the cost of reading events back."""
    rasa_actions.DEFAULT_REQUEST_TIMEOUT = settings.action_budget + 1
    # Rasa walks all subclasses of Event for each event of each message; the answer never changes.
    Event.resolve_by_type = staticmethod(functools.lru_cache(maxsize=None)(Event.resolve_by_type))


def load_agent(model: str, settings: Settings) -> Agent:
    """An agent on the trained model at path `model`, with our tracker store and no fallback to memory."""
    store = SealedTrackerStore(None, make_engine(settings.database_url), Sealer.from_setting(settings.sealing_keys))
    endpoint = EndpointConfig(
        url=f"{settings.actions_url}/webhook",
        headers={"X-Vejviser-Secret": settings.actions_secret},
        enable_selective_domain=True,
    )
    agent = Agent(action_endpoint=endpoint, lock_store=InMemoryLockStore(), tracker_store=store)
    speech = TemplatedNaturalLanguageGenerator({})
    processor = StrictProcessor(
        model_path=model,
        tracker_store=store,
        lock_store=agent.lock_store,
        action_endpoint=endpoint,
        generator=speech,
    )
    store.domain = agent.domain = processor.domain
    speech.responses = processor.domain.responses
    # Agent wraps every store into one that falls back to memory in silence; a lost store must fail the turn instead.
    agent.processor, agent.tracker_store, agent.nlg = processor, store, speech
    return agent
