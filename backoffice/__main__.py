"""`python -m backoffice`: public chat, staff console and demo page in one process, three apps on three ports."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading

import uvloop

from backoffice.chat.context import make_chat
from backoffice.demo_app import make_demo_app
from backoffice.public_app import make_public_app
from backoffice.services import make_services
from backoffice.serving import drain, serve
from backoffice.staff_app import make_staff_app
from bot.settings import Settings, load

OURS = ("backoffice", "bot")
# These carry a level of their own, so that silencing the root does not reach them.
LOUD = ("sanic.root", "sanic.error", "sanic.access", "sanic.server", "sanic.websockets")
SILENT = logging.CRITICAL + 1
logger = logging.getLogger("backoffice")


def configure_logs(level: str) -> None:
    """Our own lines alone: a library's may hold addresses, parameters, or a trace that quotes what was written."""
    logging.basicConfig(level=SILENT, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in LOUD:
        logging.getLogger(name).setLevel(SILENT)
    threading.excepthook = lambda lost: logger.error("a thread failed: %s", lost.exc_type.__name__)
    sys.unraisablehook = lambda lost: logger.error("ignored: %s", lost.exc_type.__name__)


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let what is under way end within a few seconds."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    services = make_services(settings)
    chat = make_chat(services)
    apps = [
        (make_public_app(chat), settings.public_host, settings.public_port),
        (make_staff_app(chat), settings.staff_host, settings.staff_port),
    ]
    if settings.demo_port:
        apps.append((make_demo_app(settings), "127.0.0.1", settings.demo_port))
    servers = [await serve(*each) for each in apps]
    chat.start()
    logger.info("back office ready")
    await stop.wait()
    await drain(chat, servers)
    await services.engine.dispose()
    logger.info("back office ended")


def main() -> int:
    """Serve with the environment's settings."""
    settings = load()
    configure_logs(settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
