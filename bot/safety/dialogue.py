"""The talk after danger was read: help, one direct question, then lower the barrier; going on only by choice.

`advance` is pure: the same state, reading, text and payload always give the same turn (docs/adr/0005). Nothing here
knows Danish; what is said are response names of `domain/safety.yml`, two at most a turn.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.safety.answers import (
    REACHING_HELP,
    Answer,
    asks_why,
    has_taken_nothing,
    read_answer,
    speaks_of_another,
    speaks_of_oneself,
)
from bot.safety.reading import About, Crisis, Level, Reading
from bot.safety.state import SafetyState, Step
from bot.safety.words import (
    NOT_BY_DEFAULT_THE_PARENTS,
    Say,
    again_say,
    barrier_say,
    check_say,
    help_say,
    listening_say,
    question_say,
    route_set,
)

__all__ = ["SafetyState", "Say", "Step", "ToEngine", "Turn", "advance"]
PAYLOAD = re.compile(r"^/safety\s*(\{.*\})\s*$", re.DOTALL)
WHY = "utter_safety_why"
ASK_AGAIN_AFTER = 6
MOST_UNANSWERED = {True: 4, False: 1}
MOST_REMEMBERED = 40


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


def advance(
    state: SafetyState | None,
    reading: Reading,
    text: str | None,
    payload: str | None,
    *,
    parent: bool = False,
    professional: bool = False,
) -> Turn:
    """The turn that follows from one message (`text` with its reading) or one button (`payload`).

    `parent`, `professional`: who is known to write, though the message may not say so.
    """
    if parent or professional:
        reading = _of_the_child(reading, text or "")
    turn = _turn(replace(state, parent=state.parent or parent) if state else None, reading, text, payload, parent)
    if turn.state is None or not turn.says:
        return turn
    said = (*turn.state.said, *(say.key for say in turn.says))[-MOST_REMEMBERED:]
    return replace(turn, state=replace(turn.state, said=said))


def _turn(state: SafetyState | None, reading: Reading, text: str | None, payload: str | None, parent: bool) -> Turn:
    chosen = _chosen(payload)
    if chosen:
        return _answered(state or SafetyState(parent=parent), chosen)
    if reading.raised:
        return _raised(state, reading, text or "", parent)
    if state is None:
        return Turn((), None, ToEngine.MESSAGE)
    if state.step == Step.SETTLED or text is None:
        return _went_on(state)
    # A body in danger now is so whatever was taken: there the help goes on.
    if state.crisis == Crisis.ACUTE_MEDICAL and state.level != Level.ACUTE and has_taken_nothing(text):
        return _settled(state)
    return _explained(state, text) or _told(state, read_answer(text))


def _of_the_child(reading: Reading, text: str) -> Reading:
    """A *maybe* in an adult's message in which the writer does not stand is about the child, of whom the talk is."""
    if not reading.raised or reading.sure or speaks_of_oneself(text):
        return reading
    return replace(reading, about=About.OTHER.value)


def _chosen(payload: str | None) -> str | None:
    """The answer behind a button of the safety dialogue, or None for any other button."""
    match = PAYLOAD.match(payload or "")
    try:
        return str(json.loads(match.group(1)).get("answer", "")) if match else None
    except (ValueError, AttributeError):
        return None


def _raised(state: SafetyState | None, reading: Reading, text: str, parent: bool) -> Turn:
    """Danger was read: sure, or the second concern in a row -> help; else the question."""
    waits = state is not None and state.step in {Step.CHECKING, Step.ASKED}
    if state and waits and not reading.sure and read_answer(text) is Answer.NO:
        return _answered(state, Answer.NO.value)
    after = _with(state or SafetyState(parent=parent), reading, first=state is None)
    if state and state.sure and not reading.sure and read_answer(text) in REACHING_HELP:
        return _told(after, read_answer(text))
    if reading.sure or after.concerns > 1:
        return _help(state, replace(after, sure=True))
    after = replace(after, step=Step.CHECKING.value)
    return Turn((check_say(after),), after, ToEngine.NOTHING)


def _help(before: SafetyState | None, after: SafetyState) -> Turn:
    """Help first, then the question; where this help was given in this talk already, lower the barrier instead."""
    help_now = help_say(after)
    same = before is not None and before.sure and (before.crisis, before.level) == (after.crisis, after.level)
    if before is not None and before.step != Step.SETTLED and (same or help_now.key in before.said):
        return _offer(replace(after, step=Step.BARRIER.value), "more", once=True)
    after = replace(after, step=Step.ASKED.value)
    return Turn((help_now, question_say(after)), after, ToEngine.NOTHING)


