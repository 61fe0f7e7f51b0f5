"""The one client of the engine's channel (docs/architecture.md, "The way of a message")."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from backoffice.chat.bubbles import StoredMessage
from bot.settings import Settings

# One turn may run several actions, each with its own budget; beyond this the engine counts as hanging.
TURN_SECONDS = 20.0
CONNECT_SECONDS = 1.0
IN_FLIGHT = 8  # more waiting inside Rasa's one event loop only makes all of them later (design/reliability.md F15)


class EngineAwayError(RuntimeError):
    """The engine gave no usable answer: away, slow, broken or silent. Says which, never what was asked.

    `refused`: it will say the same again (malformed to it, or it has nothing to say). `failed`: an action failed.
    """

    def __init__(self, why: str, refused: bool = False, failed: bool = False) -> None:
        super().__init__(why)
        self.refused = refused
        self.failed = failed


@dataclass(frozen=True)
class Said:
    """The engine's bubbles in the channel's form, and what it knows of the visitor (docs/architecture.md)."""

    bubbles: tuple[dict[str, Any], ...]
    known: Mapping[str, Any]


class EngineClient:
    """Asks the engine; at most IN_FLIGHT at once."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        timeout = httpx.Timeout(TURN_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.AsyncClient(
            base_url=settings.engine_url, timeout=timeout, transport=transport, trust_env=False
        )
        self._headers = {"X-Vejviser-Secret": settings.engine_secret}
        self._places = asyncio.Semaphore(IN_FLIGHT)

    async def ask(
        self, conversation_id: str, message: StoredMessage, meaning: str | None, told: Mapping[str, Any] | None = None
    ) -> Said:
        """What the engine says to one message. Raises EngineAwayError; an empty answer is one, too.

        `meaning` is what the screening computed already (bot.danish.meaning.to_metadata); without it the engine does.
        `told` are facts of messages that the engine never gets (bot.guidance.aside).
        """
        body = {
            "conversation_id": conversation_id,
            "message_id": message.id,
            "text": None if message.payload else message.text,
            "payload": message.payload,
            "metadata": _metadata(message, meaning, told),
        }
        try:
            async with self._places, asyncio.timeout(TURN_SECONDS):
                answer = await self._client.post("/webhooks/vejviser/messages", json=body, headers=self._headers)
            return _said(answer)
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            raise EngineAwayError(type(error).__name__) from None

    async def health(self) -> dict[str, Any] | None:
        """What the engine says of itself, or None."""
        try:
            answer = await self._client.get("/webhooks/vejviser/health", timeout=2.0)
            return dict(answer.json()) if answer.status_code == httpx.codes.OK else None
        except (httpx.HTTPError, ValueError):
            return None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _metadata(message: StoredMessage, meaning: str | None, told: Mapping[str, Any] | None) -> dict[str, Any]:
    beside = {"meaning": meaning, "told": dict(told) if told else None}
    return {"safety": message.safety, **{name: value for name, value in beside.items() if value}}


def _said(answer: httpx.Response) -> Said:
    """What an answer says: at least one bubble. Raises EngineAwayError, or ValueError for what is no JSON."""
    content = answer.json()
    said = content.get("messages") if answer.status_code == httpx.codes.OK and isinstance(content, dict) else None
    if isinstance(said, list) and said and all(isinstance(each, dict) and each.get("text") for each in said):
        known = content.get("known")
        return Said(tuple(said), known if isinstance(known, dict) else {})
    error = content.get("error") if isinstance(content, dict) else None
    refused = answer.status_code in {httpx.codes.BAD_REQUEST, httpx.codes.OK} or error == "silent"
    raise EngineAwayError(f"status {answer.status_code}", refused, error == "action_failed")
