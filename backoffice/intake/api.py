"""`POST /internal/v1/intakes`: the action server hands an intake over. No answer repeats anything of what was sent."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_answer

from backoffice.desk.context import Desk, desk_of
from backoffice.intake.call_time import call_by
from backoffice.intake.screening import screen
from backoffice.internal import secret_is_right
from bot.intake.record import IntakeRecord

LONGEST_KEY = 80
blueprint = Blueprint("intake_api", url_prefix="/internal/v1")
logger = logging.getLogger(__name__)


class Body(BaseModel):
    """The body; the record is checked by itself, so that a wrong record (422) is told from a wrong call (400)."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    conversation_id: UUID
    record: dict[str, Any]


@blueprint.post("/intakes")
async def receive(request: Request) -> HTTPResponse:
    """201 with a reference; 200 with the same reference for the same key; 401, 400 and 422 say which, and nothing more."""
    desk = desk_of(request)
    if not secret_is_right(request, desk.services.settings.internal_secret):
        return _refused(401, "wrong_secret")
    key = request.headers.get("idempotency-key", "")
    body = _body(request)
    if body is None or not (key.isascii() and key.isprintable() and 0 < len(key) <= LONGEST_KEY):
        return _refused(400, "malformed")
    record = _record(body.record)
    if record is None:
        return _refused(422, "not_an_intake")
    screened = screen(desk.services.screener, record)
    call_by = await _call_by(desk) if record.contact_phone else None
    receipt = await desk.intakes.receive(
        key, str(body.conversation_id), screened.record, screened.readings, screened.gravest, call_by
    )
    if receipt.fresh:
        desk.changed()
    told = {"reference": receipt.reference, "received_at": receipt.received_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return json_answer(told, 201 if receipt.fresh else 200)


async def _call_by(desk: Desk) -> datetime:
    closed = (await desk.handover.hours.read()).closing_days
    return call_by(desk.services.clock(), desk.services.settings.call_back_days, closed)


def _body(request: Request) -> Body | None:
    try:
        return Body.model_validate(json.loads((request.body or b"").decode("utf-8")))
    except (ValidationError, ValueError, RecursionError):
        return None


def _record(content: dict[str, Any]) -> IntakeRecord | None:
    try:
        record = IntakeRecord.model_validate(content)
        record.model_dump_json()  # raises on lone surrogates, which no database could keep
    except (ValidationError, ValueError) as error:
        fields = error.errors(include_input=False) if isinstance(error, ValidationError) else ()
        # Only the names of our own fields: what stands in an unknown one is the sender's.
        logger.warning(
            "an intake was refused: %s", sorted({str(each["loc"][0]) for each in fields if each["loc"]} & FIELDS)
        )
        return None
    return record


FIELDS = set(IntakeRecord.model_fields)


def _refused(status: int, why: str) -> HTTPResponse:
    return json_answer({"error": why}, status)
