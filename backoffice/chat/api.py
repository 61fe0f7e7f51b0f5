"""The chat API's calls; the contract is backoffice/chat/openapi.yml."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_answer

from backoffice.chat import receive, speech
from backoffice.chat import requests as forms
from backoffice.chat.bubbles import public
from backoffice.chat.context import chat_of
from backoffice.chat.limits import address_of
from backoffice.chat.receive import Key
from backoffice.chat.screening import screen_for
from backoffice.chat.stream import standing, stream, wait_for

LONGEST_WAIT = 25
HIGHEST_SEQ = 999_999_999
blueprint = Blueprint("chat", url_prefix="/chat/v1")


def key_of(request: Request, conversation_id: str) -> Key:
    """The key in the request's path and Authorization header."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return Key(conversation_id, token.strip() if kind.lower() == "bearer" else "")


@blueprint.post("/conversations")
async def open_conversation(request: Request) -> HTTPResponse:
    """A new conversation and its greeting; the token is shown once."""
    chat, opening = chat_of(request), forms.read(request, forms.Opening)
    screened = await screen_for(request, chat.screening, opening.words)
    opened = await receive.open_conversation(chat, address_of(request), opening, screened)
    body = {
        "conversation_id": opened.key.conversation_id,
        "token": opened.key.token,
        "messages": [public(each) for each in opened.messages],
    }
    return json_answer(body, 201)


@blueprint.post("/conversations/<conversation_id:str>/messages")
async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """Store what the visitor wrote or pressed, then acknowledge. Danger is answered whatever else fails."""
    chat, posting = chat_of(request), forms.read(request, forms.Posting)
    screened = await screen_for(request, chat.screening, posting.text)
    kept = await receive.receive(chat, key_of(request, conversation_id), posting, screened)
    return json_answer({"seq": kept.seq, "duplicate": kept.duplicate}, 200 if kept.duplicate else 202)


@blueprint.get("/conversations/<conversation_id:str>/messages")
async def get_messages(request: Request, conversation_id: str) -> HTTPResponse:
    """All messages after a number; with `wait`, as soon as there is one."""
    chat = chat_of(request)
    after = forms.whole_number(request, "after", HIGHEST_SEQ)
    wait = forms.whole_number(request, "wait", LONGEST_WAIT)
    await receive.authenticated(chat, key_of(request, conversation_id))
    messages, state = await wait_for(chat, conversation_id, after, wait)
    stands = await standing(chat, conversation_id, state)
    return json_answer({"messages": [public(each) for each in messages], **stands})


@blueprint.get("/conversations/<conversation_id:str>/stream")
async def get_stream(request: Request, conversation_id: str) -> None:
    """The same as server-sent events."""
    await receive.authenticated(chat_of(request), key_of(request, conversation_id))
    last = request.headers.get("last-event-id", request.args.get("after", "0"))
    await stream(request, conversation_id, int(last) if last.isascii() and last.isdigit() and len(last) <= 9 else 0)


@blueprint.post("/conversations/<conversation_id:str>/feedback")
async def post_feedback(request: Request, conversation_id: str) -> HTTPResponse:
    """What the visitor says of the conversation; its text is screened like any other."""
    chat, feedback = chat_of(request), forms.read(request, forms.Feedback)
    screened = await screen_for(request, chat.screening, feedback.comment, needed=False)
    await receive.give_feedback(chat, key_of(request, conversation_id), feedback, screened)
    return empty(204)


@blueprint.delete("/conversations/<conversation_id:str>")
async def delete_conversation(request: Request, conversation_id: str) -> HTTPResponse:
    """Delete everything of the conversation. A handed over intake stays with the centre."""
    await receive.delete_conversation(chat_of(request), key_of(request, conversation_id))
    return empty(204)


@blueprint.head("/centre", name="head_centre")
@blueprint.get("/centre")
async def get_centre(request: Request) -> HTTPResponse:
    """What the widget may show without a conversation."""
    body: dict[str, Any] = speech.centre(chat_of(request).services)
    return json_answer(body)


@blueprint.get("/openapi.json")
async def get_openapi(request: Request) -> HTTPResponse:
    """The contract of this API."""
    return json_answer(chat_of(request).openapi)
