"""Long poll and server-sent events: both read from the database what lies after a number, and wait for more."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from sanic import Request
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat.bubbles import StoredMessage, public
from backoffice.chat.context import Chat, chat_of
from backoffice.chat.hub import MOST_LISTENERS, Signal, TooManyListenersError
from backoffice.chat.problems import Problem

HEARTBEAT_SECONDS = 15.0
HEARTBEAT = ": vejviser\n\n"
RECONNECT = "retry: 2000\n\n"
logger = logging.getLogger(__name__)


async def wait_for(chat: Chat, conversation_id: str, after: int, wait: float) -> tuple[list[StoredMessage], str]:
    """All messages after `after`, and the conversation's state; when there is none, wait up to `wait` seconds for one."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    try:
        with chat.hub.subscribe(conversation_id, MOST_LISTENERS) as queue:
            while True:
                state, last = await chat.store.head(conversation_id) or ("closed", 0)
                messages = await chat.store.after(conversation_id, after) if last > after else []
                left = deadline - loop.time()
                if messages or left <= 0 or state == "closed" or chat.hub.closed:
                    return messages, state
                await _signal(queue, left)
    except TooManyListenersError:
        raise Problem("too_many") from None


async def standing(chat: Chat, conversation_id: str, state: str) -> dict[str, Any]:
    """Who has the conversation; while it waits for a person, also its number in the line."""
    place = await chat.handover.queue.place(conversation_id) if state == "waiting" else None
    return {"state": state, "place": place} if place else {"state": state}


async def stream(request: Request, conversation_id: str, after: int) -> None:
    """Send events until the client goes, the conversation is deleted or the process ends."""
    chat = chat_of(request)
    try:
        with chat.hub.subscribe(conversation_id, MOST_LISTENERS) as queue:
            headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
            response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
            if response is None:
                return
            await response.send(RECONNECT)
            async for event in events(chat, conversation_id, after, queue):
                await response.send(event)
            await response.eof()
    except TooManyListenersError:
        raise Problem("too_many") from None


async def events(chat: Chat, conversation_id: str, after: int, queue: asyncio.Queue[Signal]) -> AsyncIterator[str]:
    """The stream's events: each message once, with its number as id; bubbles that were not stored, without one."""
    told: dict[str, Any] = {}
    while not chat.hub.closed:
        try:
            state, last = await chat.store.head(conversation_id) or ("closed", 0)
            messages = await chat.store.after(conversation_id, after) if last > after else []
            stands = await standing(chat, conversation_id, state)
        except (SQLAlchemyError, OSError) as error:
            # The stream stays: help that cannot be stored comes on it.
            logger.error("stream cannot read: %s", type(error).__name__)
            stands, messages = told or {"state": "bot"}, []
        for message in messages:
            after = message.seq
            yield _event("message", public(message), after)
        if stands != told:
            told = stands
            yield _event("state", stands)
        if stands["state"] == "closed":
            return
        beat, signal = await _signal(queue, HEARTBEAT_SECONDS)
        if beat:
            yield HEARTBEAT
        elif signal is not None:
            yield _event("message", signal)


async def _signal(queue: asyncio.Queue[Signal], seconds: float) -> tuple[bool, Signal]:
    """Whether the time passed without a signal, and the signal. Several "look again" at once count as one."""
    try:
        signal = await asyncio.wait_for(queue.get(), seconds)
    except TimeoutError:
        return True, None
    while signal is None and not queue.empty():
        signal = queue.get_nowait()
    return False, signal


def _event(kind: str, content: dict[str, Any], number: int | None = None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
