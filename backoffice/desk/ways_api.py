"""`GET /internal/v1/ways`: what the staff have entered about the ways, for the action server's ranking."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_answer

from backoffice.desk.context import desk_of
from backoffice.internal import secret_is_right
from bot.routes.overrides import plain

blueprint = Blueprint("ways_api", url_prefix="/internal/v1")


@blueprint.get("/ways")
async def states(request: Request) -> HTTPResponse:
    """The fields of bot.routes.overrides.Override by the way's id, dates as YYYY-MM-DD; 401 without the secret."""
    desk = desk_of(request)
    if not secret_is_right(request, desk.services.settings.internal_secret):
        return json_answer({"error": "wrong_secret"}, 401)
    return json_answer({"ways": plain(await desk.ways.all())})
