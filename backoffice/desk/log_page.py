"""The access log in the console: who read or did what, and whether the log stands."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request

from backoffice.desk.context import desk_of, signed_in

PER_PAGE = 100
blueprint = Blueprint("log", url_prefix="/log")


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """The newest lines, or those before `before`. Looking at the log is recorded, too."""
    desk = desk_of(request)
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= 9 else None
    await desk.trail.record(signed_in(request).account.username, "log_read", before[:9] or "newest")
    lines = await desk.trail.newest(PER_PAGE, number)
    names = {account.id: account.name for account in await desk.accounts.everybody()}
    return desk.pages.show(
        request,
        "log.html",
        lines=lines,
        names=names,
        bad=await desk.trail.first_bad(),
        older=lines[-1].id if len(lines) == PER_PAGE else None,
    )
