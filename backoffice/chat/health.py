"""Liveness, and readiness with the state of engine, actions, database and Danish model."""

from __future__ import annotations

import asyncio

import httpx
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_answer
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.context import Chat, chat_of

CHECK_SECONDS = 2.0
blueprint = Blueprint("health")


@blueprint.head("/healthz", name="head_healthz")
@blueprint.get("/healthz")
async def healthz(_request: Request) -> HTTPResponse:
    """200 while this process answers at all."""
    return json_answer({"status": "ok"})


@blueprint.head("/readyz", name="head_readyz")
@blueprint.get("/readyz")
async def readyz(request: Request) -> HTTPResponse:
    """200 when engine, actions and database answer, else 503; the parts' states either way.

    The chat works without the meaning model, but sees less; it is named here and keeps nothing from being ready.
    """
    chat = chat_of(request)
    engine, actions, database = await asyncio.gather(chat.engine.health(), _actions(chat), _database(chat))
    parts = {
        "engine": "ok" if engine else "away",
        "actions": "ok" if actions else "away",
        "database": "ok" if database else "away",
        "danish": (engine or {}).get("danish"),
        "model": (engine or {}).get("model"),
        "meaning": "missing" if chat.services.screener.meaning_missing else "ok",
    }
    ready = bool(engine) and actions and database
    return json_answer({"status": "ready" if ready else "not ready", **parts}, 200 if ready else 503)


async def _actions(chat: Chat) -> bool:
    try:
        async with httpx.AsyncClient(timeout=CHECK_SECONDS, trust_env=False) as client:
            return (await client.get(f"{chat.services.settings.actions_url}/health")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


async def _database(chat: Chat) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS), chat.services.engine.connect() as connection:
            await connection.execute(text("SELECT count(*) FROM alembic_version"))
            return True
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