def _offer(state: SafetyState, chosen: str, *, once: bool = False) -> Turn:
    """What lowers the barrier; never what was said last (with `once`: nor ever before), then other words are found."""
    say = barrier_say(state, chosen)
    known = state.said if once else state.said[-1:]
    return Turn((listening_say(state) if say.key in known else say,), state, ToEngine.NOTHING)


def _with(before: SafetyState, reading: Reading, *, first: bool) -> SafetyState:
    """The state with what was read added; level, sureness and count only rise."""
    level = Level(reading.level or Level.CONCERN)
    rises = first or level.weight >= Level(before.level).weight
    names = rises and (first or reading.sure or not before.sure)  # a guess does not change what is sure
    reasons = " ".join(reading.reasons)
    return replace(
        before,
        crisis=(reading.crisis or before.crisis) if names else before.crisis,
        about=(reading.about or About.SELF.value) if names else before.about,
        level=level.value if rises else before.level,
        sure=before.sure or reading.sure,
        concerns=before.concerns + 1,
        turns=0,
        unanswered=0,
        parent=before.parent or "voice_parent" in reasons,
        pictures=before.pictures or "image_" in reasons,
        eating=before.eating or "eating_" in reasons,
    )


def _explained(state: SafetyState, text: str) -> Turn | None:
    """The question once more, to who asks why or says that somebody else is meant: with the reason, about that one."""
    why = asks_why(text) and WHY not in state.said
    another = state.about == About.SELF and speaks_of_another(text)
    if state.step not in {Step.CHECKING, Step.ASKED} or not (why or another):
        return None
    after = replace(state, about=About.OTHER.value) if another else state
    question = question_say(after) if state.sure else check_say(after)
    helps = help_say(after) if another and state.sure else None
    before = Say(WHY) if why else helps
    return Turn((before, question) if before else (question,), after, ToEngine.NOTHING)


def _told(state: SafetyState, answer: Answer) -> Turn:
    """What follows from words that are no danger themselves: an answer, a wish, or just more of what there is to tell."""
    if answer in (Answer.PERSON, Answer.DELETE):
        return Turn((), replace(state, unanswered=0), ToEngine.MESSAGE)
    if answer is Answer.FREE or _says_nothing_here(state, answer):
        return _unanswered(state)
    return _answered(state, answer.value)


def _says_nothing_here(state: SafetyState, answer: Answer) -> bool:
    """Whether an answer means something else where it was given.

    "No" answers a question, not an offer. Who is at home may be the danger, and "I am alone" may be a feeling: it is
    about who can ring only where life is in danger now.
    """
    if answer is Answer.NO:
        return state.sure and state.step == Step.BARRIER
    if answer is Answer.SOMEONE_HERE:
        return state.crisis in NOT_BY_DEFAULT_THE_PARENTS
    return answer is Answer.ALONE and state.level != Level.ACUTE and state.crisis != Crisis.ACUTE_MEDICAL


def _unanswered(state: SafetyState) -> Turn:
    """Words that are no answer: asked once more, then listened to for a while; then the engine may answer again."""
    after = replace(state, unanswered=state.unanswered + 1)
    if state.unanswered >= MOST_UNANSWERED[state.sure or state.step == Step.BARRIER]:
        return Turn((), replace(after, step=Step.SETTLED.value, turns=0), ToEngine.MESSAGE)
    asks = state.step in {Step.CHECKING, Step.ASKED} and state.unanswered == 0
    return Turn((again_say(state) if asks else listening_say(state),), after, ToEngine.NOTHING)


def _answered(state: SafetyState, chosen: str) -> Turn:
    """What follows from an answer, in words or by button."""
    state = replace(state, unanswered=0, turns=0)
    if chosen == Answer.GO_ON:
        return Turn((), replace(state, step=Step.SETTLED.value), ToEngine.REPEAT)
    if chosen == Answer.NO and not state.sure:
        return _settled(state)
    if state.step == Step.ASKED and state.crisis == Crisis.ACUTE_MEDICAL:
        chosen = {Answer.YES.value: "someone_here", Answer.NO.value: "alone"}.get(chosen, chosen)
    after = replace(_confirmed(state) if chosen == Answer.YES else state, step=Step.BARRIER.value)
    return _offer(after, chosen)


def _settled(state: SafetyState) -> Turn:
    """The visitor says that it is not so: thanked, and what was under way goes on. A flag stays until staff lower it."""
    return Turn((Say("utter_safety_settled"),), replace(state, step=Step.SETTLED.value, concerns=0), ToEngine.REPEAT)


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
