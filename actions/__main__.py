"""`python -m actions`: the action server on loopback, for callers who know the secret, each action within its budget.

rasa-sdk's executor runs the actions; its own server is not used: it has no authentication, and its error answers and logs
quote the whole conversation (design/reliability.md F9).
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import importlib
import logging
import pkgutil
import signal
import sys
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_answer

import actions
from actions.staff_ways import staff_ways
from bot.settings import Settings, load, require

MOST_BYTES = 1024 * 1024
QUIET = ("rasa_sdk", "sanic", "sanic.root", "sanic.error", "sanic.access", "sanic.server", "httpx", "httpcore")
logger = logging.getLogger("actions")


def make_app(settings: Settings) -> Sanic[Any, Any]:
    """The app with /health for everybody and /webhook for the engine alone."""
    executor = ActionExecutor()
    # rasa-sdk logs an import that fails and ends the process; imported here first, the error says itself what it is.
    for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    executor.register_package(actions)
    app: Sanic[Any, Any] = Sanic("vejviser_actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = MOST_BYTES
    app.config.KEEP_ALIVE_TIMEOUT = 75
    secret = settings.actions_secret.encode()

    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        return json_answer({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        if not hmac.compare_digest(request.headers.get("X-Vejviser-Secret", "").encode(), secret):
            return json_answer({"error": "unauthorized"}, 401)
        return await _run(executor, request.json or {}, settings.action_budget)

    return app


async def _run(executor: ActionExecutor, call: dict[str, Any], budget: float) -> HTTPResponse:
    name = str(call.get("next_action"))[:80]
    try:
        async with asyncio.timeout(budget):
            await staff_ways().refresh()
            # The engine sends no domain (enable_selective_domain): no action here reads it, and it would be half of each call.
            result = await executor.run({**call, "domain": call.get("domain") or {}})
    except ActionExecutionRejection:
        return json_answer({"error": "rejected", "action_name": name}, 400)
    except Exception as error:
        # Only the type: an action's error may quote what a family wrote.
        logger.error("%s failed: %s", name, type(error).__name__)
        return json_answer({"error": type(error).__name__, "action_name": name}, 500)
    return json_answer(result.model_dump() if result else None)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    server: Any = await make_app(settings).create_server(
        host="127.0.0.1", port=settings.actions_port, access_log=False, return_asyncio_server=True
    )
    await server.startup()
    await server.start_serving()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    logger.info("actions ready")
    await stop.wait()
    server.close()


def main() -> int:
    """Serve with the environment's settings."""
    settings = require(load(), "actions_secret", "internal_secret")
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
