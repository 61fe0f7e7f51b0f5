"""The engine's only door: an authenticated, idempotent channel. The contract stands in docs/architecture.md.

What a visitor wrote is never read as a command: Rasa executes text that begins with a slash, so such text reaches the
model without it. Payloads come from the server alone, which took them from its own buttons.
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import uuid
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_answer

from bot.engine.turn import Turn, current

MOST_CHARACTERS = 2000
MOST_BYTES = 32 * 1024
# What is dropped in front of a text so that neither Rasa nor a look-alike slash makes a command of it.
SLASHES = "/\uff0f\u2044\u2215\u29f8"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
COMMAND = re.compile(r"[A-Za-z_]{2,60}\s*(?:\{.*\})?\s*$", re.DOTALL)
EXTERNAL = re.compile(r"EXTERNAL:", re.IGNORECASE)
logger = logging.getLogger(__name__)


class BadMessageError(ValueError):
    """The call is not of the channel's form; says which part, never what it held."""


@dataclass(frozen=True)
class Incoming:
    """One call, checked: exactly one of `text` and `payload`."""

    conversation_id: str
    message_id: str
    text: str | None
    payload: str | None
    metadata: dict[str, Any]


def read(body: bytes) -> Incoming:
    """Check a call's body. Raises BadMessageError."""
    if len(body) > MOST_BYTES:
        raise BadMessageError("body")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise BadMessageError("json") from None
    if not isinstance(content, dict):
        raise BadMessageError("json")
    text, payload = content.get("text"), content.get("payload")
    if (text is None) == (payload is None):
        raise BadMessageError("text")
    metadata = content.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BadMessageError("metadata")
    return Incoming(
        _identifier(content, "conversation_id"),
        _identifier(content, "message_id"),
        None if text is None else _words(text),
        None if payload is None else _command(payload),
        metadata,
    )


def _identifier(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    try:
        return str(uuid.UUID(value)) if isinstance(value, str) else _refuse(name)
    except ValueError:
        return _refuse(name)


def _refuse(name: str) -> str:
    raise BadMessageError(name)


def _words(text: Any) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > MOST_CHARACTERS:
        raise BadMessageError("text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadMessageError("text") from None
    return text


def _command(payload: Any) -> str:
    if not isinstance(payload, str) or not payload.startswith("/") or len(payload) > MOST_CHARACTERS:
        raise BadMessageError("payload")
    return payload


def plain(text: str) -> str:
    """`text` as Rasa may see it: never beginning with anything that could be a command.

    What was typed as a command and nothing else is not understood; "/restart" is not the wish to start over in plain words.
    """
    stripped = text.lstrip(SLASHES + INVISIBLE + " \t\r\n\u00a0\u3000")
    slashed = any(sign in text[: len(text) - len(stripped)] for sign in SLASHES)
    typed_command = EXTERNAL.match(stripped) or (slashed and COMMAND.match(stripped))
    return "…" if typed_command or not stripped else stripped


class Collector(OutputChannel):
    """Collects what the bot says as bubbles of the channel's form."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn

    @classmethod
    def name(cls) -> str:
        """The channel's name, as conditional responses see it."""
        return "vejviser"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one whole response; text, buttons, routes and step stay in one bubble.

        After a question about danger nothing more is asked: the form that is open waits (design/safety.md).
        """
        del recipient_id
        if message.get("text") and not any(is_about_danger(each) for each in self.turn.bubbles):
            self.turn.bubbles.append(_bubble(message))


def is_about_danger(bubble: dict[str, Any]) -> bool:
    """Whether a bubble's words are those of domain/safety.yml."""
    return str(bubble.get("key")).startswith("utter_safety_")


def _bubble(message: dict[str, Any]) -> dict[str, Any]:
    buttons = [{"title": each["title"], "payload": each["payload"]} for each in message.get("buttons") or ()]
    custom = message.get("custom") or {}
    bubble = {"key": message.get("utter_action"), "text": message["text"], "buttons": buttons}
    step = {"step": custom["step"]} if custom.get("step") else {}
    return {**bubble, "routes": custom.get("routes") or [], **step}


def _problem(status: int, error: str) -> HTTPResponse:
    return json_answer({"error": error}, status)


class VejviserChannel(InputChannel):
    """POST /webhooks/vejviser/messages and GET /webhooks/vejviser/health."""

    def __init__(self, secret: str, facts: dict[str, Any]) -> None:
        self.secret = secret
        self.facts = facts

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "vejviser"

    def blueprint(self, on_new_message: Any) -> Blueprint:
        """The two routes. Rasa's own message handler is not used: it returns nothing to tell success by."""
        del on_new_message
        blueprint = Blueprint("vejviser")

        @blueprint.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            return await self._receive(request)

        @blueprint.get("/health")
        async def health(_request: Request) -> HTTPResponse:
            return json_answer({"status": "ok", **self.facts})

        return blueprint

    async def _receive(self, request: Request) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get("X-Vejviser-Secret", "").encode(), self.secret.encode()):
            return _problem(401, "unauthorized")
        try:
            incoming = read(request.body)
        except BadMessageError as error:
            return _problem(400, str(error))
        try:
            return await self._answer(request.app.ctx.agent, incoming)
        except Exception as error:
            # Only the type: a database or parsing error may quote the visitor.
            logger.error("turn failed: %s", type(error).__name__)
            return _problem(503, "unavailable")

    async def _answer(self, agent: Any, incoming: Incoming) -> HTTPResponse:
        async with agent.lock_store.lock(incoming.conversation_id):
            known = await agent.tracker_store.answer(incoming.conversation_id, incoming.message_id)
            if known is not None:
                return json_answer({"messages": known})
            turn = Turn(incoming.conversation_id, incoming.message_id)
            token = current.set(turn)
            try:
                await agent.processor.handle_message(_user_message(incoming, turn))
            finally:
                current.reset(token)
        if turn.stored:
            return json_answer({"messages": turn.bubbles, "known": turn.known})
        return _problem(502, "action_failed" if turn.failed else "silent")


def _user_message(incoming: Incoming, turn: Turn) -> UserMessage:
    text = incoming.payload if incoming.payload is not None else plain(incoming.text or "")
    metadata = {**incoming.metadata, "typed": incoming.payload is None}
    return UserMessage(
        text=text,
        output_channel=Collector(turn),
        sender_id=incoming.conversation_id,
        input_channel="vejviser",
        message_id=incoming.message_id,
        metadata=metadata,
    )
