"""The console's cookies: the session's, and those that bind the sign-in form or an attempt with the provider to a browser."""

from __future__ import annotations

from typing import Literal

from sanic import HTTPResponse, Request

SESSION = "vejviser_staff"
FORM = "vejviser_form"
OPENID = "vejviser_openid"


def _name(request: Request, name: str) -> str:
    # Browsers take a `__Host-` cookie only over TLS, only from this very host and only for the whole of it.
    return f"__Host-{name}" if request.app.ctx.desk.services.settings.staff_tls else name


def read(request: Request, name: str) -> str:
    """A cookie's value, empty when there is none."""
    return request.cookies.get(_name(request, name)) or ""


def session_token(request: Request) -> str:
    """The session cookie's value."""
    return read(request, SESSION)


def put(
    request: Request,
    response: HTTPResponse,
    name: str,
    value: str,
    max_age: int | None = None,
    samesite: Literal["Strict", "Lax"] = "Strict",
) -> None:
    """Set a cookie that scripts and other sites never get, and that is gone with the browser."""
    secure = request.app.ctx.desk.services.settings.staff_tls
    response.add_cookie(
        _name(request, name), value, path="/", secure=secure, httponly=True, samesite=samesite, max_age=max_age
    )


def drop(request: Request, response: HTTPResponse, name: str) -> None:
    """Make the browser forget a cookie."""
    put(request, response, name, "", max_age=0)
