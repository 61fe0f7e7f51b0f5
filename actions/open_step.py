"""What stands open outside every form: after an answer given in between, its buttons come back, as a form's question does."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.speaking import other_words
from bot.guidance.table import Outcome

OFFER = "offer"
OUTCOME = "guidance_outcome"
NEXT, NEXT_ELSEWHERE = "utter_guidance_next", "utter_guidance_next_elsewhere"
WITHOUT_AN_OFFER = frozenset({Outcome.YOUNGER.value, Outcome.OLDER.value, Outcome.ELSEWHERE.value})


def ask_the_open_step(tracker: Tracker, dispatcher: CollectingDispatcher) -> None:
    """Offer again what the outcome offered; nothing inside a form, which asks by itself, and before there is an offer."""
    if tracker.active_loop_name:
        return
    if tracker.slots.get(OFFER):
        dispatcher.utter_message(response=other_words(NEXT, tracker))
    elif tracker.slots.get(OUTCOME) in WITHOUT_AN_OFFER:
        dispatcher.utter_message(response=other_words(NEXT_ELSEWHERE, tracker))
