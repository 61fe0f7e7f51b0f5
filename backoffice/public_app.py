"""The public app: chat API, pages without scripts, health, and the chat window's file. Nothing else answers on this port."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import MethodNotAllowed, NotFound, PayloadTooLarge, SanicException
from sanic.response import empty, file
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat import api, health, plain
from backoffice.chat.context import Chat
from backoffice.chat.problems import Problem, answer
from backoffice.chat.rescue import explain

MOST_BYTES = 32 * 1024
ANSWER_SECONDS = 60  # of silence; the stream's heartbeat comes more often
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
STORAGE_ERRORS = (SQLAlchemyError, OSError, TimeoutError)
logger = logging.getLogger(__name__)


def make_public_app(chat: Chat, name: str = "vejviser_public") -> Sanic[Any, Any]:
    """The app; the work beside its calls is started and ended by its owner (`Chat.start`, `Chat.stop`)."""
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.ctx.chat = chat
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.RESPONSE_TIMEOUT = ANSWER_SECONDS
    app.config.REQUEST_TIMEOUT = 15
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.PROXIES_COUNT = chat.services.settings.proxies
    app.blueprint(api.blueprint.copy(f"{name}_chat"))
    app.ctx.plain = plain.Pages.load()
    app.blueprint(plain.blueprint.copy(f"{name}_plain"))
    app.blueprint(health.blueprint.copy(f"{name}_health"))
    _serve_widget(app, Path(chat.services.settings.widget_dir))
    app.on_request(_begin)
    app.on_response(_finish)  # type: ignore[no-untyped-call]
    app.exception(Exception)(_explain)
    return app


def _serve_widget(app: Sanic[Any, Any], folder: Path) -> None:
    @app.route("/widget/vejviser-chat.js", methods=["GET", "HEAD"])
    async def widget(_request: Request) -> HTTPResponse:
        """The chat window; a page of any allowed origin loads it as a module."""
        path = folder / "vejviser-chat.js"
        if not path.exists():
            raise NotFound("widget")
        answer = await file(path, mime_type="text/javascript; charset=utf-8")
        answer.headers["Cache-Control"] = f"public, max-age={WIDGET_SECONDS}"
        return answer


async def _begin(request: Request) -> None:
    request.ctx.begin = time.perf_counter()


async def _finish(request: Request, response: HTTPResponse) -> None:
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("origin")
    if origin in request.app.ctx.chat.services.settings.origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers["Access-Control-Max-Age"] = "600"
    spent = (time.perf_counter() - getattr(request.ctx, "begin", time.perf_counter())) * 1000
    # The route's template, never the address itself: that would hold the conversation's id.
    template = request.route.path if request.route else "-"
    logger.info("%s /%s %s %.1f ms", request.method, template, response.status, spent)


async def _explain(request: Request, error: Exception) -> HTTPResponse:
    if isinstance(error, MethodNotAllowed) and request.method == "OPTIONS":
        return empty(204)  # a browser's question beforehand; _finish says which origin may call
    problem = await explain(request, _problem(error))
    texts = request.app.ctx.chat.services.texts
    return plain.show_problem(request, texts, problem) if plain.is_plain(request) else answer(texts, problem)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, NotFound):
        return Problem("not_found")
    if isinstance(error, PayloadTooLarge):
        return Problem("too_large")
    if isinstance(error, MethodNotAllowed):
        return Problem("bad_request", status=error.status_code)
    if isinstance(error, SanicException) and error.status_code < 500:
        return Problem("bad_request")
    if isinstance(error, STORAGE_ERRORS):
        # An OSError or TimeoutError here is the database's: the engine is asked by the dispatcher alone.
        logger.error("storage: %s", type(error).__name__)
        return Problem("unavailable")
    logger.error("unexpected: %s", type(error).__name__)
    return Problem("broken")
