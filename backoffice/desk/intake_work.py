"""Working on an intake: moving it on, notes, attempts to reach the family, and the forsamtale sheet on screen and as PDF."""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import raw, redirect

from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.intakes import intake_of
from backoffice.desk.pages import ZONE, clock, day
from backoffice.desk.reading import record_reading
from backoffice.intake.lines import lines_of
from backoffice.intake.sheet import Row, Sheet, make_pdf
from backoffice.store.intake_work import NEEDS_TIME, NEEDS_WORDS, Attempt, Status, Step
from backoffice.store.intakes import StoredIntake

MOST = 2000
# Why a colleague opened it, and what one team told another, is no part of the talk with the family.
ON_THE_SHEET = frozenset({"status", "note", "attempt"})
blueprint = Blueprint("intake_work", url_prefix="/intakes/<intake_id:uuid>")


@blueprint.post("/status")
async def move(request: Request, intake_id: UUID) -> HTTPResponse:
    """From one status to the next; an end without the offer needs the way that was shown."""
    desk, who, intake = desk_of(request), signed_in(request), await intake_of(request, intake_id)
    before, after = _status(request, "before"), _status(request, "after")
    text = field(request, "text", MOST, required=after in NEEDS_WORDS) or None
    due = moment_of(field(request, "due", 20, required=True), ZONE) if after in NEEDS_TIME else None
    await desk.work.move(intake.id, who.account.name, before, after, text, due)
    await desk.trail.record(who.account.username, f"intake_{after.value}", intake.id)
    desk.changed()
    return _back(intake)


@blueprint.post("/notes")
async def note(request: Request, intake_id: UUID) -> HTTPResponse:
    """A note for colleagues."""
    desk, who, intake = desk_of(request), signed_in(request), await intake_of(request, intake_id)
    await desk.work.note(intake.id, who.account.name, field(request, "text", MOST))
    await desk.trail.record(who.account.username, "intake_note", intake.id)
    return _back(intake)


@blueprint.post("/team")
async def give(request: Request, intake_id: UUID) -> HTTPResponse:
    """Give it to another team, with what they must know."""
    desk, who, intake = desk_of(request), signed_in(request), await intake_of(request, intake_id)
    before, after = field(request, "before", 16), field(request, "after", 16)
    if after == before or after not in await desk.teams.names():
        raise FormError("after")
    await desk.work.give(intake.id, who.account.name, before, after, field(request, "text", MOST))
    await desk.trail.record(who.account.username, "intake_given", intake.id)
    desk.changed()
    return _back(intake) if after in who.teams else redirect("/intakes/", status=303)


@blueprint.post("/attempts")
async def attempt(request: Request, intake_id: UUID) -> HTTPResponse:
    """An attempt to reach the family, and how it went."""
    desk, who, intake = desk_of(request), signed_in(request), await intake_of(request, intake_id)
    how = field(request, "how", 16)
    if how not in {each.value for each in Attempt}:
        raise FormError("how")
    await desk.work.attempt(
        intake.id, who.account.name, Attempt(how), field(request, "text", MOST, required=False) or None
    )
    await desk.trail.record(who.account.username, "intake_attempt", intake.id)
    return _back(intake)


@blueprint.get("/sheet")
async def sheet(request: Request, intake_id: UUID) -> HTTPResponse:
    """The forsamtale sheet; every line names who said it."""
    desk, intake = desk_of(request), await intake_of(request, intake_id)
    await record_reading(request, "intake_sheet", intake.id)
    return desk.pages.show(
        request,
        "sheet.html",
        intake=intake,
        lines=lines_of(intake),
        steps=[step for step in await desk.work.steps(intake.id) if step.kind in ON_THE_SHEET],
    )


@blueprint.get("/sheet.pdf")
async def sheet_pdf(request: Request, intake_id: UUID) -> HTTPResponse:
    """The same as PDF."""
    desk, intake = desk_of(request), await intake_of(request, intake_id)
    await record_reading(request, "intake_pdf", intake.id)
    content = sheet_of(desk, intake, await desk.work.steps(intake.id))
    name = f"attachment; filename={intake.reference}.pdf"
    return raw(
        await asyncio.to_thread(make_pdf, content),
        content_type="application/pdf",
        headers={"Content-Disposition": name},
    )


def sheet_of(desk: Desk, intake: StoredIntake, steps: list[Step]) -> Sheet:
    """The sheet's content, in the words of the templates."""
    words = desk.pages.words
    said = words.SHEET
    sender = words.AUDIENCES.get(intake.record.audience, said["unknown"])
    told_by = said["told_by"].replace("{who}", sender).replace("{day}", day(intake.created_at))
    told = [Row(words.FIELDS.get(line.name, line.name), line.words, told_by) for line in lines_of(intake)]
    notes = [
        Row(said["note"], step.text, said["noted_by"].replace("{who}", step.author).replace("{day}", day(step.at)))
        for step in steps
        if step.text and step.kind in ON_THE_SHEET
    ]
    lead = said["lead"].replace("{day}", day(intake.created_at)).replace("{clock}", clock(intake.created_at))
    sections = {said["told"]: told} | ({said["notes"]: notes} if notes else {})
    title = said["title"].replace("{reference}", intake.reference)
    return Sheet(title, lead, sections, said["blanks"], said["odd"])


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """The moment that a `datetime-local` field names on the clock of `zone`. Raises FormError."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        raise FormError("due") from None


def _status(request: Request, name: str) -> Status:
    try:
        return Status(field(request, name, 16))
    except ValueError:
        raise FormError(name) from None


def _back(intake: StoredIntake) -> HTTPResponse:
    return redirect(f"/intakes/{intake.id}", status=303)
