"""The talk after danger was read: help, one direct question, then lower the barrier; going on only by choice.

`advance` is pure: the same state, reading, text and payload always give the same turn (docs/adr/0005). Nothing here
knows Danish; what is said are response names of `domain/safety.yml`, two at most a turn.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.safety.answers import Answer, read_answer
from bot.safety.reading import About, Crisis, Level, Reading
from bot.safety.state import SafetyState, Step
from bot.safety.words import Say, barrier_says, check_say, help_say, question_say, route_set

__all__ = ["SafetyState", "Say", "Step", "ToEngine", "Turn", "advance"]
PAYLOAD = re.compile(r"^/safety\s*(\{.*\})\s*$", re.DOTALL)
ASK_AGAIN_AFTER = 6
MOST_UNANSWERED = {True: 2, False: 1}


class ToEngine(StrEnum):
    """What the engine gets: the message, a request to repeat its question, or nothing."""

    MESSAGE = "message"
    REPEAT = "repeat"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Turn:
    """What to say now, what to remember, and what the engine gets."""

    says: tuple[Say, ...]
    state: SafetyState | None
    to_engine: ToEngine


def advance(state: SafetyState | None, reading: Reading, text: str | None, payload: str | None) -> Turn:
    """The turn that follows from one message (`text` with its reading) or one button (`payload`)."""
    chosen = _chosen(payload)
    if chosen:
        return _answered(state or SafetyState(), chosen)
    if reading.raised:
        return _raised(state, reading, text or "")
    if state is None:
        return Turn((), None, ToEngine.MESSAGE)
    if state.step == Step.SETTLED or text is None:
        return _went_on(state)
    answer = read_answer(text)
    return _unanswered(state) if answer is Answer.FREE else _answered(state, answer.value)


def _chosen(payload: str | None) -> str | None:
    """The answer behind a button of the safety dialogue, or None for any other button."""
    match = PAYLOAD.match(payload or "")
    try:
        return str(json.loads(match.group(1)).get("answer", "")) if match else None
    except (ValueError, AttributeError):
        return None


def _raised(state: SafetyState | None, reading: Reading, text: str) -> Turn:
    """Danger was read: sure, or the second concern in a row -> help; else the question."""
    waits = state is not None and state.step in {Step.CHECKING, Step.ASKED}
    if state and waits and not reading.sure and read_answer(text) is Answer.NO:
        return _answered(state, Answer.NO.value)
    after = _with(state, reading)
    if reading.sure or after.concerns > 1:
        return _help(state, replace(after, sure=True))
    after = replace(after, step=Step.CHECKING.value)
    return Turn((check_say(after),), after, ToEngine.NOTHING)


def _help(before: SafetyState | None, after: SafetyState) -> Turn:
    """Help first, then the question; when both were just given for the same danger, lower the barrier instead."""
    same = before is not None and before.sure and before.crisis == after.crisis and before.level == after.level
    if same and before is not None and before.step != Step.SETTLED:
        after = replace(after, step=Step.BARRIER.value)
        return Turn(barrier_says(after, "more"), after, ToEngine.NOTHING)
    after = replace(after, step=Step.ASKED.value)
    return Turn((help_say(after), question_say(after)), after, ToEngine.NOTHING)


def _with(state: SafetyState | None, reading: Reading) -> SafetyState:
    """The state with what was read added; level, sureness and count only rise."""
    before = state or SafetyState()
    level = Level(reading.level or Level.CONCERN)
    rises = state is None or level.weight >= Level(before.level).weight
    reasons = " ".join(reading.reasons)
    return replace(
        before,
        crisis=(reading.crisis or before.crisis) if rises else before.crisis,
        about=(reading.about or About.SELF.value) if rises else before.about,
        level=level.value if rises else before.level,
        sure=before.sure or reading.sure,
        concerns=before.concerns + 1,
        turns=0,
        unanswered=0,
        parent=before.parent or "voice_parent" in reasons,
        pictures=before.pictures or "image_" in reasons,
        eating=before.eating or "eating_" in reasons,
    )


def _unanswered(state: SafetyState) -> Turn:
    """Words that are no answer: asked once more or listened to, then the engine may answer again."""
    after = replace(state, unanswered=state.unanswered + 1)
    if state.unanswered >= MOST_UNANSWERED[state.sure]:
        return Turn((), replace(after, step=Step.SETTLED.value, turns=0), ToEngine.MESSAGE)
    key = "utter_safety_listening" if state.step == Step.BARRIER else "utter_safety_ask_again"
    return Turn((Say(key, route_set(state)),), after, ToEngine.NOTHING)


def _answered(state: SafetyState, chosen: str) -> Turn:
    """What follows from an answer, in words or by button."""
    state = replace(state, unanswered=0, turns=0)
    if chosen == Answer.GO_ON:
        return Turn((), replace(state, step=Step.SETTLED.value), ToEngine.REPEAT)
    if chosen == Answer.NO and not state.sure:
        after = replace(state, step=Step.SETTLED.value, concerns=0)
        return Turn((Say("utter_safety_settled"),), after, ToEngine.REPEAT)
    if state.step == Step.ASKED and state.crisis == Crisis.ACUTE_MEDICAL:
        chosen = {Answer.YES.value: "someone_here", Answer.NO.value: "alone"}.get(chosen, chosen)
    after = replace(_confirmed(state) if chosen == Answer.YES else state, step=Step.BARRIER.value)
    return Turn(barrier_says(after, chosen), after, ToEngine.NOTHING)


def _confirmed(state: SafetyState) -> SafetyState:
    """The visitor said yes: now it is sure, and at least high; yes to thoughts of suicide makes it that."""
    level = state.level if Level(state.level).weight >= Level.HIGH.weight else Level.HIGH.value
    asked_of_suicide = state.crisis == Crisis.SELF_HARM and state.step == Step.ASKED and state.about == About.SELF
    crisis = Crisis.SUICIDE.value if asked_of_suicide else state.crisis
    return replace(state, sure=True, level=level, crisis=crisis)


def _went_on(state: SafetyState) -> Turn:
    """The visitor went on; after some turns the bot asks again, with help in reach, while the engine answers too."""
    after = replace(state, turns=state.turns + 1)
    due = state.sure or state.unanswered > 0
    if after.step != Step.SETTLED or not due or after.turns < ASK_AGAIN_AFTER * (1 + state.asked_again):
        return Turn((), after, ToEngine.MESSAGE)
    after = replace(after, turns=0, asked_again=state.asked_again + 1)
    return Turn((Say("utter_safety_later", route_set(state)),), after, ToEngine.MESSAGE)
