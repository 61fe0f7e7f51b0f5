"""Danger that only the engine has read: one kind sentence with the direct question, and help within reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.guidance_words import municipality_routes
from actions.reading import reading_of
from bot.guidance.answers import Answers, answers_from
from bot.routes.crisis import crisis_routes
from bot.safety.dialogue import SafetyState
from bot.safety.reading import Crisis
from bot.safety.words import check_key, route_set


class ActionCrisisCheck(Action):
    """Asks with the words of domain/safety.yml; the server sees their name and reads the answer itself."""

    def name(self) -> str:
        return "action_crisis_check"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Mapping[str, Any]
    ) -> list[EventType]:
        answers = answers_from(tracker.slots)
        intent = reading_of(tracker).intent
        crisis = intent if intent in {each.value for each in Crisis} else Crisis.SUICIDE.value
        state = SafetyState(crisis=crisis, about=_about(answers), parent=answers.audience == "parent")
        ways = ways_of(route_set(state), answers)
        dispatcher.utter_message(response=check_key(state.crisis, state.about), json_message={"routes": ways})
        return []


def ways_of(crisis_set: str, answers: Answers) -> list[dict[str, Any]]:
    """The ways of a crisis set for who writes, as the channel carries them, open ones first."""
    routes = crisis_routes(municipality_routes(), crisis_set, answers.audience, answers.age, datetime.now(UTC))
    return [{"id": route.id, "why": None} for route in routes]


def _about(answers: Answers) -> str:
    return "self" if answers.audience in (None, "young") and answers.about != "other" else "other"
