"""One conversation in the console: reading it, taking it, writing, notes. Leaving it: backoffice/desk/leaving_page.py."""

from __future__ import annotations

import uuid
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import empty, redirect, text

from backoffice.chat.handover import LEAVING
from backoffice.chat.requests import MOST_CHARACTERS
from backoffice.desk.card import make_card
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.reading import record_reading
from backoffice.desk.sight import checked_reason
from backoffice.store.queue import Entry
from backoffice.store.staff_sessions import SignedIn
from backoffice.store.takeover import LostError
from backoffice.store.takeover_rules import Event, Held

MOST_NOTE = 1000
blueprint = Blueprint("chats", url_prefix="/chats/<conversation_id:uuid>")


@blueprint.get("/")
async def show(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The conversation with its card. Outside the queue, only after a written reason."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry):
        return desk.pages.show(request, "chat_reason.html", entry=entry)
    await record_reading(request, "chat_read", entry.id)
    return await page(request, desk, who, entry)


async def page(request: Request, desk: Desk, who: SignedIn, entry: Entry) -> HTTPResponse:
    """The conversation's page."""
    messages = await desk.chat.store.after(entry.id, 0)
    accounts = await desk.accounts.everybody()
    on_duty, members = set(await desk.handover.presence.on_duty()), await desk.teams.members()
    others = await desk.handover.teams_on() - {entry.team_id}
    return desk.pages.show(
        request,
        "chat.html",
        entry=entry,
        messages=messages,
        card=make_card(entry, messages),
        notes=await desk.notes.of(entry.id),
        names={account.id: account.name for account in accounts},
        colleagues=[
            each
            for each in accounts
            if each.id in on_duty and each.id != who.account.id and entry.team_id in members[each.id]
        ],
        teams=[each for each in await desk.teams.all() if each.id in others],
        mine=entry.state == "staff" and entry.staff_id == who.account.id,
        taken=entry.state == "staff" and entry.staff_id != who.account.id,
        client_id=uuid.uuid4(),
        told={event.value: _told(desk, who, entry, event) for event in LEAVING},
    )


def _told(desk: Desk, who: SignedIn, entry: Entry, event: Event) -> str:
    """What the visitor will read when one leaves, with `{agreed}` where stands what was agreed."""
    words = {"name": who.account.name, "agreed": "{agreed}"}
    return desk.handover.say(event, Held(entry.state, audience=entry.audience), **words)[0].text


@blueprint.post("/reason")
async def reason(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Write down why one looks at a conversation that is not in the queue; then it may be read for a while."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    why = checked_reason(field(request, "reason", MOST_NOTE))
    await desk.trail.record(who.account.username, "chat_opened_with_reason", entry.id)
    await desk.notes.add(entry.id, who.account.name, "reason", why)
    desk.grants.give(who.account.id, entry.id, desk.services.clock())
    return back_to(entry)


@blueprint.post("/claim")
async def claim(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Take the conversation. When a colleague was quicker the page says so."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry):
        raise NotFound("chat")
    await take(desk, who, entry)
    return back_to(entry)


async def take(desk: Desk, who: SignedIn, entry: Entry) -> int | None:
    """The fence of a new claim, or None when a colleague has it. Taking it is also looking at its danger."""
    name = who.account.name
    await desk.trail.record(who.account.username, "chat_claim", entry.id)
    fence = await desk.handover.takeovers.claim(
        entry.id, who.account.id, lambda event, held: desk.handover.say(event, held, name=name)
    )
    if fence is not None:
        await desk.handover.takeovers.see_danger(entry.id, name)
    desk.changed(entry.id)
    return fence


@blueprint.post("/messages")
async def write(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Say something to the visitor. The first message takes the conversation over."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry):
        raise NotFound("chat")
    words, client_id = field(request, "text", MOST_CHARACTERS), str(_uuid(field(request, "client_id", 36)))
    mine = entry.state == "staff" and entry.staff_id == who.account.id
    fence = number(field(request, "fence", 9)) if mine else await take(desk, who, entry)
    if fence is None:
        raise LostError
    await desk.handover.takeovers.write(entry.id, who.account.id, fence, client_id, words)
    await desk.trail.record(who.account.username, "chat_write", entry.id)
    desk.changed(entry.id)
    return back_to(entry)


@blueprint.post("/heartbeat")
async def heartbeat(request: Request, conversation_id: UUID) -> HTTPResponse:
    """The page is still open: 204, or 409 when the claim is void."""
    fence = number(field(request, "fence", 9))
    renewed = await desk_of(request).handover.takeovers.renew(
        str(conversation_id), signed_in(request).account.id, fence
    )
    return empty(204) if renewed else text("", 409)


@blueprint.post("/notes")
async def note(request: Request, conversation_id: UUID) -> HTTPResponse:
    """A note for colleagues alone."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry):
        raise NotFound("chat")
    await desk.notes.add(entry.id, who.account.name, "note", field(request, "note", MOST_NOTE))
    await desk.trail.record(who.account.username, "chat_note", entry.id)
    return back_to(entry)


@blueprint.post("/seen")
async def seen(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Say by name that one has looked at the danger."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if await desk.handover.takeovers.see_danger(entry.id, who.account.name):
        await desk.trail.record(who.account.username, "danger_seen", entry.id)
        # Whoever has looked may go on reading after the conversation has left the queue.
        desk.grants.give(who.account.id, entry.id, desk.services.clock())
        desk.changed()
    return back_to(entry)


def may_read(desk: Desk, who: SignedIn, entry: Entry) -> bool:
    """In danger, waiting for one's team or oneself, one's own, or after a written reason."""
    waits = entry.state == "waiting" and (entry.team_id in who.teams or entry.offered_to == who.account.id)
    own = entry.state == "staff" and entry.staff_id == who.account.id
    return entry.alarming or waits or own or desk.grants.given(who.account.id, entry.id, desk.services.clock())


async def entry_of(request: Request, conversation_id: UUID) -> Entry:
    """The conversation. Raises NotFound."""
    entry = await desk_of(request).handover.queue.entry(str(conversation_id))
    if entry is None:
        raise NotFound("chat")
    return entry


def back_to(entry: Entry) -> HTTPResponse:
    """The conversation's page again."""
    return redirect(f"/chats/{entry.id}/", status=303)


def number(text: str) -> int:
    """A fence from a form. Raises FormError."""
    if not text.isascii() or not text.isdigit():
        raise FormError("fence")
    return int(text)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise FormError("client_id") from None
