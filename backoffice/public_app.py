"""The public app: chat API, health, and the chat window's file. Nothing else answers on this port."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import NotFound, PayloadTooLarge, SanicException
from sanic.response import empty, file
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat import api, health
from backoffice.chat.api import unavailable
from backoffice.chat.context import Chat
from backoffice.chat.problems import Problem, answer
from backoffice.store.conversations import GoneError

MOST_BYTES = 32 * 1024
STREAM_SECONDS = 3600
WIDGET_SECONDS = 300
METHODS = "GET, POST, DELETE, OPTIONS"
HEADERS = "Authorization, Content-Type, Last-Event-ID"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
logger = logging.getLogger(__name__)


def make_public_app(chat: Chat) -> Sanic:
    """The app; the dispatcher's start and stop are the process's (backoffice/__main__.py)."""
    app: Sanic = Sanic("vejviser_public", configure_logging=False)
    app.ctx.chat = chat
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.RESPONSE_TIMEOUT = STREAM_SECONDS
    app.config.REQUEST_TIMEOUT = 15
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.blueprint(api.blueprint.copy("chat_public"))
    app.blueprint(health.blueprint.copy("health_public"))
    app.add_route(_preflight, "/chat/v1/<path:path>", methods=["OPTIONS"], name="preflight", unquote=False)
    _serve_widget(app, Path(chat.services.settings.widget_dir))
    app.on_request(_begin)
    app.on_response(_finish)
    app.exception(Exception)(_explain)
    return app


def _serve_widget(app: Sanic, folder: Path) -> None:
    @app.get("/widget/vejviser-chat.js")
    async def widget(_request: Request) -> HTTPResponse:
        """The chat window; a page of any allowed origin loads it as a module."""
        path = folder / "vejviser-chat.js"
        if not path.exists():
            raise NotFound("widget")
        answer = await file(path, mime_type="text/javascript; charset=utf-8")
        answer.headers["Cache-Control"] = f"public, max-age={WIDGET_SECONDS}"
        return answer


async def _preflight(_request: Request, path: str) -> HTTPResponse:
    del path
    return empty(204)


async def _begin(request: Request) -> None:
    request.ctx.begin = time.perf_counter()


async def _finish(request: Request, response: HTTPResponse) -> None:
    response.headers.update(SECURITY)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    origin = request.headers.get("origin")
    response.headers["Vary"] = "Origin"
    if origin in request.app.ctx.chat.services.settings.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
    spent = (time.perf_counter() - getattr(request.ctx, "begin", time.perf_counter())) * 1000
    # The route's template, never the address itself: that would hold the conversation's id.
    template = request.route.path if request.route else "-"
    logger.info("%s /%s %s %.1f ms", request.method, template, response.status, spent)


async def _explain(request: Request, error: Exception) -> HTTPResponse:
    chat: Chat = request.app.ctx.chat
    return answer(chat.services.texts, _problem(chat, error))


def _problem(chat: Chat, error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, GoneError | NotFound):
        return Problem("not_found")
    if isinstance(error, PayloadTooLarge):
        return Problem("too_large")
    if isinstance(error, SQLAlchemyError | OSError | TimeoutError):
        logger.error("storage: %s", type(error).__name__)
        return unavailable(chat, ())
    if isinstance(error, SanicException) and error.status_code < 500:
        return Problem("bad_request")
    logger.error("unexpected: %s", type(error).__name__)
    return Problem("broken")
