"""A number to be called on: kept where it is written, sent when the visitor says so, and said each time which of the two."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.intake_client import BackOfficeClient, Delivery, Outcome
from actions.resources import texts
from actions.speaking import last_said, say
from actions.ways import ways_for
from bot.dialogue import Reading
from bot.intake.call_wish import read_call_wish
from bot.intake.contact import ContactProblem, read_phone, spoken_phone
from bot.intake.path import PHONE, SAFE, TIME, answered
from bot.intake.summary import call_record

SEND = "people_call"
NUMBER = "utter_people_number"
# After these a number is written to be called on, whatever question stands open.
ASKED_FOR = ("utter_people_call_back", "utter_handover_wanted", NUMBER)
FEWEST_DIGITS = 6
Events = list[EventType]


def is_asked_for(tracker: Tracker) -> bool:
    """Whether the bot has just said that one can be called when one writes a number."""
    return any(name.startswith(ASKED_FOR) for name in last_said(tracker))


def note_number(reading: Reading, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events | None:
    """Keep the number in the message and say that it was not sent; None where there is none.

    Where a number was asked for and what came is none, that is said, and no slot changes.
    """
    # The whole message: a part that asks to be called holds the number as well.
    wish = None if reading.pressed else read_call_wish(str((tracker.latest_message or {}).get("text") or ""))
    if wish is None:
        return _not_a_number(reading, tracker, dispatcher)
    kept: dict[str, Any] = {PHONE: wish.phone, **({TIME: wish.when} if wish.when else {})}
    ask_to_send({**tracker.slots, **kept}, tracker, dispatcher)
    return [SlotSet(name, value) for name, value in kept.items()]


def is_only_a_number(reading: Reading) -> bool:
    """Whether the message says nothing beside a number (right or wrong) that could answer the open question."""
    wish = read_call_wish(reading.text)
    return _digits(reading) >= FEWEST_DIGITS and (wish is None or wish.is_all)


def _digits(reading: Reading) -> int:
    return sum(sign.isdigit() for sign in reading.text)


def _not_a_number(reading: Reading, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events | None:
    if reading.pressed or _digits(reading) < FEWEST_DIGITS or not is_asked_for(tracker):
        return None
    problem = read_phone(reading.text).problem or ContactProblem.INVALID
    say(dispatcher, tracker, f"utter_intake_phone_{problem}")
    return []


def ask_to_send(slots: Mapping[str, Any], tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    """Say which number and time stand there, that they are not sent, and ask whether they are to be."""
    say(dispatcher, tracker, NUMBER, values={"phone": spoken_phone(str(slots[PHONE])), "when": _when(slots)})


def has_number(slots: Mapping[str, Any]) -> bool:
    """Whether a number was written before."""
    return answered(slots, PHONE)


async def send_number(
    chosen: str, tracker: Tracker, dispatcher: CollectingDispatcher, office: BackOfficeClient
) -> Events:
    """Hand the number over, and nothing else that was written; `chosen` is the button's "send" or what is safe, in words.

    A young person who only said yes has allowed no message that somebody else may hear.
    """
    safe = {SAFE: chosen} if chosen != "send" else _safest(tracker.slots)
    slots = {**tracker.slots, **safe}
    delivery = await _hand_over(slots, tracker.sender_id, office)
    if delivery.reference is None:
        say(dispatcher, tracker, "utter_people_number_unsent", ways_for(slots))
    else:
        said: dict[str, Any] = {"reference": delivery.reference, "when": _when(slots), "json_message": ways_for(slots)}
        dispatcher.utter_message(response="utter_people_number_sent", **said)
    return [SlotSet(name, value) for name, value in safe.items()]


def _safest(slots: Mapping[str, Any]) -> dict[str, str]:
    said_before = slots.get("audience") != "young" or answered(slots, SAFE)
    return {} if said_before else {SAFE: texts().text("utter_people_number_quiet")}


async def _hand_over(slots: Mapping[str, Any], conversation_id: str, office: BackOfficeClient) -> Delivery:
    try:
        record = call_record(slots)
    except ValidationError:
        return Delivery(Outcome.REFUSED)
    # The same number is one wish, however often it is sent; a new time takes the place of the old.
    key = f"{conversation_id[:36]}:{uuid.uuid5(uuid.NAMESPACE_OID, str(record.contact_phone))}"
    return await office.send(record, conversation_id, key)


def _when(slots: Mapping[str, Any]) -> str:
    # The space belongs to the sentence that it goes into: a text of its own has none at its ends.
    return " " + texts().text("utter_people_number_when", when=str(slots[TIME])) if answered(slots, TIME) else ""
