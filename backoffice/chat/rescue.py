"""Looks for danger in what could not be taken, so that every answer that says no says help as well.

A visitor's words can be refused for many reasons: wrong form, too long, too fast, an ended conversation, no database.
None of them may keep help away, so every problem answer carries it when the request's body speaks of danger.
"""

from __future__ import annotations

import logging
from typing import Any

from sanic import Request

from backoffice.chat import speech
from backoffice.chat.bubbles import unstored
from backoffice.chat.context import Chat, chat_of
from backoffice.chat.front import help_now
from backoffice.chat.problems import Problem
from backoffice.chat.screening import Screened

logger = logging.getLogger(__name__)


async def explain(request: Request, problem: Problem) -> Problem:
    """The problem with everything that is to be shown with it: help first, or ways where nothing can be stored."""
    chat = chat_of(request)
    messages = [*await help_for(chat, request), *problem.messages]
    if problem.name == "unavailable":
        messages = messages or [unstored(speech.storage_away(chat.services), chat.services.clock())]
        _say_on_stream(chat, request, messages)
    return Problem(problem.name, messages, problem.status)


async def help_for(chat: Chat, request: Request) -> list[dict[str, Any]]:
    """Bubbles of help when anything that was sent speaks of danger. Never raises."""
    try:
        screened: Screened | None = getattr(request.ctx, "screened", None)
        if screened is None and request.body:
            screened = await chat.screening.read_body(request.body)
        return [unstored(each, chat.services.clock()) for each in help_now(chat.services, screened)]
    except Exception as error:
        logger.critical("help could not be made: %s", type(error).__name__)
        return []


def _say_on_stream(chat: Chat, request: Request, messages: list[dict[str, Any]]) -> None:
    conversation_id = (request.match_info or {}).get("conversation_id")
    if conversation_id and request.method == "POST":
        for message in messages:
            chat.hub.notify(str(conversation_id), message)
