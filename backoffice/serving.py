"""Starting the apps of the back office in a running event loop, and ending them without cutting anybody off."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Any

from sanic import Sanic

from backoffice.chat.context import Chat

DRAIN_SECONDS = 5.0
BACKLOG = 512
# Sanic's AsyncioServer; its methods carry no types.
Server = Any


async def serve(app: Sanic[Any, Any], host: str, port: int) -> Server:
    """Start one app; gives the running server back. Port 0 takes a free one (see `port_of`). Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Sanic rewrites its own classes at each start, which works once in a process; here several apps share one.
    app.config.TOUCHUP = False
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    server: Server = await app.create_server(sock=listener, access_log=False, backlog=BACKLOG)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    return server


def port_of(server: Server) -> int:
    """The port that a server listens on."""
    return int(server.server.sockets[0].getsockname()[1])


async def drain(chat: Chat, servers: Sequence[Server]) -> None:
    """Take no new calls, end streams and long polls, and let the others finish within DRAIN_SECONDS."""
    for server in servers:
        server.close()
    await chat.stop()
    deadline = asyncio.get_running_loop().time() + DRAIN_SECONDS
    while asyncio.get_running_loop().time() < deadline:
        busy = [each for server in servers for each in tuple(server.connections) if not each.close_if_idle()]
        if not busy:
            return
        await asyncio.sleep(0.05)
    for each in busy:
        each.abort()
    await asyncio.sleep(0)  # lets the connections' tasks see that nobody is there any more
