"""The one client of the back office: hands an intake over and says how that went."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from enum import StrEnum

import httpx

from bot import settings as environment
from bot.intake.record import IntakeRecord
from bot.settings import Settings

PATH = "/internal/v1/intakes"
# The action has `action_budget` seconds; what is left is for Rasa's own work and for the words.
SHARE_OF_BUDGET = 0.7


class Outcome(StrEnum):
    """What became of an intake that was handed over."""

    RECEIVED = "received"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Delivery:
    """`reference` is set exactly when the back office has given its receipt."""

    outcome: Outcome
    reference: str | None = None


class BackOfficeClient:
    """Posts to the staff port. Never raises for the network: whatever is no receipt is an outcome without reference."""

    def __init__(self, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = settings.staff_url
        self._secret = settings.internal_secret
        self._timeout = settings.action_budget * SHARE_OF_BUDGET
        self._transport = transport

    async def send(self, record: IntakeRecord, conversation_id: str, key: str) -> Delivery:
        """Hand `record` over under the idempotency key `key`; the same key never makes a second intake."""
        body: dict[str, object] = {"conversation_id": conversation_id, "record": record.model_dump(mode="json")}
        headers = {"X-Vejviser-Secret": self._secret, "Idempotency-Key": key}
        try:
            # httpx counts its timeout per read; a server that drips bytes must not outlast the action.
            async with asyncio.timeout(self._timeout):
                answer = await self._post(body, headers)
        except (httpx.HTTPError, TimeoutError):
            return Delivery(Outcome.UNAVAILABLE)
        return _delivery(answer)

    async def _post(self, body: dict[str, object], headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(
            base_url=self._url, timeout=self._timeout, transport=self._transport, trust_env=False
        ) as client:
            return await client.post(PATH, json=body, headers=headers)


@functools.cache
def back_office() -> BackOfficeClient:
    """The client of this process, made when something is sent for the first time."""
    return BackOfficeClient(environment.load())


def _delivery(answer: httpx.Response) -> Delivery:
    if answer.status_code in (200, 201):
        reference = _reference(answer)
        return Delivery(Outcome.RECEIVED, reference) if reference else Delivery(Outcome.UNAVAILABLE)
    # 401, 408 and 429 are faults between the two of us, which trying again later may mend; 400 and 422 are not.
    refused = answer.status_code in (400, 409, 413, 422)
    return Delivery(Outcome.REFUSED if refused else Outcome.UNAVAILABLE)


def _reference(answer: httpx.Response) -> str | None:
    try:
        reference = answer.json()["reference"]
    except (ValueError, KeyError, TypeError):
        return None
    return reference if isinstance(reference, str) and reference else None
