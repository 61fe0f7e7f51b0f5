"""The chat API's calls; the contract is backoffice/chat/openapi.yml."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_answer
from sqlalchemy.exc import SQLAlchemyError

from backoffice.chat import requests as forms
from backoffice.chat import speech
from backoffice.chat.bubbles import Bubble, StoredMessage, public, unstored
from backoffice.chat.context import Chat, chat_of
from backoffice.chat.dispatch import audience_of
from backoffice.chat.front import Front, Screened, face, screen
from backoffice.chat.problems import Problem
from backoffice.chat.stream import stream, wait_for
from backoffice.store.conversations import GoneError, Incoming, Kept
from backoffice.store.models import Conversation

LONGEST_WAIT = 25
HIGHEST_SEQ = 999_999_999
blueprint = Blueprint("chat", url_prefix="/chat/v1")
STORAGE_ERRORS = (SQLAlchemyError, OSError, TimeoutError)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


async def authenticated(request: Request, conversation_id: str) -> Conversation:
    """The conversation of the request's token. Raises Problem not_found for a wrong token and a wrong id alike."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    found = await chat_of(request).store.open(conversation_id, token_hash(token if kind.lower() == "bearer" else ""))
    if found is None:
        raise Problem("not_found")
    return found


@blueprint.post("/conversations")
async def open_conversation(request: Request) -> HTTPResponse:
    """A new conversation and its greeting; the token is shown once."""
    chat = chat_of(request)
    opening = forms.read(request, forms.Opening)
    if not chat.limits.conversation_allowed(request):
        raise Problem("too_many", [unstored(speech.greeting(chat.services)[0], chat.services.clock())])
    token = secrets.token_urlsafe(32)
    try:
        identifier = await chat.store.create(
            token_hash(token), opening.page, opening.topic, speech.greeting(chat.services)
        )
        messages = await chat.store.after(identifier, 0)
    except STORAGE_ERRORS:
        raise unavailable(chat, ()) from None
    return json_answer(
        {"conversation_id": identifier, "token": token, "messages": [public(each) for each in messages]}, 201
    )


@blueprint.post("/conversations/<conversation_id:str>/messages")
async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """Store what the visitor wrote or pressed, then acknowledge. Danger is answered whatever else fails."""
    chat = chat_of(request)
    posting = forms.read(request, forms.Posting)
    screened = screen(chat.services, forms.words(posting.text)) if posting.text is not None else None
    try:
        conversation = await authenticated(request, conversation_id)
        limit(chat, conversation_id, screened)
        kept = await keep(chat, conversation, posting, screened)
    except GoneError:
        raise Problem("not_found") from None
    except STORAGE_ERRORS:
        says = face(chat.services, None, None, screened, None).says if screened else ()
        for bubble in says:
            chat.hub.notify(conversation_id, unstored(bubble, chat.services.clock()))
        raise unavailable(chat, says) from None
    return json_answer({"seq": kept.seq, "duplicate": kept.duplicate}, 200 if kept.duplicate else 202)


def limit(chat: Chat, conversation_id: str, screened: Screened | None) -> None:
    """Raise Problem too_many, but never for a text on which the screening raised."""
    raised = screened is not None and screened.reading.raised
    if not chat.limits.message_allowed(conversation_id) and not raised:
        raise Problem("too_many")


async def keep(chat: Chat, conversation: Conversation, posting: forms.Posting, screened: Screened | None) -> Kept:
    """Store the message with what the server says to it, and hand it on to the engine if it is the engine's."""
    text, payload = (screened.text, None) if screened else await pressed(chat, conversation.id, posting.button or "")
    front = face(chat.services, conversation.safety, conversation.audience, screened, payload)
    incoming = Incoming(str(posting.client_id), text, front.for_engine, front.payload, front.safety)
    kept = await chat.store.keep(conversation.id, incoming, front.says, front.state)
    if not kept.duplicate:
        await hand_on(chat, conversation.id, kept, front)
    chat.hub.notify(conversation.id)
    return kept


