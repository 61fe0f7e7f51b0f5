"""People and roles: who may sign in, with what; an administrator's page. And everybody's own account."""

from __future__ import annotations

import re
from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk import passwords
from backoffice.desk.context import desk_of, signed_in
from backoffice.desk.forms import FormError, field
from backoffice.store.accounts import Account, Role, UsernameTakenError

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
blueprint = Blueprint("people", url_prefix="/people")


@blueprint.get("/")
async def index(request: Request) -> HTTPResponse:
    """Everybody, and the form for one more."""
    return await _page(request)


@blueprint.post("/")
async def add(request: Request) -> HTTPResponse:
    """A new account; its password is shown once and must be changed at the first sign-in."""
    desk, who = desk_of(request), signed_in(request)
    username, name = field(request, "username", 40).casefold(), field(request, "name", 60)
    if not USERNAME.fullmatch(username):
        raise FormError("username")
    password = passwords.new_password()
    try:
        made = await desk.accounts.add(username, name, await passwords.make_hash(password), _role(request), True)
    except UsernameTakenError:
        return await _page(request, problem="taken", status=409)
    await desk.trail.record(who.account.username, "account_added", made.id)
    return await _page(request, fresh=made, password=password)


@blueprint.post("/<account_id:uuid>/role")
async def change_role(request: Request, account_id: UUID) -> HTTPResponse:
    """Another role; the person must sign in again. Whom the provider vouches for has the role that the provider says."""
    desk, who, account = desk_of(request), signed_in(request), await _other(request, account_id)
    if account.external:
        raise FormError("account")
    role = _role(request)
    await desk.accounts.change_role(account.id, role)
    await desk.trail.record(who.account.username, f"role_{role.value}", account.id)
    return redirect("/people/", status=303)


@blueprint.post("/<account_id:uuid>/reset")
async def reset(request: Request, account_id: UUID) -> HTTPResponse:
    """Recovery: a new password, shown once; one-time codes are turned off, so that a lost telephone shuts nobody out."""
    desk, who, account = desk_of(request), signed_in(request), await _other(request, account_id)
    if account.external:
        raise FormError("account")
    password = passwords.new_password()
    await desk.accounts.change_password(account.id, await passwords.make_hash(password), must_change=True)
    await desk.accounts.set_totp(account.id, None)
    await desk.trail.record(who.account.username, "account_reset", account.id)
    return await _page(request, fresh=account, password=password)


@blueprint.post("/<account_id:uuid>/remove")
async def remove(request: Request, account_id: UUID) -> HTTPResponse:
    """Take somebody's access away; whoever is signed in is out at the next click."""
    desk, who, account = desk_of(request), signed_in(request), await _other(request, account_id)
    await desk.accounts.remove(account.id)
    await desk.trail.record(who.account.username, "account_removed", account.id)
    return redirect("/people/", status=303)


@blueprint.post("/teams")
async def add_team(request: Request) -> HTTPResponse:
    """A new team."""
    desk, who = desk_of(request), signed_in(request)
    made = await desk.teams.add(field(request, "name", 60))
    await desk.trail.record(who.account.username, "team_added", made)
    return redirect("/people/", status=303)


@blueprint.post("/teams/<team_id:str>")
async def rename_team(request: Request, team_id: str) -> HTTPResponse:
    """Another name for a team."""
    desk, who = desk_of(request), signed_in(request)
    if team_id not in await desk.teams.names():
        raise NotFound("team")
    await desk.teams.rename(team_id, field(request, "name", 60))
    await desk.trail.record(who.account.username, "team_renamed", team_id)
    return redirect("/people/", status=303)


@blueprint.post("/<account_id:uuid>/teams")
async def change_teams(request: Request, account_id: UUID) -> HTTPResponse:
    """Which teams somebody belongs to, from the next click on. One's own, too: it opens nothing that is not recorded."""
    desk, who = desk_of(request), signed_in(request)
    account = await desk.accounts.get(str(account_id))
    if account is None:
        raise NotFound("account")
    await desk.teams.put(
        account.id, [each for each in await desk.teams.names() if field(request, f"team_{each}", 3, required=False)]
    )
    await desk.trail.record(who.account.username, "teams_changed", account.id)
    desk.changed()
    return redirect("/people/", status=303)


async def _page(
    request: Request, fresh: Account | None = None, password: str = "", problem: str = "", status: int = 200
) -> HTTPResponse:
    desk = desk_of(request)
    return desk.pages.show(
        request,
        "people.html",
        status,
        accounts=await desk.accounts.everybody(),
        roles=list(Role),
        teams=await desk.teams.all(),
        members=await desk.teams.members(),
        fresh=fresh,
        password=password,
        problem=problem,
    )


async def _other(request: Request, account_id: UUID) -> Account:
    """Somebody else's account: nobody takes their own access away, so that there is always one who can give it."""
    account = await desk_of(request).accounts.get(str(account_id))
    if account is None:
        raise NotFound("account")
    if account.id == signed_in(request).account.id:
        raise FormError("account")
    return account


def _role(request: Request) -> Role:
    try:
        return Role(field(request, "role", 20))
    except ValueError:
        raise FormError("role") from None
