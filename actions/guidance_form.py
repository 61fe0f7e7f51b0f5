"""The guidance's form: one action reads the visitor's answer and keeps it, one asks what comes next.

Built like the intake's form (actions/intake_form.py): one slot that is never filled, so that these two decide what is asked.
The form is active from the first message on (action_session_start), so that whatever is said first is read like an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer, left, of_the_message
from actions.call_number import is_only_a_number, note_number
from actions.corrected import corrected
from actions.guidance_words import ask, ask_which_child
from actions.reading import is_fresh, reading_of, told_aside
from actions.resources import municipality_table
from actions.speaking import said_now, say
from bot.dialogue import CORRECTED, Reading, Turn, Verdict
from bot.guidance.answering import HEARD, read_turn, wants_intake
from bot.guidance.answers import ABOUT, AGE, AUDIENCE, SAFETY, SKIPPED, THEMES, UNSPECIFIED
from bot.guidance.path import last_answered, next_question, step
from bot.guidance.telling import several_children, skip
from bot.side_questions import LEFT, WHY

FORM = "guidance_form"
ANSWER = "guidance_answer"
MISSES = "guidance_misses"
NEXT = "guidance_next"
MOST_MISSES = 2
MOST_BUBBLES = 2
Events = list[EventType]


class ValidateGuidanceForm(Action):
    """Reads one answer; ends the form when the outcome can be told, on stop, or when the visitor wants to send information."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        slots = dict(tracker.slots)
        if not is_fresh(tracker, FORM):
            return _go_on({MISSES: slots.get(MISSES)}, slots)
        reading = reading_of(tracker)
        if wants_intake(reading):
            return _leave("intake", {MISSES: slots.get(MISSES), **_voice_of(reading, slots)})
        question = next_question(slots, municipality_table())
        number = note_number(reading, tracker, dispatcher)
        if number is not None and is_only_a_number(reading):
            return [*number, *(_leave("answered", {}) if question is None else [SlotSet(MISSES, slots.get(MISSES))])]
        turn = read_turn(question, slots, reading)
        if turn.verdict is Verdict.REPEAT and told_aside(tracker):
            return _go_on({MISSES: 0}, slots)
        if turn.verdict is not Verdict.STOP and _answer_of_the_form(turn, question, tracker, dispatcher):
            turn = replace(turn, says=None)
        if reading.asides and turn.verdict is Verdict.UNCLEAR:
            turn = replace(turn, says=None, verdict=Verdict.REPEAT)
        events = [*(number or []), *_act(turn, question, slots)]
        if turn.says and not any(event.get("name") == "requested_slot" for event in events):
            # Only while the form asks on: an outcome says itself why, and that an answer was set right.
            response, values = corrected(turn.slots, slots) if turn.says == CORRECTED else (turn.says, {})
            say(dispatcher, tracker, response, values=values)
        return events


def _answer_of_the_form(turn: Turn, question: str | None, tracker: Tracker, dispatcher: CollectingDispatcher) -> bool:
    """Answer what was asked of the form itself, here, while the question it was asked of still stands open."""
    spoken = {LEFT: left(step({**tracker.slots, **turn.slots}, municipality_table()))}
    if question:
        spoken[WHY] = (f"utter_guidance_why_{question}", {})
    asked = [name for name in reading_of(tracker).asides if name in spoken and not (name == WHY and turn.says)]
    return answer(asked, tracker, dispatcher, spoken)


def _voice_of(reading: Reading, slots: Mapping[str, Any]) -> dict[str, Any]:
    told = reading.facts.get(AUDIENCE) or ("professional" if reading.intent == "professional_referral" else None)
    return {AUDIENCE: told} if told and slots.get(AUDIENCE) is None else {}


