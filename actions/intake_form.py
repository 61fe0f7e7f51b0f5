"""The intake's form: one action reads the visitor's answer and keeps it, one asks what comes next.

The form has one slot that is never filled, so that these two decide what is asked: a correction, a second wording and
a summary need more than a fixed order of slots. A turn that is no answer leaves the slots alone; Rasa then rejects the
form for that turn, the rule for the question or command answers, and the form asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asides import answer, left, of_the_message
from actions.call_number import is_asked_for, is_only_a_number, note_number
from actions.corrected import corrected
from actions.intake_words import ask, line_titles, why
from actions.reading import is_fresh, reading_of, told_aside
from actions.speaking import said_now
from actions.ways import ways_for
from bot.dialogue import CORRECTED, Reading, Turn, Verdict
from bot.intake.answering import read_turn
from bot.intake.change import ASKING, CHANGE, line_named, read_change
from bot.intake.path import CONSENT, EMAIL, PHONE, SEND, SKIPPED, may_be_skipped, next_question, step
from bot.side_questions import LEFT, WHY

FORM = "intake_form"
MISSES = "intake_misses"
MOST_BUBBLES = 2
LEAVE: list[EventType] = [SlotSet("requested_slot", None), SlotSet(CHANGE, None), SlotSet(MISSES, None)]
Events = list[EventType]


def question_of(answers: Mapping[str, object]) -> str:
    """The question that stands open: the line being changed, else the first that is missing, else the sending."""
    changing = answers.get(CHANGE)
    if changing == ASKING:
        return CHANGE
    return str(changing) if changing else next_question(answers) or SEND


class ValidateIntakeForm(Action):
    """Reads one answer; ends the form on send, stop, or when consent is not given."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        answers = dict(tracker.slots)
        question = question_of(answers)
        if not is_fresh(tracker, FORM):
            return _keep({MISSES: answers.get(MISSES)})
        reading = reading_of(tracker)
        number = None
        if _may_be_a_number_to_call(question, tracker):
            number = note_number(reading, tracker, dispatcher)
        if number is not None and is_only_a_number(reading):
            return [*number, SlotSet(MISSES, answers.get(MISSES))]
        turn = _turn(question, answers, reading)
        if turn.verdict is Verdict.REPEAT and told_aside(tracker):
            return _keep({MISSES: 0})
        if turn.verdict is not Verdict.STOP and _answer_of_the_form(question, tracker, dispatcher):
            turn = replace(turn, says=None)
        if reading.asides and turn.verdict is Verdict.UNCLEAR:
            turn = replace(turn, says=None, verdict=Verdict.REPEAT)
        return [*(number or []), *_act(turn, question, answers, dispatcher)]


def _may_be_a_number_to_call(question: str, tracker: Tracker) -> bool:
    """A number answers the questions for one, and sets a line of the summary right; else it is one to be called on."""
    return question not in (PHONE, EMAIL, SEND, CHANGE) or (question in (SEND, CHANGE) and is_asked_for(tracker))


def _answer_of_the_form(question: str, tracker: Tracker, dispatcher: CollectingDispatcher) -> bool:
    """Answer what was asked of the form itself, here, while the question it was asked of still stands open."""
    spoken = {WHY: why(question), LEFT: left(step(tracker.slots))}
    return answer([name for name in reading_of(tracker).asides if name in spoken], tracker, dispatcher, spoken)


def _turn(question: str, answers: Mapping[str, object], reading: Reading) -> Turn:
    if question == CHANGE:
        return read_change(line_titles(answers), reading)
    turn = read_turn(question, answers, reading)
    named = None if reading.pressed else line_named(reading.text, line_titles(answers))
    said_at_the_summary = question == SEND and turn.verdict is Verdict.UNCLEAR and named
    if turn.verdict is not Verdict.CHANGE and not said_at_the_summary:
        return turn
    if not line_titles(answers):
        # Nothing was written yet: there is no line to change.
        return Turn(Verdict.UNCLEAR)
    return Turn(Verdict.TAKEN, {CHANGE: named or ASKING})


def _act(turn: Turn, question: str, answers: dict[str, Any], dispatcher: CollectingDispatcher) -> Events:
    if turn.verdict is Verdict.DIGRESSION:
        return []
    if turn.verdict is Verdict.STOP:
        dispatcher.utter_message(response="utter_intake_stopped", json_message=ways_for(answers))
        return LEAVE
    if turn.verdict is Verdict.TAKEN:
        return _taken(turn, answers, dispatcher)
    return _not_taken(turn, question, answers, dispatcher)


def _taken(turn: Turn, answers: dict[str, Any], dispatcher: CollectingDispatcher) -> Events:
    slots = {CHANGE: None, MISSES: 0, **turn.slots}
    if slots.get(CONSENT) == "no":
        dispatcher.utter_message(response="utter_intake_consent_no", json_message=ways_for(answers))
        return [*LEAVE, SlotSet(CONSENT, None)]
    if slots.get(SEND) == "send" and next_question({**answers, **slots}) is None:
        return [SlotSet(SEND, "send"), *LEAVE]
    if turn.says == CORRECTED:
        response, values = corrected(turn.slots, answers)
        dispatcher.utter_message(response=response, **values)
    elif turn.says:
        dispatcher.utter_message(response=turn.says)
    return _keep(slots)


def _not_taken(turn: Turn, question: str, answers: dict[str, Any], dispatcher: CollectingDispatcher) -> Events:
    misses = int(answers.get(MISSES) or 0) + 1
    if misses > 2 and turn.verdict is Verdict.UNCLEAR and question != CHANGE and may_be_skipped(answers, question):
        return _keep({question: SKIPPED, CHANGE: None, MISSES: 0})
    if misses > 2 and question == CHANGE:
        return _keep({CHANGE: None, MISSES: 0})
    if turn.says:
        dispatcher.utter_message(response=turn.says)
    return _keep({MISSES: misses})


def _keep(slots: Mapping[str, object]) -> Events:
    return [SlotSet(name, value) for name, value in slots.items()]


class ActionAskIntakeAnswer(Action):
    """Asks the question that stands open. Rasa runs it after the answer's slots are set, so the wording fits them."""

    def name(self) -> str:
        return "action_ask_intake_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]) -> Events:
        answers = dict(tracker.slots)
        answer(of_the_message(tracker, FORM), tracker, dispatcher)
        if len(said_now(tracker)) + len(dispatcher.messages) >= MOST_BUBBLES:
            return []
        # The two wordings take turns, so that the same sentence never comes twice in a row.
        again = int(answers.get(MISSES) or 0) % 2 == 1
        return _keep(ask(question_of(answers), answers, dispatcher, again=again))
