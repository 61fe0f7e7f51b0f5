"""The ways in the console: overdue ones first; waiting time, closed until, checked today, number confirmed by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk.access import may
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.desk.pages import local
from backoffice.store.accounts import Account
from bot.routes.catalogue import EMERGENCY, Route, UnknownRouteError
from bot.routes.overrides import Override, apply

MOST_WEEKS = 104
blueprint = Blueprint("ways", url_prefix="/ways")


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """All ways as they stand today."""
    desk = desk_of(request)
    states, today = await desk.ways.all(), today_of(desk)
    routes = sorted(apply(desk.services.catalogue, states).routes, key=lambda route: _urgency(route, today))
    return desk.pages.show(
        request,
        "ways.html",
        routes=routes,
        states=states,
        today=today,
        crisis=desk.services.catalogue.crisis_ids,
        editors=await _editors(desk),
    )


@blueprint.get("/<route_id:str>")
async def show(request: Request, route_id: str) -> HTTPResponse:
    """One way and what may be kept about it."""
    desk, route = desk_of(request), _route(request, route_id)
    state = (await desk.ways.all()).get(route.id, Override())
    return desk.pages.show(
        request,
        "way.html",
        route=route,
        state=state,
        today=today_of(desk),
        emergency=EMERGENCY,
        editors=await _editors(desk),
    )


@blueprint.post("/<route_id:str>")
async def keep(request: Request, route_id: str) -> HTTPResponse:
    """Keep waiting time and temporary closing; "checked" and "confirmed" carry today's date and one's own name."""
    desk, who, route = desk_of(request), signed_in(request), _route(request, route_id)
    before, today = (await desk.ways.all()).get(route.id, Override()), today_of(desk)
    state = replace(before, waiting_weeks=_weeks(request), closed_until=_closed_until(request, route))
    if _ticked(request, "checked"):
        state = replace(state, checked_on=today)
    if _ticked(request, "confirmed"):
        state = replace(state, confirmed_by=who.account.name, confirmed_on=today)
    await desk.ways.put(route.id, state, who.account.name)
    await desk.watch.refresh_ways()
    await desk.trail.record(who.account.username, "way_kept", route.id)
    return redirect("/ways/", status=303)


async def _editors(desk: Desk) -> list[Account]:
    """Those who may keep the ways, for whoever may only read them."""
    return [each for each in await desk.accounts.everybody() if each.active and may(each.role, "ways.keep")]


def today_of(desk: Desk) -> date:
    """The date in Denmark."""
    return local(desk.services.clock()).date()


def _route(request: Request, route_id: str) -> Route:
    try:
        return desk_of(request).services.catalogue.get(route_id)
    except UnknownRouteError:
        raise NotFound("way") from None


def _urgency(route: Route, today: date) -> tuple[bool, date, str]:
    return not route.overdue(today), route.recheck_before, route.name


def _weeks(request: Request) -> int | None:
    text = field(request, "waiting_weeks", 3, required=False)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > MOST_WEEKS:
        raise FormError("waiting_weeks")
    return int(text)


def _closed_until(request: Request, route: Route) -> date | None:
    text = field(request, "closed_until", 10, required=False)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise FormError("closed_until") from None
    if route.id == EMERGENCY:
        raise FormError("closed_until")
    return day


def _ticked(request: Request, name: str) -> bool:
    return field(request, name, 3, required=False) == "yes"
