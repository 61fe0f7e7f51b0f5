"""Which approved words and which ways fit a state of danger: response names of `domain/safety.yml`, crisis sets of the routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.safety.reading import About, Crisis, Level

if TYPE_CHECKING:
    from bot.safety.dialogue import SafetyState, Say

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


def route_set(state: SafetyState) -> str:
    """The crisis set whose ways are open to this state."""
    crisis = Crisis(state.crisis)
    if crisis is Crisis.ACUTE_MEDICAL and state.eating and state.level != Level.ACUTE:
        return "eating_danger_signs"
    if crisis is Crisis.SEXUAL_ABUSE and state.pictures:
        return "image_shared_or_extortion"
    if state.parent and state.about == About.SELF:
        return "parent_in_despair"
    if crisis is Crisis.OTHER_PERSON and state.parent:
        return "suicidal_thoughts_parent_worried"
    if crisis is Crisis.SELF_HARM and state.level == Level.ACUTE:
        return "suicidal_thoughts_child_or_young"
    return SETS[crisis]


def help_says(state: SafetyState) -> tuple[Say, ...]:
    """The help: one bubble with the ways below it."""
    from bot.safety.dialogue import Say

    acute = "_acute" if state.level == Level.ACUTE else ""
    if state.parent and state.about == About.SELF and state.crisis == Crisis.SUICIDE:
        return (Say(f"utter_safety_parent_despair{acute}", route_set(state)),)
    other = state.about == About.OTHER and state.crisis != Crisis.ACUTE_MEDICAL
    crisis = Crisis.OTHER_PERSON.value if other else state.crisis
    return (Say(f"utter_safety_{crisis}{acute}", route_set(state)),)


def question_key(crisis: str, about: str) -> str:
    """The one direct question of a class."""
    return QUESTIONS[Crisis.OTHER_PERSON if about == About.OTHER else Crisis(crisis)]


def check_key(crisis: str, about: str) -> str:
    """The kind sentence with the direct question for a *maybe*."""
    if about == About.OTHER:
        return "utter_safety_check_crisis_other_person"
    return "utter_safety_check" if crisis == Crisis.SUICIDE else f"utter_safety_check_{crisis}"


def barrier_says(state: SafetyState, chosen: str) -> tuple[Say, ...]:
    """What lowers the barrier, after the answer `chosen`; an unknown answer gets the general offer."""
    from bot.safety.dialogue import Say

    name = chosen if chosen in BARRIERS else "more"
    return (Say(f"utter_safety_barrier_{name}", route_set(state)),)
