"""The two ends of signing in with the municipality's own provider: the way there, and the way back."""

from __future__ import annotations

import logging
import re

from sanic import Blueprint, HTTPResponse, Request
from sanic.exceptions import NotFound
from sanic.response import redirect

from backoffice.desk import cookies
from backoffice.desk.context import Desk, desk_of
from backoffice.desk.guard import SIGN_IN
from backoffice.desk.openid import AWAY, FAILED, LASTS, NO_ROLE, OpenId, Person, RefusedError
from backoffice.desk.sign_in import sign_in_form
from backoffice.store.accounts import Account

NOT_IN_A_USERNAME = re.compile(r"[^a-z0-9._-]")
STATUS = {AWAY: 503, NO_ROLE: 403, FAILED: 401}
blueprint = Blueprint("openid", url_prefix=f"{SIGN_IN}/openid")
logger = logging.getLogger(__name__)


@blueprint.get("/")
async def begin(request: Request) -> HTTPResponse:
    """Off to the provider. A plain link leads here: a form may only lead to pages of ours."""
    try:
        url, attempt = await _openid(request).begin()
    except RefusedError as error:
        return _refused(request, error)
    response = redirect(url, status=303)
    # The provider sends the browser back from another site, and a Strict cookie would stay behind.
    cookies.put(request, response, cookies.OPENID, attempt, int(LASTS), samesite="Lax")
    return response


@blueprint.get("/done")
async def done(request: Request) -> HTTPResponse:
    """Back from the provider: signed in, or the sign-in page that says why not."""
    openid, desk = _openid(request), desk_of(request)
    try:
        person = await openid.finish(
            cookies.read(request, cookies.OPENID), request.args.get("state", ""), request.args.get("code", "")
        )
        account = await _account(desk, person)
    except RefusedError as error:
        return _refused(request, error)
    await desk.trail.record(account.username, "sign_in_openid", account.id)
    # A page and no redirect: the session's Strict cookie is sent only with what a page of ours asks for.
    response = desk.pages.show(request, "openid_done.html")
    cookies.put(request, response, cookies.SESSION, await desk.sessions.begin(account.id))
    cookies.drop(request, response, cookies.OPENID)
    return response


async def _account(desk: Desk, person: Person) -> Account:
    """The person's account, made at the first sign-in, with today's name and role. Raises RefusedError when removed."""
    username = NOT_IN_A_USERNAME.sub("", person.username.casefold()).lstrip("._-")[:30] or "person"
    account = await desk.accounts.from_provider(person.subject, username, person.name, person.role)
    if account is None:
        raise RefusedError(FAILED)
    return account


def _openid(request: Request) -> OpenId:
    openid = desk_of(request).openid
    if not openid.on:
        raise NotFound("page")
    return openid


def _refused(request: Request, error: RefusedError) -> HTTPResponse:
    logger.warning("sign-in by the provider refused: %s", error.why)
    response = sign_in_form(request, error.why, STATUS[error.why])
    cookies.drop(request, response, cookies.OPENID)
    return response
