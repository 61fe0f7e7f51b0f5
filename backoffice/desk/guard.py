"""Stands before every call of the staff app: signed in, allowed, sent by our own page. And the headers of every answer."""

from __future__ import annotations

import hmac
import logging

from sanic import HTTPResponse, Request
from sanic.exceptions import NotFound, SanicException
from sanic.response import redirect, text

from backoffice.desk.access import Open, name_of, rule_for
from backoffice.desk.context import desk_of
from backoffice.desk.cookies import session_token
from backoffice.desk.forms import FormError, field

SIGN_IN = "/sign-in"
CHANGED = "password"  # the sign-in page's query when one comes from choosing a new password
BY_ITSELF = frozenset({"queue.stream", "chats.heartbeat"})
BEFORE_ONES_OWN_PASSWORD = frozenset({"account.show", "account.change_password", "sign_in.leave", "queue.stream"})
SAFE_METHODS = frozenset({"GET", "HEAD"})
# `same-origin` and not `no-referrer`: the latter makes browsers send "Origin: null" with our own forms.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
TRANSPORT = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
logger = logging.getLogger(__name__)


class ForgedError(SanicException):
    """A change that was not sent by a page of ours, or by one of an earlier session."""

    status_code = 403
    quiet = True


async def admit(request: Request) -> HTTPResponse | None:
    """Let a call through, or answer it: the sign-in page for strangers, "not found" for whoever may not."""
    if request.route is None:
        return None
    rule = rule_for(request.route)
    if rule is Open.MACHINE:
        return None
    if request.method not in SAFE_METHODS:
        _same_origin(request)
    if rule is Open.EVERYBODY:
        return None
    who = await desk_of(request).sessions.find(session_token(request), used=not _by_itself(request))
    if who is None:
        return redirect(SIGN_IN, status=303) if _is_page(request) else text("", 401)
    if isinstance(rule, Open) or who.account.role not in rule:
        raise NotFound("page")
    request.ctx.who = who
    if who.account.must_change and name_of(request.route) not in BEFORE_ONES_OWN_PASSWORD:
        return redirect("/account/", status=303)
    if request.method not in SAFE_METHODS:
        _own_form(request, who.csrf)
    return None


def _by_itself(request: Request) -> bool:
    """Whether a page asks without its owner doing anything: that must not keep somebody signed in."""
    return "x-vejviser-idle" in request.headers or (request.route is not None and name_of(request.route) in BY_ITSELF)


def _is_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "text/html") and not _by_itself(request)


def _same_origin(request: Request) -> None:
    origin = request.headers.get("origin", "")
    if origin not in (f"http://{request.host}", f"https://{request.host}"):
        raise ForgedError("origin")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise ForgedError("site")


def _own_form(request: Request, csrf: str) -> None:
    try:
        given = field(request, "csrf", 100)
    except FormError:
        given = ""
    if not hmac.compare_digest(given.encode(), csrf.encode()):
        raise ForgedError("token")


async def finish(request: Request, response: HTTPResponse) -> None:
    """The headers of every answer, and one line in the log: the route's template, never an address with an id in it."""
    response.headers.update(HEADERS)
    if desk_of(request).services.settings.staff_tls:
        response.headers.update(TRANSPORT)
    logger.info("%s /%s %s", request.method, request.route.path if request.route else "-", response.status)
