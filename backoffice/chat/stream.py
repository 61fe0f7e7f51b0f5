"""Long poll and server-sent events: both read from the database what lies after a number, and wait for more."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from sanic import Request

from backoffice.chat.bubbles import StoredMessage, public
from backoffice.chat.context import Chat, chat_of

HEARTBEAT_SECONDS = 15.0
# Another process of several may have written: look again now and then without having been woken.
LOOK_AGAIN_SECONDS = 5.0


async def wait_for(chat: Chat, conversation_id: str, after: int, wait: float) -> list[StoredMessage]:
    """All messages after `after`; when there is none, wait up to `wait` seconds for one."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    with chat.hub.subscribe(conversation_id) as queue:
        while True:
            messages = await chat.store.after(conversation_id, after)
            left = deadline - loop.time()
            if messages or left <= 0:
                return messages
            try:
                await asyncio.wait_for(queue.get(), min(left, LOOK_AGAIN_SECONDS))
            except TimeoutError:
                continue


async def stream(request: Request, conversation_id: str, after: int) -> None:
    """Send events until the client goes or the conversation is deleted. Each event's id is the message's number."""
    chat = chat_of(request)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
    if response is None:
        return
    last_sent = asyncio.get_running_loop().time()
    state: str | None = None
    with chat.hub.subscribe(conversation_id) as queue:
        while True:
            for message in await chat.store.after(conversation_id, after):
                after = message.seq
                await response.send(_event("message", public(message), after))
            current = await chat.store.state(conversation_id)
            if current != state:
                state = current
                await response.send(_event("state", {"state": state or "closed"}))
            if state is None:
                break
            try:
                unstored = await asyncio.wait_for(queue.get(), LOOK_AGAIN_SECONDS)
                if unstored is not None:
                    await response.send(_event("message", unstored))
            except TimeoutError:
                if asyncio.get_running_loop().time() - last_sent >= HEARTBEAT_SECONDS - LOOK_AGAIN_SECONDS:
                    await response.send(": vejviser\n\n")
                    last_sent = asyncio.get_running_loop().time()
    await response.eof()


def _event(kind: str, content: dict[str, Any], number: int | None = None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
