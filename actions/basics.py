"""What belongs to any conversation: hello, thanks, stop, start over, yes and no to the last offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer
from actions.intake import start_events
from actions.intake_form import FORM as INTAKE_FORM
from actions.open_step import OFFER, ask_the_open_step
from actions.reading import reading_of
from actions.resources import municipality_table
from actions.resuming import begin_guidance, set_right
from actions.speaking import last_said, say
from actions.ways import ways_for
from bot.dialogue import Verdict
from bot.guidance.answering import read_turn
from bot.guidance.path import next_question

SMALL_TALK = {
    "thank": "utter_thank",
    "bot_challenge": "utter_bot_challenge",
    "ask_capabilities": "utter_capabilities",
    "chitchat": "utter_chitchat",
    "frustrated": "utter_frustrated",
    "out_of_scope": "utter_out_of_scope",
}
Events = list[EventType]


class ActionSessionStart(Action):
    """A conversation begins inside the guidance, so that whatever is said first is read as an answer."""

    def name(self) -> str:
        return "action_session_start"

    async def run(self, _dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        kept = [SlotSet(name, value) for name, value in tracker.slots.items() if value is not None]
        return [SessionStarted(), *kept, *begin_guidance(), ActionExecuted("action_listen")]


class ActionRestart(Action):
    """Forgets the answers and begins again; what was handed over stays the centre's, a flag of danger stays the server's."""

    def name(self) -> str:
        return "action_restart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_restart")
        forgotten = [SlotSet(name, None) for name, value in tracker.slots.items() if value is not None]
        return [*(each for each in forgotten if each["name"] != "intake_reference"), *begin_guidance()]


class ActionBasicsGreet(Action):
    """Returns a greeting; the form that is open then asks its question."""

    def name(self) -> str:
        return "action_basics_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        again = "utter_greet_again" in last_said(tracker)
        response = "utter_greet_once_more" if again else "utter_greet_again"
        say(dispatcher, tracker, response, None if tracker.active_loop_name else ways_for(tracker.slots))
        return _back_to_guidance(tracker)


def _back_to_guidance(tracker: Tracker) -> Events:
    unfinished = next_question(tracker.slots, municipality_table()) is not None
    return begin_guidance() if unfinished and not tracker.active_loop_name else []


class ActionBasicsSmallTalk(Action):
    """Thanks, jokes, annoyance, what the bot is and can: a kind word, in other words the second time."""

    def name(self) -> str:
        return "action_basics_small_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        reading = reading_of(tracker)
        if reading.intent not in SMALL_TALK and answer(reading.asides, tracker, dispatcher):
            ask_the_open_step(tracker, dispatcher)
            return []
        response = SMALL_TALK.get(reading.intent, "utter_capabilities")
        # Inside a form its question follows; outside, nobody is left without a way on.
        say(dispatcher, tracker, response, None if tracker.active_loop_name else ways_for(tracker.slots))
        ask_the_open_step(tracker, dispatcher)
        return []


class ActionBasicsAnswer(Action):
    """A yes or no outside every form: the answer to the last offer, or to nothing at all."""

    def name(self) -> str:
        return "action_basics_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        reading = reading_of(tracker)
        corrected = read_turn(None, tracker.slots, reading)
        if corrected.verdict is Verdict.TAKEN and not reading.pressed:
            return set_right(corrected, tracker, dispatcher)
        return self._to_the_offer(reading.intent, tracker, dispatcher)

    @staticmethod
    def _to_the_offer(intent: str, tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
        offered = tracker.slots.get(OFFER)
        done: Events = [SlotSet(OFFER, None)]
        if offered == "intake" and intent == "affirm":
            return [*done, *start_events(tracker), ActiveLoop(INTAKE_FORM)]
        if offered == "intake" and intent == "deny":
            say(dispatcher, tracker, "utter_nothing_sent", ways_for(tracker.slots))
            return done
        say(dispatcher, tracker, "utter_nothing_open")
        return []


class ActionBasicsRepeat(Action):
    """Says again where things stand; inside a form the form asks its question in other words."""

    def name(self) -> str:
        return "action_basics_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        if answer(reading_of(tracker).asides, tracker, dispatcher):
            ask_the_open_step(tracker, dispatcher)
        elif tracker.active_loop_name is None:
            say(dispatcher, tracker, "utter_guidance_next_simpler" if tracker.slots.get(OFFER) else "utter_repeat")
        return []


class ActionBasicsGoodbye(Action):
    """A goodbye or a stop, with ways that are open now; nobody is sent away without one."""

    def name(self) -> str:
        return "action_basics_goodbye"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        response = "utter_stop" if reading_of(tracker).intent == "stop" else "utter_goodbye"
        say(dispatcher, tracker, response, ways_for(tracker.slots))
        return []
