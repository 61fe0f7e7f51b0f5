"""The staff app: console and the internal intake API, on a port of its own that the public never reaches."""

from __future__ import annotations

import logging
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound, PayloadTooLarge, SanicException
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.hub import Hub
from backoffice.desk import blueprints as desk_blueprints
from backoffice.desk.context import desk_of, make_desk
from backoffice.desk.forms import FormError
from backoffice.desk.guard import admit, finish
from backoffice.intake import blueprints as intake_blueprints
from backoffice.services import Services

MOST_BYTES = 256 * 1024
logger = logging.getLogger(__name__)


def make_staff_app(services: Services, hub: Hub | None = None) -> Sanic[Any, Any]:
    """The app. `hub` is the chat's, so that consoles and visitors' windows wake each other."""
    app: Sanic[Any, Any] = Sanic("vejviser_staff", configure_logging=False)
    app.ctx.services = services
    app.ctx.desk = make_desk(services, hub or Hub())
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.TOUCHUP = False  # it rewrites Sanic's own classes once for each app, and several apps share this process
    app.config.FALLBACK_ERROR_FORMAT = "text"
    for blueprint in (*desk_blueprints, *intake_blueprints):
        app.blueprint(blueprint.copy(blueprint.name))
    app.on_request(admit)
    app.on_response(finish)  # type: ignore[no-untyped-call]
    app.exception(Exception)(_explain)
    return app


async def _explain(request: Request, error: Exception) -> HTTPResponse:
    """A page that says what to do; nothing of what was sent, no trace."""
    problem, status = _problem(error)
    if status >= 500:
        logger.error("%s: %s", problem, type(error).__name__)
    return desk_of(request).pages.show(request, "problem.html", status, problem=problem)


def _problem(error: Exception) -> tuple[str, int]:
    if isinstance(error, NotFound):
        return "not_found", 404
    if isinstance(error, FormError):
        return "form", 400
    if isinstance(error, PayloadTooLarge):
        return "too_large", 413
    if isinstance(error, SanicException) and error.status_code < 500:
        return ("forged", 403) if error.status_code == 403 else ("bad_request", error.status_code)
    if isinstance(error, SQLAlchemyError | OSError | TimeoutError):
        return "storage", 503
    return "broken", 500
