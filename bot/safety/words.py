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
    "alone",
    "someone_here",
    "called",
    "help_for_me",
)
NOT_BY_DEFAULT_THE_PARENTS = (Crisis.VIOLENCE, Crisis.SEXUAL_ABUSE)


@dataclass(frozen=True)
class Say:
    """One bubble: a response name, and the crisis set whose open ways stand below it."""

    key: str
    crisis_set: str | None = None


def route_set(state: SafetyState) -> str:
    """The crisis set whose ways are open to this state."""
    crisis = Crisis(state.crisis)
    if crisis is Crisis.ACUTE_MEDICAL and state.eating and state.level != Level.ACUTE:
        return "eating_danger_signs"
    if crisis is Crisis.SEXUAL_ABUSE and state.pictures:
        return "image_shared_or_extortion"
    if crisis is Crisis.SUICIDE and state.parent and state.about == About.SELF:
        return "parent_in_despair"
    if crisis is Crisis.OTHER_PERSON and state.parent:
        return "suicidal_thoughts_parent_worried"
    if crisis is Crisis.SELF_HARM and state.level == Level.ACUTE:
        return SETS[Crisis.SUICIDE]
    return SETS[crisis]


def help_say(state: SafetyState) -> Say:
    """The help, with the ways below it."""
    acute = "_acute" if state.level == Level.ACUTE else ""
    if state.parent and state.about == About.SELF and state.crisis == Crisis.SUICIDE:
        return Say(f"utter_safety_parent_despair{acute}", route_set(state))
    other = state.about == About.OTHER and state.crisis != Crisis.ACUTE_MEDICAL
    crisis = Crisis.OTHER_PERSON.value if other else state.crisis
    return Say(f"utter_safety_{crisis}{acute}", route_set(state))


def question_say(state: SafetyState) -> Say:
    """The one direct question of a class."""
    other = state.about == About.OTHER and state.crisis != Crisis.ACUTE_MEDICAL
    return Say(QUESTIONS[Crisis.OTHER_PERSON if other else Crisis(state.crisis)])


def check_say(state: SafetyState) -> Say:
    """The kind sentence with the direct question for a *maybe*, help within reach."""
    if state.about == About.OTHER:
        return Say("utter_safety_check_crisis_other_person", route_set(state))
    key = "utter_safety_check" if state.crisis == Crisis.SUICIDE else f"utter_safety_check_{state.crisis}"
    return Say(key, route_set(state))


def barrier_says(state: SafetyState, chosen: str) -> tuple[Say, ...]:
    """What lowers the barrier after the answer `chosen`; an unknown answer gets the general offer."""
    name = chosen if chosen in BARRIERS else "more"
    if name == "adult_words" and state.crisis in NOT_BY_DEFAULT_THE_PARENTS:
        name = "adult_words_trusted"
    if name == "help_for_me":
        return (Say("utter_safety_barrier_help_for_me", "parent_in_despair"),)
    if name == "yes" and state.about == About.OTHER:
        name = "yes_other"
    return (Say(f"utter_safety_barrier_{name}", route_set(state)),)
