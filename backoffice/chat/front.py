"""The safety front: what follows from a message, decided while its conversation is locked and before the engine sees it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backoffice.chat.bubbles import Bubble
from backoffice.chat.handover import alarm
from backoffice.chat.screening import Screened
from backoffice.chat.speech import bubble, help_bubbles
from backoffice.services import Services
from backoffice.store.aside import WrittenAside
from backoffice.store.records import Incoming, Standing
from bot.guidance.aside import Aside, told_aside
from bot.safety import Reading
from bot.safety.dialogue import SafetyState, ToEngine, Turn, advance
from bot.texts import Button

REPEAT = "/repeat_please"
PAYLOAD_FACTS = re.compile(r"\{.*\}$", re.DOTALL)
logger = logging.getLogger(__name__)
AUDIENCES = frozenset({"young", "parent", "professional"})


def decide(services: Services, standing: Standing, words: Screened | Button) -> Incoming:
    """What to store, say and hand on for a text or a pressed button."""
    screened = words if isinstance(words, Screened) else None
    text, payload = (words.text, None) if isinstance(words, Screened) else (words.title, words.payload)
    audience = audience_of(payload) or (None if standing.audience else _voice(screened, standing))
    turn = _turn(standing.safety, screened, payload, audience or standing.audience)
    if standing.state == "staff":
        turn = _beside_a_person(turn, screened)
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
    turn = _turn(standing.safety, screened, None, standing.audience)
    changes = _changes(turn) | alarm(standing.safety, turn.state, True, services.clock())
    return _says(services, turn, standing.audience, screened), changes


def help_now(services: Services, screened: Screened | None) -> list[Bubble]:
    """Help for a text that could not be stored or taken, of a visitor of whom nothing is known. Empty without danger."""
    return decide_aside(services, Standing(0, "bot", None, None), screened)[0]


def _voice(screened: Screened | None, standing: Standing) -> str | None:
    """Who writes, where a message in the talk about danger says it outright: help is worded for them at once."""
    if screened is None or standing.state == "staff" or not (screened.raised or standing.safety):
        return None
    found = _facts([Aside(screened.text, screened.reading.about)], None).get("audience")
    return found if isinstance(found, str) else None


def _turn(
    safety: Mapping[str, Any] | None, screened: Screened | None, payload: str | None, audience: str | None
) -> Turn:
    state = SafetyState.from_dict(safety) if safety else None
    reading = screened.reading if screened else Reading.nothing()
    text = screened.text if screened else None
    return advance(state, reading, text, payload, parent=audience == "parent", professional=audience == "professional")


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


def known_to_keep(known: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine knows of the visitor and the server keeps: in whose voice to speak, also of danger."""
    audience = known.get("audience")
    return {"audience": audience} if isinstance(audience, str) and audience in AUDIENCES else {}


def facts_aside(written: WrittenAside) -> dict[str, Any]:
    """What was told in the talk about danger, for the engine to know when the visitor goes on; facts, never the words."""
    heard = [Aside(each.text, (each.safety or {}).get("about")) for each in written.messages]
    return _facts(heard, written.audience)


def _facts(messages: list[Aside], audience: str | None) -> dict[str, Any]:
    """The facts; none when reading them breaks: a question more is nothing beside help or an answer that does not come."""
    try:
        return told_aside(messages, audience)
    except Exception as error:
        logger.error("facts beside danger cannot be read: %s", type(error).__name__)
        return {}


def audience_of(payload: str | None) -> str | None:
    """The audience that a button's payload names."""
    match = PAYLOAD_FACTS.search(payload or "")
    try:
        value = json.loads(match.group()).get("audience") if match else None
    except ValueError:
        return None
    return value if isinstance(value, str) and value in AUDIENCES else None
