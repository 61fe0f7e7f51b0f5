"""Intakes in the console: the list with filters and search, and one intake. Each reading is recorded before it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import field
from backoffice.desk.reading import record_reading
from backoffice.desk.sight import checked_reason, sees
from backoffice.intake.deadline import RUNNING, Deadline, Pace, deadline
from backoffice.intake.lines import lines_of
from backoffice.intake.same_child import hints
from backoffice.store.intake_work import FOLLOWS, NEEDS_TIME, NEEDS_WORDS, Attempt, Status
from backoffice.store.intakes import LETTERS, StoredIntake
from backoffice.store.staff_sessions import SignedIn

LONGEST_SEARCH = 80
MOST = 1000
MOST_REASON = 1000
REFERENCE = re.compile(rf"CFT-[{LETTERS}]{{4}}-[{LETTERS}]{{2}}")
ORDER = {Pace.LATE: 0, Pace.SOON: 1, Pace.CALM: 2, Pace.STOPPED: 3}
OPEN = "open"
blueprint = Blueprint("intakes", url_prefix="/intakes")


@dataclass(frozen=True)
class Shown:
    """An intake in the list with its clock."""

    intake: StoredIntake
    clock: Deadline


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """The intakes that are chosen: whose clock is about to break come first."""
    desk = desk_of(request)
    chosen, search = request.args.get("status", OPEN), (request.args.get("q") or "")[:LONGEST_SEARCH].strip()
    action = "intake_search" if search else "intake_list"
    # What was searched for may be a child's name, so only that there was a search is recorded.
    await record_reading(request, action, chosen if chosen in CHOICES else OPEN)
    who = signed_in(request)
    own = await desk.intakes.newest(MOST, who.teams)
    found = [each for each in own if is_chosen(each, chosen) and is_found(each, search)]
    return desk.pages.show(
        request,
        "intakes.html",
        shown=in_order(desk, found),
        chosen=chosen,
        search=search,
        choices=CHOICES,
        elsewhere=await elsewhere(desk, who, search),
        teams=await desk.teams.names(),
    )


async def elsewhere(desk: Desk, who: SignedIn, search: str) -> StoredIntake | None:
    """Another team's intake when its very reference is searched for: a family on the telephone must be found."""
    found = await desk.intakes.by_reference(search.upper()) if REFERENCE.fullmatch(search.upper()) else None
    return found if found is not None and found.team_id not in who.teams else None


CHOICES = (OPEN, "all", *(status.value for status in Status))


def is_chosen(intake: StoredIntake, chosen: str) -> bool:
    """Whether the filter lets an intake through; an unknown filter is the open ones."""
    if chosen == "all":
        return True
    if chosen in {status.value for status in Status}:
        return intake.status == chosen
    return intake.status in RUNNING


def is_found(intake: StoredIntake, search: str) -> bool:
    """Whether every word of the search stands in the reference or in one of the names, the school or the ways to reach."""
    record = intake.record
    place = (record.child_name, record.contact_name, record.school, record.contact_phone, record.contact_email)
    text = " ".join([intake.reference, *(part for part in place if part)]).casefold()
    return all(word in text for word in search.casefold().split())


def in_order(desk: Desk, intakes: Iterable[StoredIntake]) -> list[Shown]:
    """Danger that is new first, then by the clock."""
    now = desk.services.clock()
    shown = [Shown(intake, deadline(intake.created_at, intake.status, now)) for intake in intakes]
    return sorted(shown, key=lambda each: (_calm(each.intake), ORDER[each.clock.pace], each.clock.at))


def _calm(intake: StoredIntake) -> bool:
    return not (intake.safety and intake.status == Status.NEW)


@blueprint.get("/<intake_id:uuid>")
async def show(request: Request, intake_id: UUID) -> HTTPResponse:
    """One intake: what was sent, what was done, what may follow. Another team's only after a written reason."""
    desk, who, intake = desk_of(request), signed_in(request), await any_intake(request, intake_id)
    teams = await desk.teams.names()
    if not sees(desk, who, intake.team_id, intake.id):
        return desk.pages.show(request, "intake_reason.html", intake=intake, teams=teams)
    await record_reading(request, "intake_read", intake.id)
    return desk.pages.show(
        request,
        "intake.html",
        intake=intake,
        lines=lines_of(intake),
        clock=deadline(intake.created_at, intake.status, desk.services.clock()),
        steps=await desk.work.steps(intake.id),
        follows=FOLLOWS[Status(intake.status)],
        needs_words=NEEDS_WORDS,
        needs_time=NEEDS_TIME,
        attempts=list(Attempt),
        hints=hints(intake, await desk.intakes.newest(MOST)),
        mine=who.teams,
        teams=teams,
    )


@blueprint.post("/<intake_id:uuid>/reason")
async def reason(request: Request, intake_id: UUID) -> HTTPResponse:
    """Write down why one opens another team's intake; then it is open for a while."""
    desk, who, intake = desk_of(request), signed_in(request), await any_intake(request, intake_id)
    why = checked_reason(field(request, "reason", MOST_REASON))
    await desk.trail.record(who.account.username, "intake_opened_with_reason", intake.id)
    await desk.work.reason(intake.id, who.account.name, why)
    desk.grants.give(who.account.id, intake.id, desk.services.clock())
    return redirect(f"/intakes/{intake.id}", status=303)


async def intake_of(request: Request, intake_id: UUID) -> StoredIntake:
    """The intake, when one may see it. Raises NotFound."""
    intake = await any_intake(request, intake_id)
    if not sees(desk_of(request), signed_in(request), intake.team_id, intake.id):
        raise NotFound("intake")
    return intake


async def any_intake(request: Request, intake_id: UUID) -> StoredIntake:
    """The intake of whatever team. Raises NotFound."""
    intake = await desk_of(request).intakes.get(str(intake_id))
    if intake is None:
        raise NotFound("intake")
    return intake
