"""The queue in the console, whether one takes conversations, and the stream that says "look again"."""

from __future__ import annotations

import asyncio
import json

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect
from sqlalchemy.exc import SQLAlchemyError

from backoffice.desk.card import quote
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.cookies import session_token
from backoffice.desk.forms import field
from backoffice.desk.reading import record_reading
from backoffice.desk.sight import in_sight
from backoffice.store.queue import Entry

# Each look is also a sign of life: presence (30 s) and a chat's lease (20 s) are renewed by what the page does on it.
LOOK_SECONDS = 5.0
GATHER_SECONDS = 0.25
blueprint = Blueprint("queue")


@blueprint.get("/queue")
async def index(request: Request) -> HTTPResponse:
    """Who needs the staff: danger first, then waiting time."""
    desk, who = desk_of(request), signed_in(request)
    names = {account.id: account.name for account in await desk.accounts.everybody()}
    on_duty = await desk.handover.presence.on_duty()
    entries = [each for each in await desk.handover.queue.entries() if in_sight(who, each)]
    return desk.pages.show(
        request,
        "queue.html",
        entries=entries,
        quotes={each.id: await _quote(request, each) for each in entries if each.alarming},
        names=names,
        now=desk.services.clock(),
        me=who.account.id,
        takes=await desk.handover.presence.is_on(who.account.id),
        on_duty=sorted(names.get(each, "") for each in on_duty),
    )


async def _quote(request: Request, entry: Entry) -> str | None:
    """The words in which danger was read. Showing them is a reading, and written down like any other."""
    await record_reading(request, "danger_quote", entry.id)
    return quote(await desk_of(request).chat.store.after(entry.id, 0))


@blueprint.post("/duty")
async def duty(request: Request) -> HTTPResponse:
    """Begin or stop taking conversations."""
    desk, who = desk_of(request), signed_in(request)
    takes = field(request, "takes", 3) == "yes"
    await desk.handover.presence.set_duty(who.account.id, takes)
    await desk.trail.record(who.account.username, "duty_on" if takes else "duty_off", who.account.id)
    desk.changed()
    return redirect("/queue", status=303)


@blueprint.get("/stream")
async def stream(request: Request) -> None:
    """Server-sent events for as long as the page is open and its owner signed in: how many wait, how many are in danger."""
    desk = desk_of(request)
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"}
    )
    if response is None:
        return
    await response.send("retry: 2000\n\n")
    while not desk.hub.closed:
        look = await _look(desk, session_token(request))
        await response.send(look or "event: over\ndata: {}\n\n")
        if look is None:
            break
        if await desk.bell.wait(LOOK_SECONDS):
            await asyncio.sleep(GATHER_SECONDS)
    await response.eof()


async def _look(desk: Desk, token: str) -> str | None:
    """The next event; None when nobody is signed in with this token any more. A database that is away is no end."""
    try:
        who = await desk.sessions.find(token, used=False)
        if who is None:
            return None
        await desk.handover.presence.seen(who.account.id)
        entries = [each for each in await desk.handover.queue.entries() if in_sight(who, each)]
    except (SQLAlchemyError, OSError):
        return ": vejviser\n\n"
    waiting = sum(entry.state == "waiting" for entry in entries)
    danger = sum(entry.alarming for entry in entries)
    return f"event: look\ndata: {json.dumps({'waiting': waiting, 'danger': danger})}\n\n"
