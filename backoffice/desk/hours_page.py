"""Opening hours, closing days and who is on."""

from __future__ import annotations

import re
from datetime import date

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from backoffice.desk.context import desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.pages import local

CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
WEEK = range(7)
blueprint = Blueprint("hours", url_prefix="/hours")


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """The hours, the closing days to come, and who takes conversations now."""
    desk = desk_of(request)
    hours, now = await desk.handover.hours.read(), desk.services.clock()
    names = {account.id: account.name for account in await desk.accounts.everybody()}
    return desk.pages.show(
        request,
        "hours.html",
        weekly=hours.weekly,
        days=sorted(day for day in hours.closing_days if day >= local(now).date()),
        open_now=hours.allow(now),
        on_duty=sorted(names.get(each, "") for each in await desk.handover.presence.on_duty()),
    )


@blueprint.post("/week")
async def keep_week(request: Request) -> HTTPResponse:
    """The week's hours; a day without both times is a day on which nobody is there."""
    desk, who = desk_of(request), signed_in(request)
    given = {day: (_clock(request, f"opens_{day}"), _clock(request, f"closes_{day}")) for day in WEEK}
    for day, (opens, closes) in given.items():
        if bool(opens) != bool(closes) or (opens and opens >= closes):
            raise FormError(f"closes_{day}")
    await desk.handover.hours.keep_weekly({day: times for day, times in given.items() if times[0]})
    await desk.trail.record(who.account.username, "hours_kept", "week")
    desk.changed()
    return redirect("/hours/", status=303)


@blueprint.post("/days")
async def keep_day(request: Request) -> HTTPResponse:
    """Close a day, or open it again."""
    desk, who = desk_of(request), signed_in(request)
    try:
        day = date.fromisoformat(field(request, "day", 10))
    except ValueError:
        raise FormError("day") from None
    if field(request, "what", 5) == "close":
        await desk.handover.hours.close(day, who.account.name)
    else:
        await desk.handover.hours.open(day)
    await desk.trail.record(who.account.username, "hours_kept", day.isoformat())
    desk.changed()
    return redirect("/hours/", status=303)


def _clock(request: Request, name: str) -> str:
    text = field(request, name, 5, required=False)
    if text and not CLOCK.fullmatch(text):
        raise FormError(name)
    return text
