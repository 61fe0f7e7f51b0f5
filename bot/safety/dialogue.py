"""The talk after danger was read: help, one direct question, then lower the barrier; going on only by choice.

`advance` is pure: the same state, reading, text and payload always give the same turn (docs/adr/0005). Nothing here
knows Danish; what is said are response names of `domain/safety.yml`, two at most a turn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from bot.safety.answers import Answer, read_answer
from bot.safety.reading import About, Crisis, Level, Reading
from bot.safety.words import barrier_says, check_key, help_says, question_key, route_set

PAYLOAD = re.compile(r"^/safety\s*(\{.*\})\s*$", re.DOTALL)
ASK_AGAIN_AFTER = 6
ASK_AGAIN_AFTER_CHECK = 12


class ToEngine(StrEnum):
    """What the engine gets: the message, a request to repeat its question, or nothing."""

    MESSAGE = "message"
    REPEAT = "repeat"
    NOTHING = "nothing"


class Step(StrEnum):
    """Where the talk is: a question waits, ways are being offered, or the visitor chose to go on."""

    CHECKING = "checking"
    ASKED = "asked"
    BARRIER = "barrier"
    SETTLED = "settled"


@dataclass(frozen=True)
class Say:
    """One bubble: a response name, and the crisis set whose open ways stand below it."""

    key: str
    crisis_set: str | None = None


@dataclass(frozen=True)
class SafetyState:
    """What is remembered about danger. Never forgotten and never lowered here: only staff lower a flag."""

    step: str = Step.CHECKING.value
    crisis: str = Crisis.SUICIDE.value
    level: str = Level.CONCERN.value
    about: str = About.SELF.value
    sure: bool = False
    concerns: int = 0
    turns: int = 0
    unanswered: int = 0
    asked_again: int = 0
    parent: bool = False
    pictures: bool = False
    eating: bool = False

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> SafetyState:
        """The state that `as_dict` gave; fields that are unknown or missing keep their defaults."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        return cls(**known)

    @classmethod
    def asked_by_engine(cls, key: str) -> SafetyState:
        """The engine, the second reader, has asked with `key`: the next answer is the server's to read."""
        crisis = next((each.value for each in Crisis if each.value in key), Crisis.SUICIDE.value)
        return cls(step=Step.CHECKING.value, crisis=crisis, concerns=1)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return asdict(self)


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
        return _button(state or SafetyState(), chosen)
    if reading.raised:
        return _raised(state, reading, text)
    if state is None:
        return Turn((), None, ToEngine.MESSAGE)
    if state.step == Step.SETTLED or text is None:
        return _settled(state)
    return _reply(state, read_answer(text))


def _chosen(payload: str | None) -> str | None:
    match = PAYLOAD.match(payload or "")
    try:
        return str(json.loads(match.group(1)).get("answer", "")) if match else None
    except (ValueError, AttributeError):
        return None


def _raised(state: SafetyState | None, reading: Reading, text: str | None) -> Turn:
    before = state or SafetyState()
    after = _with(before, reading, first=state is None)
    answer = read_answer(text or "")
    if state and state.step in {Step.CHECKING, Step.ASKED} and not reading.sure and answer is Answer.NO:
        return _reply(state, answer)
    if reading.sure or after.concerns >= 2 or before.sure:
        return _help(before, after, new=state is None or not before.sure or _worse(before, after))
    after = replace(after, step=Step.CHECKING.value, turns=0, unanswered=0)
    return Turn((Say(check_key(after.crisis, after.about), route_set(after)),), after, ToEngine.NOTHING)


def _help(before: SafetyState, after: SafetyState, new: bool) -> Turn:
    after = replace(after, sure=True, turns=0, unanswered=0)
    if new or before.step == Step.SETTLED:
        after = replace(after, step=Step.ASKED.value)
        return Turn((*help_says(after), Say(question_key(after.crisis, after.about))), after, ToEngine.NOTHING)
    after = replace(after, step=Step.BARRIER.value)
    return Turn(barrier_says(after, "more"), after, ToEngine.NOTHING)


def _worse(before: SafetyState, after: SafetyState) -> bool:
    return before.crisis != after.crisis or Level(before.level).weight < Level(after.level).weight


def _with(state: SafetyState, reading: Reading, first: bool) -> SafetyState:
    """The state with what was read added; level, sureness and count only rise."""
    level = reading.level or Level.CONCERN.value
    rises = first or Level(level).weight >= Level(state.level).weight
    flags = " ".join(reading.reasons)
    return replace(
        state,
        crisis=reading.crisis if rises and reading.crisis else state.crisis,
        about=(reading.about or About.SELF.value) if rises else state.about,
        level=level if rises else state.level,
        sure=state.sure or reading.sure,
        concerns=state.concerns + 1,
        parent=state.parent or "voice_parent" in flags,
        pictures=state.pictures or "image_" in flags,
        eating=state.eating or "eating_" in flags,
    )


def _reply(state: SafetyState, answer: Answer) -> Turn:
    """What follows from an answer in words to the question that waits."""
    if state.step == Step.BARRIER:
        return _button(state, answer.value) if answer is not Answer.FREE else _unanswered(state)
    if answer is Answer.FREE:
        return _unanswered(state)
    return _button(state, answer.value)


def _unanswered(state: SafetyState) -> Turn:
    """Words that are no answer: asked once more, then listened to, then the engine may answer again."""
    after = replace(state, unanswered=state.unanswered + 1)
    if state.unanswered >= (2 if state.sure else 1):
        return Turn((), replace(after, step=Step.SETTLED.value, turns=0), ToEngine.MESSAGE)
    key = "utter_safety_ask_again" if state.step != Step.BARRIER else "utter_safety_listening"
    return Turn((Say(key, route_set(state)),), after, ToEngine.NOTHING)


def _button(state: SafetyState, chosen: str) -> Turn:
    """What follows from an answer, in words or by button."""
    if chosen == Answer.GO_ON:
        return Turn((), replace(state, step=Step.SETTLED.value, turns=0), ToEngine.REPEAT)
    if chosen == Answer.YES:
        after = replace(state, sure=True, step=Step.BARRIER.value, level=_at_least_high(state.level), unanswered=0)
        return Turn(barrier_says(after, "yes"), after, ToEngine.NOTHING)
    if chosen == Answer.NO:
        return _no(state)
    after = replace(state, step=Step.BARRIER.value, unanswered=0)
    return Turn(barrier_says(after, chosen), after, ToEngine.NOTHING)


def _no(state: SafetyState) -> Turn:
    if state.sure:
        after = replace(state, step=Step.BARRIER.value, unanswered=0)
        return Turn(barrier_says(after, "no"), after, ToEngine.NOTHING)
    after = replace(state, step=Step.SETTLED.value, turns=0)
    return Turn((Say("utter_safety_settled"),), after, ToEngine.REPEAT)


def _at_least_high(level: str) -> str:
    return level if Level(level).weight >= Level.HIGH.weight else Level.HIGH.value


def _settled(state: SafetyState) -> Turn:
    """The visitor went on; after some turns the bot asks again, with help in reach, while the engine answers too."""
    after = replace(state, turns=state.turns + 1)
    due = ASK_AGAIN_AFTER if state.sure else ASK_AGAIN_AFTER_CHECK
    if after.step != Step.SETTLED or after.turns < due * (1 + state.asked_again):
        return Turn((), after, ToEngine.MESSAGE)
    after = replace(after, turns=0, asked_again=state.asked_again + 1)
    return Turn((Say("utter_safety_later", route_set(state)),), after, ToEngine.MESSAGE)
