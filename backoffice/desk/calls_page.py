"""Call-backs in the console: who asked to be called when, who calls, and how it went. Danger first, then what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk.chat_page import entry_of, may_read
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.intake_work import moment_of
from backoffice.desk.pages import ZONE
from backoffice.desk.reading import record_reading
from backoffice.desk.sight import sees
from backoffice.store.call_backs import ENDS, Agreed, Call, Ended
from backoffice.store.intakes import StoredIntake
from bot.intake.contact import read_phone, spoken_phone

MOST_NAME, MOST_PHONE, MOST_WORDS = 80, 40, 1000
# Clocks differ a little; a call that lies further ahead has not been made.
AHEAD = timedelta(minutes=5)
blueprint = Blueprint("calls", url_prefix="/calls")


@dataclass(frozen=True)
class Wish:
    """A call-back with what is known of whom to call, in the sender's own words."""

    call: Call
    intake: StoredIntake | None
    overdue: bool

    @property
    def name(self) -> str | None:
        if self.call.agreed is not None:
            return self.call.agreed.name
        return (self.intake.record.contact_name or self.intake.record.child_name) if self.intake else None

    @property
    def phone(self) -> str | None:
        if self.call.agreed is not None:
            return self.call.agreed.phone
        return self.intake.record.contact_phone if self.intake else None

    @property
    def spoken(self) -> str | None:
        """The number in groups, as it is read aloud."""
        return spoken_phone(self.phone) if self.phone else None

    @property
    def when(self) -> str | None:
        """When it suits, as the sender wrote it or as it was agreed."""
        if self.call.agreed is not None:
            return self.call.agreed.words or None
        return self.intake.record.contact_time if self.intake else None

    @property
    def safe(self) -> str | None:
        """What the sender said about calling and leaving a message."""
        return self.intake.record.contact_safe if self.intake else None

    @property
    def danger(self) -> dict[str, Any] | None:
        return self.intake.safety if self.intake else None


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """Those that are still to be made, and the newest that are over."""
    desk = desk_of(request)
    await record_reading(request, "calls_list", "open")
    teams = signed_in(request).teams
    wishes = [await wish_of(desk, call) for call in await desk.calls.open(teams)]
    wishes.sort(key=lambda each: (not each.danger, each.call.due))
    done = [await wish_of(desk, call) for call in await desk.calls.done(teams)]
    return desk.pages.show(request, "calls.html", wishes=wishes, done=done, **await _names(request, desk))


@blueprint.get("/<call_id:uuid>")
async def show(request: Request, call_id: UUID) -> HTTPResponse:
    """One call-back: the number, what to know, and the forms for how it went."""
    desk, call = desk_of(request), await call_of(request, call_id)
    await record_reading(request, "call_read", call.id)
    return desk.pages.show(
        request,
        "call.html",
        wish=await wish_of(desk, call),
        attempts=await desk.calls.attempts(call.id),
        ends=[each.value for each in ENDS],
        outcomes=list(Ended),
        now=desk.services.clock(),
        **await _names(request, desk),
    )


@blueprint.post("/<call_id:uuid>/claim")
async def claim(request: Request, call_id: UUID) -> HTTPResponse:
    """Say that one calls. `before` is the colleague one takes it from, empty when nobody has it."""
    desk, who, call = desk_of(request), signed_in(request), await call_of(request, call_id)
    await desk.calls.claim(call.id, who.account.id, field(request, "before", 36, required=False) or None)
    await desk.trail.record(who.account.username, "call_claim", call.id)
    desk.changed()
    return _back(call)


@blueprint.post("/<call_id:uuid>/release")
async def release(request: Request, call_id: UUID) -> HTTPResponse:
    """Let a colleague call."""
    desk, who, call = desk_of(request), signed_in(request), await call_of(request, call_id)
    await desk.calls.release(call.id, who.account.id)
    await desk.trail.record(who.account.username, "call_release", call.id)
    desk.changed()
    return redirect("/calls/", status=303)


@blueprint.post("/<call_id:uuid>/outcome")
async def outcome(request: Request, call_id: UUID) -> HTTPResponse:
    """How a call went and when it was made; when nobody answered, also when to try again."""
    desk, who, call = desk_of(request), signed_in(request), await call_of(request, call_id)
    how = _ended(request)
    text = field(request, "text", MOST_WORDS, required=how is Ended.GIVEN_UP) or None
    due = None if how in ENDS else _to_come(desk, moment_of(field(request, "due", 20), ZONE))
    await desk.calls.end(call, who.account.id, who.account.name, how, _made_at(request, desk, call), text, due)
    await desk.trail.record(who.account.username, f"call_{how.value}", call.id)
    desk.changed()
    return redirect("/calls/", status=303)


@blueprint.post("/from-chat/<conversation_id:uuid>")
async def agree(request: Request, conversation_id: UUID) -> HTTPResponse:
    """Keep a call that was agreed in a conversation."""
    desk, who, entry = desk_of(request), signed_in(request), await entry_of(request, conversation_id)
    if not may_read(desk, who, entry):
        raise NotFound("chat")
    phone = read_phone(field(request, "phone", MOST_PHONE)).value
    if phone is None:
        raise FormError("phone")
    agreed = Agreed(field(request, "name", MOST_NAME), phone, field(request, "words", MOST_WORDS, required=False))
    due = _to_come(desk, moment_of(field(request, "due", 20), ZONE))
    made = await desk.calls.agree(entry.id, entry.team_id, due, agreed)
    await desk.trail.record(who.account.username, "call_agreed", made)
    desk.changed()
    return redirect("/calls/", status=303)


async def call_of(request: Request, call_id: UUID) -> Call:
    """The call-back, when it is one's team's or one gave a reason for its intake. Raises NotFound."""
    desk, call = desk_of(request), await desk_of(request).calls.get(str(call_id))
    if call is None or not sees(desk, signed_in(request), call.team_id, call.intake_id or call.id):
        raise NotFound("call")
    return call


async def wish_of(desk: Desk, call: Call) -> Wish:
    """A call-back with its intake, if it has one."""
    intake = await desk.intakes.get(call.intake_id) if call.intake_id else None
    return Wish(call, intake, call.closed_at is None and call.due < desk.services.clock())


async def _names(request: Request, desk: Desk) -> dict[str, Any]:
    names = {account.id: account.name for account in await desk.accounts.everybody()}
    return {"names": names, "me": signed_in(request).account.id}


def _ended(request: Request) -> Ended:
    try:
        return Ended(field(request, "how", 16))
    except ValueError:
        raise FormError("how") from None


def _made_at(request: Request, desk: Desk, call: Call) -> datetime:
    """When the call was made: after it was asked for, and not to come."""
    at, now = moment_of(field(request, "at", 20), ZONE), desk.services.clock()
    # The field knows minutes only.
    if not call.asked_at - timedelta(minutes=1) <= at <= now + AHEAD:
        raise FormError("at")
    return at


def _to_come(desk: Desk, due: datetime) -> datetime:
    if due < desk.services.clock() - AHEAD:
        raise FormError("due")
    return due


def _back(call: Call) -> HTTPResponse:
    return redirect(f"/calls/{call.id}", status=303)
