"""What comes when the guidance's form ends: the outcome with reason and ways, the intake, or a kind word to a stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer, of_the_message
from actions.corrected import corrected
from actions.guidance_form import FORM, NEXT
from actions.guidance_words import reason
from actions.intake import start_events
from actions.intake_form import FORM as INTAKE_FORM
from actions.open_step import OFFER, OUTCOME, ask_the_open_step
from actions.reading import reading_of
from actions.resources import municipality_table, texts
from actions.speaking import last_said, say
from actions.ways import crisis_ways, ways_for
from bot.guidance.answers import ABOUT, AGE, MUNICIPALITY, QUESTIONS, Answers, answers_from, is_answered
from bot.guidance.path import ASKED
from bot.guidance.table import Outcome

REASON = "guidance_reason"
# After these the visitor is asked whether to send information now.
TO_THE_CENTRE = frozenset({Outcome.CENTRE, Outcome.UNCLEAR, Outcome.NEAR, Outcome.PSYCHIATRY, Outcome.ALREADY_HELPED})
Events = list[EventType]


class ActionGuidanceOutcome(Action):
    """Runs when guidance_form has ended; which way it ended stands in the slot guidance_next."""

    def name(self) -> str:
        return "action_guidance_outcome"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        slots = dict(tracker.slots)
        where = slots.get(NEXT)
        done: Events = [SlotSet(NEXT, None)]
        if where == "intake":
            return [*done, *start_events(tracker), ActiveLoop(INTAKE_FORM)]
        if where == "stopped":
            return [*done, *_stopped(slots, dispatcher)]
        if where == "answered":
            ask_the_open_step(tracker, dispatcher)
            return done
        if where == "change":
            return [*done, *_ask_what_to_change(slots, dispatcher)]
        # What is asked after the outcome is asked to set something right, and counts from one.
        return [*done, SlotSet(ASKED, None), *tell_outcome(slots, tracker, dispatcher)]


def tell_outcome(slots: Mapping[str, Any], tracker: Tracker, dispatcher: CollectingDispatcher) -> Events:
    """Say the outcome with its reason and ways, then what could come next. Gives the slots this changes."""
    answers = answers_from(slots)
    decision = municipality_table().decide(answers)
    if decision.outcome is Outcome.ACUTE:
        return _acute(answers, dispatcher)
    why = reason(decision, answers, _text(slots, "guidance_municipality"))
    if (slots.get(OUTCOME), slots.get(REASON)) == (decision.outcome, why):
        say(dispatcher, tracker, "utter_guidance_same", ways_for(slots, decision.outcome))
        return []
    # What was asked beside the last answer comes first; with it and the outcome it is enough for one turn.
    answered = answer(of_the_message(tracker, FORM), tracker, dispatcher)
    ways = ways_for(slots, decision.outcome)
    if slots.get(OUTCOME) == decision.outcome and (now := _set_right(slots, tracker)):
        dispatcher.utter_message(response="utter_aside_corrected_same", corrected=now, json_message=ways)
    else:
        dispatcher.utter_message(response=f"utter_outcome_{decision.outcome}", reason=why, json_message=ways)
    # What is sent is about who writes or the own child, never about a friend.
    offered = "intake" if decision.outcome in TO_THE_CENTRE and answers.about != "other" else None
    if not answered:
        dispatcher.utter_message(response="utter_guidance_next" if offered else "utter_guidance_next_elsewhere")
    return [SlotSet(OUTCOME, decision.outcome.value), SlotSet(REASON, why), SlotSet(OFFER, offered)]


def _set_right(slots: Mapping[str, Any], tracker: Tracker) -> str | None:
    """What the newest message set right after the outcome, in words; None when it was no age and no place."""
    facts = reading_of(tracker).facts
    told = {name: slots.get(name) for kind, name in (("age", AGE), ("municipality", MUNICIPALITY)) if kind in facts}
    response, values = corrected(told, dict.fromkeys(told, ""))
    return texts().text(response, **values) if values else None


def _text(slots: Mapping[str, Any], name: str) -> str | None:
    return slots[name] if isinstance(slots.get(name), str) else None


def _acute(answers: Answers, dispatcher: CollectingDispatcher) -> Events:
    # The server takes over from the second bubble's key on: it reads the answer to the direct question (ADR 0005).
    own = answers.audience == "young" and answers.about != "other"
    crisis_set = "suicidal_thoughts_child_or_young" if own else "suicidal_thoughts_parent_worried"
    dispatcher.utter_message(response="utter_outcome_acute", json_message=crisis_ways(crisis_set, answers))
    dispatcher.utter_message(response="utter_safety_ask_danger" if own else "utter_safety_ask_other_danger")
    return [SlotSet(OUTCOME, Outcome.ACUTE.value), SlotSet(OFFER, None)]


def _stopped(slots: Mapping[str, Any], dispatcher: CollectingDispatcher) -> Events:
    dispatcher.utter_message(response="utter_guidance_stopped", json_message=ways_for(slots))
    return []


def _ask_what_to_change(slots: Mapping[str, Any], dispatcher: CollectingDispatcher) -> Events:
    known = [name for name in QUESTIONS if is_answered(slots, name) and name != ABOUT]
    buttons = [
        {
            "title": texts().text(f"utter_guidance_title_{name}"),
            "payload": f'/correct_answer{{"guidance_change": "{name}"}}',
        }
        for name in known
    ]
    if not buttons:
        return [ActiveLoop(FORM)]
    dispatcher.utter_message(response="utter_guidance_change_which", buttons=buttons)
    return []


class ActionOtherHelp(Action):
    """Other ways, for what is known by now."""

    def name(self) -> str:
        return "action_other_help"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        more = "utter_other_help" in last_said(tracker)
        say(dispatcher, tracker, "utter_other_help_more" if more else "utter_other_help", ways_for(tracker.slots))
        ask_the_open_step(tracker, dispatcher)
        return []
