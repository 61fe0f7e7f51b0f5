"""Leaving a conversation: to a colleague, to the bot, or because all is said; and lowering its danger with a reason."""

from __future__ import annotations

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk.chat_page import MOST_NOTE, back_to, entry_of, may_read, number
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.sight import checked_reason
from backoffice.store.takeover_rules import Event

TO_TEAM = "team:"
blueprint = Blueprint("leaving", url_prefix="/chats/<conversation_id:uuid>")


@blueprint.post("/transfer")
async def transfer(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Ask a colleague, whoever is free, or another team to take over, with a note on what to know."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    note, (to, team) = field(request, "note", MOST_NOTE), await _receiver(request, desk)
    fence, name = number(field(request, "fence", 9)), who.account.name
    await desk.handover.takeovers.transfer(
        entry.id, who.account.id, fence, to, lambda event, held: desk.handover.say(event, held, name=name), team
    )
    await desk.notes.add(entry.id, name, "transfer", note)
    await desk.trail.record(who.account.username, "chat_transfer", entry.id)
    desk.changed(entry.id)
    return redirect("/queue", status=303)


@blueprint.post("/hand-back")
async def hand_back(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Leave the conversation to the bot, which goes on from where things stood."""
    return await _leave(request, conversation_id, Event.LEFT)


@blueprint.post("/end")
async def end(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Leave because all is said for this time; whoever writes again is answered by the bot."""
    return await _leave(request, conversation_id, Event.FINISHED)


async def _leave(request: Request, conversation_id: UUID, event: Event) -> HTTPResponse:
    """What was agreed is told to the visitor and kept for colleagues; while danger stands, something must be."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    agreed = field(request, "agreed", MOST_NOTE, required=entry.reading is not None)
    fence, words = number(field(request, "fence", 9)), {"name": who.account.name, "agreed": sentence(agreed)}
    await desk.handover.takeovers.hand_back(
        entry.id, who.account.id, fence, lambda event, held: desk.handover.say(event, held, **words), event
    )
    if agreed:
        await desk.notes.add(entry.id, who.account.name, "agreed", agreed)
    await desk.trail.record(who.account.username, "chat_end" if event is Event.FINISHED else "chat_hand_back", entry.id)
    desk.changed(entry.id)
    return redirect("/queue", status=303)


@blueprint.post("/lower")
async def lower(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Take back that danger stands, with a written reason; not before somebody has looked at it."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry) or entry.alarming:
        raise NotFound("chat")
    why = checked_reason(field(request, "reason", MOST_NOTE))
    await desk.trail.record(who.account.username, "danger_lowered", entry.id)
    if await desk.handover.takeovers.lower_danger(entry.id):
        await desk.notes.add(entry.id, who.account.name, "lowered", why)
        desk.changed(entry.id)
    return back_to(entry)


async def _receiver(request: Request, desk: Desk) -> tuple[str | None, str | None]:
    """The colleague and the team that a transfer names; neither is whoever is free."""
    to = field(request, "to", 36, required=False)
    if to.startswith(TO_TEAM):
        team = to.removeprefix(TO_TEAM)
        if team not in await desk.teams.names():
            raise FormError("to")
        return None, team
    if to and await desk.accounts.get(to) is None:
        raise FormError("to")
    return to or None, None


def sentence(text: str) -> str:
    """`text` ended by a stop, so that the next sentence can follow it."""
    return text if not text or text[-1] in ".!?" else f"{text}."
