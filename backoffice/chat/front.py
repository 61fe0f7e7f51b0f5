"""The safety front: reads each text before anything else happens to it, and says what the server must say itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from bot.safety import Reading
from bot.safety.dialogue import SafetyState, ToEngine, advance

from backoffice.chat.bubbles import Bubble
from backoffice.chat.speech import bubble, help_bubbles
from backoffice.services import Services
from bot.danish import cpr

logger = logging.getLogger(__name__)
REPEAT = "/repeat_please"


@dataclass(frozen=True)
class Screened:
    """A text without CPR number, and what the screening read in it."""

    text: str
    masked: bool
    reading: Reading


@dataclass(frozen=True)
class Front:
    """What follows from a reading: bubbles to say now, the safety dialogue's state, and what the engine gets."""

    says: tuple[Bubble, ...]
    state: dict[str, Any] | None
    for_engine: bool
    payload: str | None
    safety: dict[str, Any] | None


def screen(services: Services, text: str) -> Screened:
    """Mask and read a text. A screening that breaks is told loudly and counts as nothing read; the message goes on."""
    masked = cpr.mask(text)
    try:
        reading = services.screener.read(masked.text)
    except Exception as error:
        logger.critical("screening failed: %s", type(error).__name__)
        reading = Reading.unknown()
    return Screened(masked.text, masked.found, reading)


def face(
    services: Services,
    stored: dict[str, Any] | None,
    audience: str | None,
    screened: Screened | None,
    payload: str | None,
) -> Front:
    """What to do with a message: `screened` for a text, `payload` for a button of ours."""
    state = SafetyState.from_dict(stored) if stored else None
    reading = screened.reading if screened else Reading.nothing()
    text = screened.text if screened else None
    turn = advance(state, reading, text, payload)
    raised = reading.as_dict() if reading.raised else None
    says = help_bubbles(services, turn.says, audience, None, raised)
    if screened and screened.masked:
        says.append(bubble(services, "utter_privacy_cpr_masked", audience))
    repeats = turn.to_engine is ToEngine.REPEAT
    return Front(
        tuple(says),
        turn.state.as_dict() if turn.state else None,
        turn.to_engine is not ToEngine.NOTHING,
        REPEAT if repeats else payload,
        raised,
    )
