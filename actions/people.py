"""Reaching people: a person now, being called, what became of something sent, deleting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.reading import reading_of
from actions.speaking import say
from actions.ways import ways_for

Events = list[EventType]


class ActionPeopleHuman(Action):
    """Passes the wish on to the server, which knows whether somebody is there (backoffice/desk)."""

    def name(self) -> str:
        return "action_people_human"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_handover_wanted", json_message=ways_for(tracker.slots))
        return []


class ActionPeopleCallBack(Action):
    """Says how one can be called, and who can be reached now."""

    def name(self) -> str:
        return "action_people_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        say(dispatcher, tracker, "utter_people_call_back", ways_for(tracker.slots))
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
        return []
