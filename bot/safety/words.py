"""Which approved words and which ways fit a state of danger: response names of `domain/safety.yml`, crisis sets of the routes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.reading import About, Crisis, Level
from bot.safety.state import SafetyState

SETS = {
    Crisis.SUICIDE: "suicidal_thoughts_child_or_young",
    Crisis.SELF_HARM: "self_harm_no_suicidal_intent",
    Crisis.VIOLENCE: "violence_at_home_child",
    Crisis.SEXUAL_ABUSE: "sexual_abuse_child",
    Crisis.PSYCHOSIS: "hears_voices_or_confused",
    Crisis.ACUTE_MEDICAL: "overdose_or_poison",
    Crisis.OTHER_PERSON: "suicidal_thoughts_child_or_young",
}
QUESTIONS = {
    Crisis.SUICIDE: "utter_safety_ask_danger",
    Crisis.SELF_HARM: "utter_safety_ask_suicide",
    Crisis.VIOLENCE: "utter_safety_ask_danger",
    Crisis.SEXUAL_ABUSE: "utter_safety_ask_danger",
    Crisis.PSYCHOSIS: "utter_safety_ask_told_to_harm",
    Crisis.ACUTE_MEDICAL: "utter_safety_ask_called",
    Crisis.OTHER_PERSON: "utter_safety_ask_other_danger",
}
BARRIERS = (
    "yes",
    "no",
    "unsure",
    "more",
    "hard_to_call",
    "rather_write",
    "adult_words",
    "who_knows",
    "no_words",
    "no_answer",
    "alone",
    "someone_here",
    "called",
    "help_for_me",
)
# Of these one who is afraid for somebody else needs other words than one who is in danger.
FOR_ANOTHER = {
    "yes": "yes_other",
    "no": "no_other",
    "unsure": "unsure_other",
    "more": "more_other",
    "adult_words": "words_to_them",
    "no_words": "words_to_them",
    "someone_here": "together",
}
# What is said to words that are no answer, in this order: each a way to take them in, none asks for anything.
LISTENING = (
    "utter_safety_listening",
    "utter_safety_listening_words",
    "utter_safety_listening_shown",
    "utter_safety_listening_bit",
    "utter_safety_listening_machine",
)
LISTENING_ACUTE = (
    "utter_safety_listening_now",
    "utter_safety_listening_call",
    "utter_safety_listening_called",
)
LISTENING_OTHER = (
    "utter_safety_listening_other",
    "utter_safety_listening_other_next",
    "utter_safety_listening_other_near",
    "utter_safety_listening_other_yourself",
)
# Where the words to somebody else do not ask about thoughts of dying.
FOR_ANOTHER_CALM = {"adult_words": "words_to_them_calm", "no_words": "words_to_them_calm"}
# Where life is in danger now nobody reads that there is no need to ring.
NOW = {"hard_to_call": "hard_to_call_acute"}
NOT_NOW = {"someone_here": "someone_near"}
TRUSTED = {"adult_words": "adult_words_trusted"}
SPEAKS_OF_DYING = (Crisis.SUICIDE, Crisis.SELF_HARM, Crisis.OTHER_PERSON)
NOT_BY_DEFAULT_THE_PARENTS = (Crisis.VIOLENCE, Crisis.SEXUAL_ABUSE)


@dataclass(frozen=True)
class Say:
    """One bubble: a response name, and the crisis set whose open ways stand below it.

    `calm`: nobody is in danger now, so the ways are few and to talk with, and none of them is the alarm.
    """

    key: str
    crisis_set: str | None = None
    calm: bool = False


def route_set(state: SafetyState) -> str:
    """The crisis set whose ways are open to this state."""
    crisis = Crisis(state.crisis)
    if crisis is Crisis.ACUTE_MEDICAL and state.eating and state.level != Level.ACUTE:
        return "eating_danger_signs"
    if crisis is Crisis.SEXUAL_ABUSE and state.pictures:
        return "image_shared_or_extortion"
    if crisis is Crisis.SUICIDE and state.parent and state.about == About.SELF:
        return "parent_in_despair"
    if crisis in (Crisis.OTHER_PERSON, Crisis.SUICIDE) and state.parent:
        return "suicidal_thoughts_parent_worried"
    if crisis is Crisis.SELF_HARM and state.level == Level.ACUTE:
        return SETS[Crisis.SUICIDE]
    return SETS[crisis]


def help_say(state: SafetyState) -> Say:
    """The help, with the ways below it."""
    acute, calm = "_acute" if state.level == Level.ACUTE else "", is_calm(state)
    if state.parent and state.about == About.SELF and state.crisis == Crisis.SUICIDE:
        return Say(f"utter_safety_parent_despair{acute}", route_set(state), calm)
    crisis = Crisis.OTHER_PERSON.value if is_for_another(state) else state.crisis
    return Say(f"utter_safety_{crisis}{acute}", route_set(state), calm)


def is_calm(state: SafetyState) -> bool:
    """Whether nothing that was read is near: self-harm that is over, or a doubtful hint of a wish not to be here or of voices.

    Not where a body, a home or somebody else is in danger: these may be nearer than they read, and poison needs the alarm at once
    (design/safety.md).
    """
    doubted = state.crisis in (Crisis.SUICIDE, Crisis.PSYCHOSIS) and not state.sure
    return state.level == Level.CONCERN and (doubted or state.crisis == Crisis.SELF_HARM)


def is_for_another(state: SafetyState) -> bool:
    """Whether who writes is afraid for somebody else; with poison what to do now is the same for both."""
    return state.about == About.OTHER and state.crisis != Crisis.ACUTE_MEDICAL


def question_say(state: SafetyState) -> Say:
    """The one direct question of a class."""
    return Say(QUESTIONS[Crisis.OTHER_PERSON if is_for_another(state) else Crisis(state.crisis)])


def again_say(state: SafetyState) -> Say:
    """The question in other words, with help in reach."""
    if is_for_another(state):
        return Say("utter_safety_ask_again_other", route_set(state))
    called = state.crisis == Crisis.ACUTE_MEDICAL and state.sure
    return Say("utter_safety_ask_again_called" if called else "utter_safety_ask_again", route_set(state))


def listening_say(state: SafetyState) -> Say:
    """The next words to somebody who goes on writing: none comes a second time before all were said."""
    family = LISTENING_ACUTE if state.level == Level.ACUTE else LISTENING_OTHER if is_for_another(state) else LISTENING
    times = [state.said.count(key) for key in family]
    return Say(family[times.index(min(times))], route_set(state))


def check_say(state: SafetyState) -> Say:
    """The kind sentence with the direct question for a *maybe*, help within reach."""
    if state.about == About.OTHER:
        return Say("utter_safety_check_crisis_other_person", route_set(state), is_calm(state))
    key = "utter_safety_check" if state.crisis == Crisis.SUICIDE else f"utter_safety_check_{state.crisis}"
    return Say(key, route_set(state), is_calm(state))


def barrier_say(state: SafetyState, chosen: str) -> Say:
    """What lowers the barrier after the answer `chosen`; an unknown answer gets the general offer."""
    name = chosen if chosen in BARRIERS else "more"
    if name == "help_for_me":
        return Say("utter_safety_barrier_help_for_me", "parent_in_despair")
    return Say(f"utter_safety_barrier_{_fitting(name, state)}", route_set(state))


def _fitting(name: str, state: SafetyState) -> str:
    """The words of `name` for this danger: for another, where life is in danger now, where home may be the danger."""
    now = state.level == Level.ACUTE or state.crisis == Crisis.ACUTE_MEDICAL
    if is_for_another(state) and not (now and name == "hard_to_call"):
        calm = state.crisis not in SPEAKS_OF_DYING
        return FOR_ANOTHER_CALM.get(name, FOR_ANOTHER.get(name, name)) if calm else FOR_ANOTHER.get(name, name)
    trusted = state.crisis in NOT_BY_DEFAULT_THE_PARENTS
    fitting = (NOW if now else NOT_NOW) | (TRUSTED if trusted else {})
    return fitting.get(name, name)
