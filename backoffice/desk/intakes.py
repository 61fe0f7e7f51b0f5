"""Intakes in the console: the list, and one intake as its sender saw it. Each reading is recorded before it is shown."""

from __future__ import annotations

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound

from backoffice.desk.context import desk_of, signed_in
from backoffice.intake.lines import lines_of

blueprint = Blueprint("intakes", url_prefix="/intakes")


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """The newest intakes."""
    desk = desk_of(request)
    await desk.trail.record(signed_in(request).account.username, "intake_list", "newest")
    return desk.pages.show(request, "intakes.html", intakes=await desk.intakes.newest())


@blueprint.get("/<intake_id:uuid>")
async def show(request: Request, intake_id: UUID) -> HTTPResponse:
    """One intake with its summary."""
    desk = desk_of(request)
    intake = await desk.intakes.get(str(intake_id))
    if intake is None:
        raise NotFound("intake")
    await desk.trail.record(signed_in(request).account.username, "intake_read", intake.id)
    return desk.pages.show(request, "intake.html", intake=intake, lines=lines_of(intake))
