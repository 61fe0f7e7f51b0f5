"""The staff app: console and the internal intake API, on a port of its own that the public never reaches."""

from __future__ import annotations

import logging
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound, PayloadTooLarge, SanicException
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.context import Chat
from backoffice.desk import blueprints as desk_blueprints
from backoffice.desk.context import Desk, desk_of, make_desk
from backoffice.desk.forms import FormError
from backoffice.desk.guard import admit, finish
from backoffice.desk.reading import Readings
from backoffice.intake import blueprints as intake_blueprints
from backoffice.store.intake_work import ChangedError
from backoffice.store.records import GoneError
from backoffice.store.takeover import LostError

MOST_BYTES = 256 * 1024
logger = logging.getLogger(__name__)


def make_staff_app(chat: Chat, name: str = "vejviser_staff") -> Sanic[Any, Any]:
    """The app. It shares the chat's hub, so that consoles and visitors' windows wake each other."""
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.ctx.desk = make_desk(chat)
    app.ctx.readings = Readings()
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.TOUCHUP = False  # it rewrites Sanic's own classes once for each app, and several apps share this process
    app.config.FALLBACK_ERROR_FORMAT = "text"
    for blueprint in (*desk_blueprints, *intake_blueprints):
        app.blueprint(blueprint.copy(f"{name}_{blueprint.name}"))
    app.on_request(admit)
    app.on_response(finish)  # type: ignore[no-untyped-call]
    app.exception(Exception)(_explain)
    app.after_server_start(_begin)
    return app


async def _begin(app: Sanic[Any, Any]) -> None:
    """The work beside the calls; it ends with the chat's."""
    desk: Desk = app.ctx.desk
    for work in (desk.bell.run(), desk.watch.run()):
        desk.chat.background.spawn(work)


async def _explain(request: Request, error: Exception) -> HTTPResponse:
    """A page that says what to do; nothing of what was sent, no trace."""
    problem, status = _problem(error)
    if status >= 500:
        logger.error("%s: %s", problem, type(error).__name__)
    return desk_of(request).pages.show(request, "problem.html", status, problem=problem)


def _problem(error: Exception) -> tuple[str, int]:
    if isinstance(error, NotFound | GoneError):
        return "not_found", 404
    if isinstance(error, LostError):
        return "lost", 409
    if isinstance(error, ChangedError):
        return "changed", 409
    if isinstance(error, FormError):
        return "agreed" if error.name == "agreed" else "form", 400
    if isinstance(error, PayloadTooLarge):
        return "too_large", 413
    if isinstance(error, SanicException) and error.status_code < 500:
        return ("forged", 403) if error.status_code == 403 else ("bad_request", error.status_code)
    if isinstance(error, SQLAlchemyError | OSError | TimeoutError):
        return "storage", 503
    return "broken", 500
