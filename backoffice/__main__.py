"""`python -m backoffice`: public chat, staff console and demo page in one process, three apps on three ports."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from sanic import Sanic
from sanic.server.async_server import AsyncioServer

from backoffice.chat.context import make_chat
from backoffice.demo_app import make_demo_app
from backoffice.public_app import make_public_app
from backoffice.services import make_services
from backoffice.staff_app import make_staff_app
from bot.settings import Settings, load

DRAIN_SECONDS = 5.0
QUIET = (
    "sanic",
    "sanic.root",
    "sanic.error",
    "sanic.access",
    "sanic.server",
    "httpx",
    "httpcore",
    "sqlalchemy",
    "aiosqlite",
)
logger = logging.getLogger("backoffice")


def configure_logs(level: str) -> None:
    """Our own lines alone: the libraries' lines may hold addresses, parameters or traces."""
    logging.basicConfig(level=level.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


async def serve(app: Sanic, host: str, port: int) -> AsyncioServer:
    """Start one app; gives the running server back."""
    server = await app.create_server(host=host, port=port, access_log=False)
    if server is None:
        raise RuntimeError(f"no server on port {port}")
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    return server


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then let what is under way end within DRAIN_SECONDS."""
    services = make_services(settings)
    chat = make_chat(services)
    apps = [
        (make_public_app(chat), settings.public_host, settings.public_port),
        (make_staff_app(services), settings.staff_host, settings.staff_port),
    ]
    if settings.demo_port:
        apps.append((make_demo_app(settings), "127.0.0.1", settings.demo_port))
    servers = [await serve(*each) for each in apps]
    await chat.dispatcher.start()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    logger.info("back office ready")
    await stop.wait()
    for server in servers:
        server.close()
    await chat.dispatcher.stop()
    await chat.engine.close()
    await services.engine.dispose()


def main() -> int:
    """Serve with the environment's settings."""
    settings = load()
    configure_logs(settings.log_level)
    asyncio.run(run(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
