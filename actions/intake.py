"""Starting an intake and handing it over. The form between the two is in actions/intake_form.py."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.intake_client import BackOfficeClient, Delivery, Outcome, back_office
from actions.intake_form import FORM, MISSES
from actions.intake_words import INTRO_SAID, OUTCOME, SAID
from actions.ways import ways_for
from bot.intake.path import ASKED, SEND, SLOTS
from bot.intake.summary import record

KEY = "intake_key"
REFERENCE = "intake_reference"
KNOWN_FROM_GUIDANCE = {"intake_child_age": "guidance_age", "intake_description": "guidance_description"}
# What was told there in the visitor's own words; a code that a button set is not their words, so the intake asks.
SAID_IN_GUIDANCE = {
    "intake_since": "guidance_duration",
    "intake_impact": "guidance_impact",
    "intake_other_help": "guidance_help",
}
Events = list[EventType]
logger = logging.getLogger(__name__)


def new_key(conversation_id: str) -> str:
    """An idempotency key for one intake of one conversation; at most 80 characters."""
    return f"{conversation_id[:36]}:{uuid.uuid4()}"


class ActionIntakeStart(Action):
    """Runs before the form: makes the key once, and takes over what guidance was told. Says nothing."""

    def name(self) -> str:
        return "action_intake_start"

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        return start_events(tracker)


def start_events(tracker: Tracker) -> Events:
    """What an intake begins with: a key of its own, and what guidance was told already."""
    events: Events = [SlotSet(OUTCOME, None), SlotSet(SEND, None), SlotSet(MISSES, _misses(tracker.slots))]
    if not tracker.slots.get(KEY):
        events.append(SlotSet(KEY, new_key(tracker.sender_id)))
    return events + _known(tracker.slots)


def _misses(slots: Mapping[str, Any]) -> int:
    """Who writes is asked by the guidance too: here in the words that it has not just used."""
    return 0 if slots.get("audience") else int(slots.get("guidance_misses") or 0) % 2 ^ 1


def _known(slots: Mapping[str, Any]) -> Events:
    # After a receipt the next intake is about another child, and guidance knew the first one.
    if slots.get(REFERENCE):
        return []
    said = slots.get("guidance_said") or {}
    known = {name: slots.get(source) for name, source in KNOWN_FROM_GUIDANCE.items()}
    known |= {name: said.get(source) for name, source in SAID_IN_GUIDANCE.items()}
    worth = {name: value for name, value in known.items() if value not in (None, "", "skipped", "unknown")}
    return [SlotSet(name, value) for name, value in worth.items() if slots.get(name) is None]


class ActionIntakeSend(Action):
    """Hands the intake over and says it arrived only on the back office's receipt; else the answers stay.

    Says nothing when the form ended for another reason than "send" (stop, no consent): the form has spoken already.
    """

    def __init__(self, client: BackOfficeClient | None = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_intake_send"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        if tracker.slots.get(SEND) != "send":
            return []
        key = tracker.slots.get(KEY) or new_key(tracker.sender_id)
        delivery = await self._hand_over(tracker, key)
        if delivery.reference is None:
            return _kept(delivery.outcome, tracker.slots, key)
        dispatcher.utter_message(response="utter_intake_receipt", reference=delivery.reference)
        dispatcher.utter_message(response="utter_intake_waiting", json_message=ways_for(tracker.slots))
        return _done(delivery.reference)

    async def _hand_over(self, tracker: Tracker, key: str) -> Delivery:
        try:
            intake = record(tracker.slots)
        except ValidationError as error:
            # Only the names of the fields: the values are what a family wrote.
            logger.error("an intake could not be made: %s", [each["loc"] for each in error.errors(include_input=False)])
            return Delivery(Outcome.REFUSED)
        return await (self._client or back_office()).send(intake, tracker.sender_id, key)


def _kept(outcome: Outcome, slots: Mapping[str, Any], key: str) -> Events:
    again = slots.get(OUTCOME) == f"{SAID}{outcome.value}"
    said = f"{outcome.value}_again" if again else outcome.value
    # The form comes back with its last question, in the words of `said`; the same key makes trying again harmless.
    return [SlotSet(SEND, None), SlotSet(OUTCOME, said), SlotSet(KEY, key), ActiveLoop(FORM)]


def _done(reference: str) -> Events:
    # What was handed over is the centre's now; the engine forgets it, and the next intake gets a key of its own.
    gone = (*SLOTS, OUTCOME, KEY, INTRO_SAID, ASKED)
    return [SlotSet(REFERENCE, reference), *(SlotSet(name, None) for name in gone)]
