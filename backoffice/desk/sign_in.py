"""Signing in and out. One answer for every wrong sign-in, throttled per address and per account."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from backoffice.desk import cookies, passwords
from backoffice.desk.access import may
from backoffice.desk.context import Desk, desk_of, signed_in
from backoffice.desk.forms import FormError, field, raw
from backoffice.desk.guard import CHANGED, SIGN_IN, ForgedError
from backoffice.desk.one_time import right_code
from backoffice.store.accounts import Account

LONGEST_NAME, LONGEST_CODE = 80, 10
# The first that a role may open is where it begins.
FRONT_PAGES = (
    ("queue.index", "/queue"),
    ("log.index", "/log/"),
    ("ways.index", "/ways/"),
)
FORM_KEY = secrets.token_bytes(32)
ONE_AT_A_TIME = asyncio.Semaphore(1)
blueprint = Blueprint("sign_in")
logger = logging.getLogger(__name__)


@blueprint.get("/")
async def front(request: Request) -> HTTPResponse:
    """Where somebody's day begins."""
    role = signed_in(request).account.role
    return redirect(next(url for page, url in FRONT_PAGES if may(role, page)), status=303)


@blueprint.get(SIGN_IN)
async def form(request: Request) -> HTTPResponse:
    """The sign-in page; its form belongs to this browser alone. Says so when one comes from choosing a new password."""
    return sign_in_form(request, changed=bool(request.args.get(CHANGED)))


@blueprint.post(SIGN_IN)
async def enter(request: Request) -> HTTPResponse:
    """Sign in. What was wrong (name, password, code, removed account) is never told apart."""
    desk = desk_of(request)
    _check_form(request)
    try:
        username = field(request, "username", LONGEST_NAME).casefold()
        password, code = _password(request), field(request, "code", LONGEST_CODE, required=False)
    except FormError:
        return sign_in_form(request, "wrong", 401)
    # One at a time: guesses sent side by side must meet the count of those before them, and argon2 takes memory.
    async with ONE_AT_A_TIME:
        if not desk.throttle.allowed(request.ip, username):
            return sign_in_form(request, "throttled", 429)
        account = await _checked(desk, username, password, code)
        if account is None:
            desk.throttle.failed(request.ip, username)
            logger.warning("sign-in refused")
            return sign_in_form(request, "wrong", 401)
    return await _begin(request, desk, account)


async def _checked(desk: Desk, username: str, password: str, code: str) -> Account | None:
    found = await desk.accounts.credentials(username)
    if not await passwords.matches(found.password_hash if found else None, password) or found is None:
        return None
    return found.account if await right_code(desk.accounts, found, code, desk.services.clock()) else None


async def _begin(request: Request, desk: Desk, account: Account) -> HTTPResponse:
    await desk.trail.record(account.username, "sign_in", account.id)
    response = redirect("/", status=303)
    cookies.put(request, response, cookies.SESSION, await desk.sessions.begin(account.id))
    cookies.drop(request, response, cookies.FORM)
    return response


@blueprint.post("/sign-out")
async def leave(request: Request) -> HTTPResponse:
    """Sign out; the session is gone on the server too, and the browser forgets the pages."""
    desk, who = desk_of(request), signed_in(request)
    await desk.sessions.end(who.token_hash)
    await desk.trail.record(who.account.username, "sign_out", who.account.id)
    response = redirect(SIGN_IN, status=303)
    cookies.drop(request, response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _password(request: Request) -> str:
    # Not trimmed: blanks belong to a password.
    value = raw(request, "password")
    if not 0 < len(value) <= passwords.LONGEST:
        raise FormError("password")
    return value


def sign_in_form(
    request: Request, problem: str | None = None, status: int = 200, changed: bool = False
) -> HTTPResponse:
    """The sign-in page, with what went wrong or that the password was changed."""
    nonce = cookies.read(request, cookies.FORM) or secrets.token_urlsafe(24)
    desk = desk_of(request)
    shown = {"form_token": _token(nonce), "problem": problem, "openid": desk.openid.on, "changed": changed}
    response = desk.pages.show(request, "sign_in.html", status, **shown)
    cookies.put(request, response, cookies.FORM, nonce)
    return response


def _token(nonce: str) -> str:
    return hmac.new(FORM_KEY, nonce.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _check_form(request: Request) -> None:
    nonce, given = cookies.read(request, cookies.FORM), raw(request, "csrf")
    if not nonce or not hmac.compare_digest(given.encode("utf-8", "replace"), _token(nonce).encode()):
        raise ForgedError("form")