def _act(turn: Turn, question: str | None, slots: dict[str, Any]) -> Events:
    if turn.verdict is Verdict.DIGRESSION:
        return _aside(turn, slots)
    if turn.verdict is Verdict.STOP:
        return _leave("stopped", {})
    if turn.verdict is Verdict.BACK:
        previous = last_answered(slots, municipality_table())
        return _go_on({previous: None, MISSES: 1} if previous else {MISSES: 1}, slots)
    if turn.verdict is Verdict.CHANGE and not turn.slots:
        return _leave("change", {})
    if turn.verdict in (Verdict.TAKEN, Verdict.CHANGE):
        return _taken(turn, question, slots)
    return _missed(turn, question, slots)


def _aside(turn: Turn, slots: Mapping[str, Any]) -> Events:
    """The rule for the intent answers, then the form goes on; what was told beside it is kept while there is more to ask."""
    if not turn.slots or next_question({**slots, **turn.slots}, municipality_table()) is None:
        return []
    told: Events = [SlotSet(name, value) for name, value in {**turn.slots, MISSES: 0}.items()]
    return [*told, ActionExecutionRejected(FORM)]


def _taken(turn: Turn, question: str | None, slots: Mapping[str, Any]) -> Events:
    still_open = question is not None and question not in turn.slots
    misses = int(slots.get(MISSES) or 0) + 1 if still_open else 0
    if turn.verdict is Verdict.CHANGE:
        return _go_on({HEARD: None, **turn.slots, MISSES: 1}, slots)
    told = dict(turn.slots)
    if question and question != SAFETY and misses > MOST_MISSES:
        # Who has told other things three times does not want to answer this.
        told, misses = {**skip(question), **told}, 0
    named = turn.slots.get(THEMES) not in (None, SKIPPED, [UNSPECIFIED])
    # True: heard and not said yet, since something else came between.
    heard = (named and not turn.says) or slots.get(HEARD) is True
    return _go_on({HEARD: heard or None, MISSES: misses, **told}, slots)


def _missed(turn: Turn, question: str | None, slots: Mapping[str, Any]) -> Events:
    misses = int(slots.get(MISSES) or 0) + 1
    if question and misses > MOST_MISSES and turn.verdict is Verdict.UNCLEAR:
        return _go_on({**skip(question), MISSES: 0}, slots)
    return _go_on({MISSES: misses}, slots)


def _go_on(changes: Mapping[str, Any], slots: Mapping[str, Any]) -> Events:
    events: Events = [SlotSet(name, value) for name, value in changes.items()]
    known = {**slots, **changes}
    if next_question(known, municipality_table()) is not None:
        return events
    if known.get(AUDIENCE) == "young" and known.get(ABOUT) is None:
        # One fact settled the outcome before this was asked; who says nothing else writes of oneself.
        events.append(SlotSet(ABOUT, "self"))
    return [*events, SlotSet(NEXT, "outcome"), SlotSet("requested_slot", None)]


def _leave(where: str, changes: Mapping[str, Any]) -> Events:
    events: Events = [SlotSet(name, value) for name, value in {MISSES: 0, **changes}.items()]
    return [*events, SlotSet(NEXT, where), SlotSet("requested_slot", None)]


class ActionAskGuidanceAnswer(Action):
    """Asks the question that stands open. Rasa runs it after the answer's slots are set, so the wording fits them."""

    def name(self) -> str:
        return f"action_ask_{ANSWER}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        slots = dict(tracker.slots)
        question = next_question(slots, municipality_table())
        # Answered here and not where the message is read: now it is known who writes, and so in which words.
        beside = answer(of_the_message(tracker, FORM), tracker, dispatcher)
        if question is None or len(said_now(tracker)) + len(dispatcher.messages) >= MOST_BUBBLES:
            return []
        # The two wordings take turns, so that the same sentence never comes twice in a row.
        if question == AGE and several_children(reading_of(tracker)):
            ask_which_child(reading_of(tracker).ages, slots, dispatcher)
            return []
        again = int(slots.get(MISSES) or 0) % 2 == 1
        said = ask(question, slots, dispatcher, again=again, beside=beside or bool(said_now(tracker)))
        return [SlotSet(name, value) for name, value in said.items()]
