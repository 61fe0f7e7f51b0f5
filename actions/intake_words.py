"""How the intake asks: which response, with which lines and buttons. The words themselves stand in domain/intake.yml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.resources import texts
from actions.ways import ways_for
from bot.dialogue import put_to
from bot.intake.change import CHANGE
from bot.intake.path import ASKED, CONSENT, SEND, next_question, put, step
from bot.intake.summary import PREFIX, Line, lines

INTRO_SAID = "intake_intro_said"
OUTCOME = "intake_outcome"
SAID = "said_"


def ask(
    question: str, answers: Mapping[str, object], dispatcher: CollectingDispatcher, *, again: bool
) -> dict[str, Any]:
    """Ask `question`, in other words when `again`; gives the slots that asking changes."""
    if question == CHANGE:
        response = "utter_intake_change_which_again" if again else "utter_intake_change_which"
        dispatcher.utter_message(response=response, buttons=change_buttons(answers))
        return {}
    if question == SEND:
        return _ask_to_send(answers, dispatcher, again=again)
    said: dict[str, Any] = {}
    if question == CONSENT and not answers.get(INTRO_SAID):
        dispatcher.utter_message(response="utter_intake_intro")
        said = {INTRO_SAID: True}
    where = step(answers) if question == next_question(answers) else None
    if where:
        said[ASKED] = put_to(put(answers), question)
    json_message = where.as_message() if where else None
    dispatcher.utter_message(response=f"utter_ask_{question}{'_again' if again else ''}", json_message=json_message)
    return said


def why(question: str) -> tuple[str, dict[str, str]]:
    """What is said to somebody who asks why `question` is asked."""
    if question == "audience":
        return "utter_guidance_why_audience", {}
    name = SEND if question == CHANGE else question
    return f"utter_intake_why_{name.removeprefix(PREFIX)}", {}


def _ask_to_send(answers: Mapping[str, object], dispatcher: CollectingDispatcher, *, again: bool) -> dict[str, Any]:
    outcome = str(answers.get(OUTCOME) or "")
    if outcome and not outcome.startswith(SAID):
        dispatcher.utter_message(response=f"utter_intake_{outcome}", json_message=ways_for(answers))
        return {OUTCOME: SAID + outcome}
    if again:
        dispatcher.utter_message(response="utter_ask_intake_send_again")
    else:
        dispatcher.utter_message(response="utter_ask_intake_send", summary=summary_text(answers))
    return {}


def summary_text(answers: Mapping[str, object]) -> str:
    """The summary: a line for each answer, none for what was skipped."""
    return "\n".join(texts().text(line.label, _audience(answers), value=line.words) for line in lines(answers))


def change_buttons(answers: Mapping[str, object]) -> list[dict[str, str]]:
    """One button for each line of the summary."""
    return [
        {"title": _title(line, answers), "payload": f'/inform{{"{CHANGE}": "{line.slot}"}}'} for line in lines(answers)
    ]


def _title(line: Line, answers: Mapping[str, object]) -> str:
    return texts().text(line.label, _audience(answers), value="").strip().rstrip(":")


def line_titles(answers: Mapping[str, object]) -> dict[str, str]:
    """What each line is called, by slot."""
    return {line.slot: _title(line, answers) for line in lines(answers)}


def _audience(answers: Mapping[str, object]) -> str | None:
    return str(answers["audience"]) if answers.get("audience") else None
