"""Danger that only the engine has read: one kind sentence with the direct question, and help within reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.reading import reading_of
from actions.ways import crisis_ways
from bot.guidance.answers import Answers, answers_from
from bot.safety.dialogue import SafetyState
from bot.safety.reading import Crisis
from bot.safety.words import check_say


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
        say = check_say(state)
        dispatcher.utter_message(response=say.key, json_message=crisis_ways(say.crisis_set, answers, calm=say.calm))
        return []


def _about(answers: Answers) -> str:
    return "self" if answers.audience in (None, "young") and answers.about != "other" else "other"
