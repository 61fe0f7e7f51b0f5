"""The safety front: what follows from a message, decided while its conversation is locked and before the engine sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backoffice.chat.bubbles import Bubble
from backoffice.chat.handover import alarm
from backoffice.chat.screening import Screened
from backoffice.chat.speech import bubble, help_bubbles
from backoffice.services import Services
from backoffice.store.records import Incoming, Standing
from bot.safety import Reading
from bot.safety.dialogue import SafetyState, ToEngine, Turn, advance
from bot.texts import Button

REPEAT = "/repeat_please"
PAYLOAD_FACTS = re.compile(r"\{.*\}$", re.DOTALL)
AUDIENCES = frozenset({"young", "parent", "professional"})


def decide(services: Services, standing: Standing, words: Screened | Button) -> Incoming:
    """What to store, say and hand on for a text or a pressed button."""
    screened = words if isinstance(words, Screened) else None
    text, payload = (words.text, None) if isinstance(words, Screened) else (words.title, words.payload)
    turn = _turn(standing.safety, screened, payload)
    if standing.state == "staff":
        turn = _beside_a_person(turn, screened)
    audience = audience_of(payload)
    says = _says(services, turn, audience or standing.audience, screened)
    to_engine = turn.to_engine is not ToEngine.NOTHING and standing.state != "staff"
    repeats = turn.to_engine is ToEngine.REPEAT
    raised = screened.reading.as_dict() if screened and screened.raised else None
    changes = _changes(turn) | alarm(standing.safety, turn.state, raised is not None, services.clock())
    changes |= {"audience": audience} if audience else {}
    return Incoming(text, to_engine, REPEAT if repeats else payload, raised, says, changes)


def decide_aside(
    services: Services, standing: Standing, screened: Screened | None
) -> tuple[list[Bubble], dict[str, Any]]:
    """What to say and remember for a text that is no message of the talk: a feedback's comment, what opened it."""
    if screened is None or not screened.raised:
        return [], {}
    turn = _turn(standing.safety, screened, None)
    changes = _changes(turn) | alarm(standing.safety, turn.state, True, services.clock())
    return _says(services, turn, standing.audience, screened), changes


def help_now(services: Services, screened: Screened | None) -> list[Bubble]:
    """Help for a text that could not be stored or taken, of a visitor of whom nothing is known. Empty without danger."""
    return decide_aside(services, Standing(0, "bot", None, None), screened)[0]


def _turn(safety: Mapping[str, Any] | None, screened: Screened | None, payload: str | None) -> Turn:
    state = SafetyState.from_dict(safety) if safety else None
    reading = screened.reading if screened else Reading.nothing()
    return advance(state, reading, screened.text if screened else None, payload)


def _beside_a_person(turn: Turn, screened: Screened | None) -> Turn:
    """While a person has the conversation the bot asks nothing; sure danger still brings its ways, and calls the staff.

    What is written and no danger itself is an answer to the person ("ja, min mor er her"), never to what the bot had asked;
    a button of the bot's that is pressed is.
    """
    if screened is not None and not screened.raised:
        return Turn((), None, ToEngine.NOTHING)
    sure = turn.state is not None and turn.state.sure
    return replace(turn, says=tuple(each for each in turn.says if sure and each.crisis_set)[:1])


def _says(services: Services, turn: Turn, audience: str | None, screened: Screened | None) -> list[Bubble]:
    raised = screened.reading.as_dict() if screened and screened.raised else None
    says = help_bubbles(services, turn.says, audience, None, raised)
    if screened and screened.masked:
        says.append(bubble(services, "utter_privacy_cpr_masked", audience))
    return says


def _changes(turn: Turn) -> dict[str, Any]:
    return {"safety": turn.state.as_dict()} if turn.state else {}


def changes_of_answer(bubbles: list[Bubble], standing: Standing) -> dict[str, Any]:
    """What the engine's answer changes on its conversation.

    The engine, a second reader, may see danger that the screening had not; the server then reads the next answer. What
    the server knows already is never lowered by it.
    """
    asked = next((each.key for each in bubbles if each.key and each.key.startswith("utter_safety_")), None)
    if asked is None or standing.safety is not None:
        return {}
    return {"safety": SafetyState.asked_by_engine(asked).as_dict()}


def told(known: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine knows of the visitor and the server keeps: in whose voice to speak, also of danger."""
    audience = known.get("audience")
    return {"audience": audience} if isinstance(audience, str) and audience in AUDIENCES else {}


def audience_of(payload: str | None) -> str | None:
    """The audience that a button's payload names."""
    match = PAYLOAD_FACTS.search(payload or "")
    try:
        value = json.loads(match.group()).get("audience") if match else None
    except ValueError:
        return None
    return value if isinstance(value, str) and value in AUDIENCES else None
