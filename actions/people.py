"""Reaching people: a person now, being called, what became of something sent, deleting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import CALL_BACK, HUMAN, answer
from actions.call_number import SEND, ask_to_send, has_number, note_number, send_number
from actions.intake_client import BackOfficeClient, back_office
from actions.open_step import ask_the_open_step
from actions.reading import reading_of
from actions.ways import ways_for

Events = list[EventType]


class ActionPeopleHuman(Action):
    """Passes the wish on to the server, which knows whether somebody is there (backoffice/desk)."""

    def name(self) -> str:
        return "action_people_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        answer([HUMAN, *reading_of(tracker).asides], tracker, dispatcher)
        ask_the_open_step(tracker, dispatcher)
        return []


class ActionPeopleCallBack(Action):
    """Being called: how; a number that was written, or one that is known; and sending it on the visitor's word."""

    def __init__(self, client: BackOfficeClient | None = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_people_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        reading = reading_of(tracker)
        if SEND in reading.facts and has_number(tracker.slots):
            chosen, office = str(reading.facts[SEND]), self._client or back_office()
            return await send_number(chosen, tracker, dispatcher, office)
        noted = note_number(reading, tracker, dispatcher)
        if noted is not None:
            return noted
        if has_number(tracker.slots):
            ask_to_send(tracker.slots, tracker, dispatcher)
            return []
        answer([CALL_BACK, *reading.asides], tracker, dispatcher)
        ask_the_open_step(tracker, dispatcher)
        return []


class ActionPeopleStatus(Action):
    """What became of something sent, or how to delete: honestly, with the reference where there is one."""

    def name(self) -> str:
        return "action_people_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        topic = "delete" if reading_of(tracker).intent == "delete_my_data" else "status"
        reference = tracker.slots.get("intake_reference")
        response = f"utter_people_{topic}{'_sent' if reference else ''}"
        ways = None if tracker.active_loop_name else ways_for(tracker.slots)
        extra: dict[str, Any] = {"json_message": ways} if ways else {}
        dispatcher.utter_message(response=response, reference=reference or "", **extra)
        ask_the_open_step(tracker, dispatcher)
        return []