async def hand_on(chat: Chat, conversation_id: str, kept: Kept, front: Front) -> None:
    """Wake the dispatcher for a message that waits for the engine."""
    audience = audience_of(front.payload)
    if audience:
        await chat.store.remember_audience(conversation_id, audience)
    if front.for_engine:
        chat.dispatcher.deliver(
            conversation_id, StoredMessage(kept.seq, kept.id, "visitor", None, "", chat.services.clock())
        )


async def pressed(chat: Chat, conversation_id: str, button: str) -> tuple[str, str]:
    """Title and payload of a pressed button. Raises Problem unknown_button."""
    seq, number = forms.button_place(button)
    found = await chat.store.button(conversation_id, seq, number)
    if found is None:
        raise Problem("unknown_button")
    return found.title, found.payload


def unavailable(chat: Chat, says: tuple[Bubble, ...]) -> Problem:
    """The problem of a database that is away: help first when there was danger, otherwise ways."""
    bubbles = says or (speech.storage_away(chat.services),)
    return Problem("unavailable", [unstored(each, chat.services.clock()) for each in bubbles])


@blueprint.get("/conversations/<conversation_id:str>/messages")
async def get_messages(request: Request, conversation_id: str) -> HTTPResponse:
    """All messages after a number; with `wait`, as soon as there is one."""
    chat = chat_of(request)
    after = forms.whole_number(request, "after", HIGHEST_SEQ)
    wait = forms.whole_number(request, "wait", LONGEST_WAIT)
    conversation = await authenticated(request, conversation_id)
    messages = await wait_for(chat, conversation.id, after, wait)
    state = await chat.store.state(conversation.id) or "closed"
    return json_answer({"messages": [public(each) for each in messages], "state": state})


@blueprint.get("/conversations/<conversation_id:str>/stream")
async def get_stream(request: Request, conversation_id: str) -> None:
    """The same as server-sent events."""
    conversation = await authenticated(request, conversation_id)
    last = request.headers.get("last-event-id", request.args.get("after", "0"))
    await stream(request, conversation.id, int(last) if last.isascii() and last.isdigit() and len(last) <= 9 else 0)


@blueprint.post("/conversations/<conversation_id:str>/feedback")
async def post_feedback(request: Request, conversation_id: str) -> HTTPResponse:
    """What the visitor says of the conversation; its text is screened like any other."""
    chat = chat_of(request)
    feedback = forms.read(request, forms.Feedback)
    comment = (feedback.comment or "").strip()
    screened = screen(chat.services, comment) if comment else None
    conversation = await authenticated(request, conversation_id)
    await chat.store.feedback(conversation.id, feedback.helped, screened.text if screened else None)
    if screened is not None and screened.reading.raised:
        says = face(chat.services, conversation.safety, conversation.audience, screened, None).says
        await chat.store.say(conversation.id, says)
        chat.hub.notify(conversation.id)
    return empty(204)


@blueprint.delete("/conversations/<conversation_id:str>")
async def delete_conversation(request: Request, conversation_id: str) -> HTTPResponse:
    """Delete everything of the conversation, here and in the engine's memory. A handed over intake stays with the centre."""
    chat = chat_of(request)
    conversation = await authenticated(request, conversation_id)
    await chat.dispatcher.forget(conversation.id)
    await chat.store.delete(conversation.id)
    chat.hub.notify(conversation.id)
    return empty(204)


@blueprint.get("/centre")
async def get_centre(request: Request) -> HTTPResponse:
    """What the widget may show without a conversation."""
    chat = chat_of(request)
    services = chat.services
    routes = [services.catalogue.get(name) for name in speech.GREETING_ROUTES]
    body: dict[str, Any] = {
        "name": services.catalogue.get("center_for_trivsel").name,
        "routes": speech.cards_of(services, routes),
        "open_now": None,
    }
    return json_answer(body)


@blueprint.get("/openapi.json")
async def get_openapi(request: Request) -> HTTPResponse:
    """The contract of this API."""
    return json_answer(chat_of(request).openapi)
