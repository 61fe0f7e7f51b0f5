"""The chat without scripts: plain pages and forms on the same ground as the API (backoffice/chat/receive.py).

The key to the conversation lies in a cookie that only these pages get (path), no script reads (HttpOnly) and no other
site's form brings along (SameSite=Strict); it goes with the browser's session. All Danish is in the templates.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, html, redirect

from backoffice.chat import receive, speech
from backoffice.chat import requests as forms
from backoffice.chat.bubbles import public
from backoffice.chat.context import Chat, chat_of
from backoffice.chat.limits import address_of
from backoffice.chat.problems import Problem
from backoffice.chat.receive import Key
from backoffice.chat.screening import screen_for
from backoffice.chat.stream import wait_for
from bot.texts import Texts

PREFIX = "/chat/plain"
TALK = f"{PREFIX}/talk"
COOKIE = "vejviser"
FOLDER = Path(__file__).with_name("templates")
# Where "Forlad siden" leads, as in the chat window (web-widget/src/element.ts).
NEUTRAL_PAGE = "https://www.dmi.dk/"
# How long a page waits for an answer before it is shown without; most answers take less.
ANSWER_SECONDS = 3.0
MOST_SEQ = 999_999_999
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"form-action 'self' {NEUTRAL_PAGE}",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORGET = {"Clear-Site-Data": '"cache", "cookies", "storage"'}
blueprint = Blueprint("plain", url_prefix=PREFIX)


@dataclass(frozen=True)
class Pages:
    """The templates, compiled once, so that a broken one stops the start."""

    environment: Environment

    @classmethod
    def load(cls) -> Pages:
        """Read all templates of the folder."""
        environment = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        environment.filters["dial"] = dial
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)
        return cls(environment)

    def show(self, template: str, status: int = 200, **values: Any) -> HTTPResponse:
        """A page."""
        page = self.environment.get_template(template).render(prefix=PREFIX, **values)
        return html(page, status, headers=dict(HEADERS))


def dial(number: str) -> str:
    """A number as tel: and sms: want it."""
    return re.sub(r"[^0-9+]", "", number)


def pages_of(request: Request) -> Pages:
    """The pages of the app that serves this request."""
    pages: Pages = request.app.ctx.plain
    return pages


def key_of(request: Request) -> Key:
    """The key in the cookie. Raises Problem not_found where there is none."""
    identifier, _, token = (request.cookies.get(COOKIE) or "").partition(".")
    if not identifier or not token:
        raise Problem("not_found")
    return Key(identifier, token)


def own_form(request: Request) -> None:
    """Refuse a form of another site, where the browser says so; those that do not say leave the cookie away."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Problem("bad_request", status=403)


@blueprint.get("/", name="front")
async def front(request: Request) -> HTTPResponse:
    """What this is, what to do in danger, and the button that begins a conversation."""
    centre = speech.centre(chat_of(request).services)
    return pages_of(request).show("front.html", centre=centre, known=bool(request.cookies.get(COOKIE)))


@blueprint.post("/", name="begin")
async def begin(request: Request) -> HTTPResponse:
    """Open a conversation and go to it."""
    own_form(request)
    opened = await receive.open_conversation(chat_of(request), address_of(request), forms.Opening(page=PREFIX), None)
    answer = redirect(TALK, status=303)
    answer.add_cookie(
        COOKIE,
        f"{opened.key.conversation_id}.{opened.key.token}",
        path=PREFIX,
        httponly=True,
        samesite="Strict",
        secure=request.scheme == "https",
    )
    return answer


@blueprint.get("/talk", name="talk")
async def talk(request: Request) -> HTTPResponse:
    """The conversation, with a form to go on. After a message of the visitor's it waits a moment for the answer."""
    chat, key = chat_of(request), key_of(request)
    seen = forms.whole_number(request, "seen", MOST_SEQ)
    await receive.authenticated(chat, key)
    if seen:
        await wait_for(chat, key.conversation_id, seen, ANSWER_SECONDS)
    return await show_talk(request, chat, key, seen)


async def show_talk(request: Request, chat: Chat, key: Key, seen: int) -> HTTPResponse:
    """The page of the conversation; what is new after `seen` is where the browser is sent to."""
    messages = [public(each) for each in await chat.store.after(key.conversation_id, 0)]
    return pages_of(request).show(
        "talk.html",
        messages=messages,
        buttons=offered(messages),
        waits=bool(messages) and messages[-1]["from"] == "visitor",
        last=messages[-1]["seq"] if messages else 0,
        seen=seen,
        text="",
        client_id=str(uuid.uuid4()),
    )


def offered(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The buttons of the newest bubble that has any, as long as the visitor has not written since."""
    for message in reversed(messages):
        if message["from"] == "visitor":
            return []
        if message["buttons"]:
            return list(message["buttons"])
    return []


@blueprint.post("/talk", name="say")
async def say(request: Request) -> HTTPResponse:
    """Take what was written or pressed; sending the same page again is the same message."""
    own_form(request)
    chat, key = chat_of(request), key_of(request)
    fields = forms.fields(request)
    posting = forms.check(forms.Posting, fields)
    screened = await screen_for(request, chat.screening, posting.text)
    kept = await receive.receive(chat, key, posting, screened)
    return redirect(f"{TALK}?seen={kept.seq}#nyt", status=303)


@blueprint.post("/feedback", name="feedback")
async def feedback(request: Request) -> HTTPResponse:
    """Take whether it helped; danger in the comment is answered in the conversation."""
    own_form(request)
    chat, key = chat_of(request), key_of(request)
    given = forms.check(forms.Feedback, forms.fields(request))
    screened = await screen_for(request, chat.screening, given.comment, needed=False)
    await receive.give_feedback(chat, key, given, screened)
    if screened is not None and screened.raised:
        return redirect(f"{TALK}#nyt", status=303)
    return pages_of(request).show("thanks.html")


@blueprint.post("/delete", name="delete")
async def delete(request: Request) -> HTTPResponse:
    """Delete the conversation and say so."""
    own_form(request)
    await receive.delete_conversation(chat_of(request), key_of(request))
    answer = pages_of(request).show("deleted.html")
    _forget(answer)
    return answer


@blueprint.post("/leave", name="leave")
async def leave(request: Request) -> HTTPResponse:
    """Go to a neutral page at once and leave nothing in the browser; the conversation is deleted behind that."""
    own_form(request)
    chat = chat_of(request)
    if request.cookies.get(COOKIE):
        chat.recording.spawn(receive.delete_conversation(chat, key_of(request)))
    answer = redirect(NEUTRAL_PAGE, status=303)
    _forget(answer)
    return answer


@blueprint.get("/plain.css", name="style")
async def style(_request: Request) -> HTTPResponse:
    """How the pages look."""
    return await file(FOLDER / "plain.css", mime_type="text/css; charset=utf-8", headers=dict(HEADERS))


def _forget(answer: HTTPResponse) -> None:
    answer.headers.update(FORGET)
    _end_cookie(answer)


def _end_cookie(answer: HTTPResponse) -> None:
    # Not marked Secure: over http, as on a developer's machine, browsers refuse such a change.
    answer.add_cookie(COOKIE, "", path=PREFIX, httponly=True, samesite="Strict", secure=False, max_age=0)


def is_plain(request: Request) -> bool:
    """Whether a person without scripts asked, so that a problem must be a page."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def show_problem(request: Request, texts: Texts, problem: Problem) -> HTTPResponse:
    """The page of a problem: why, help or ways, and what was written, to be sent again."""
    written = _written(request)
    answer = pages_of(request).show(
        "problem.html",
        problem.status,
        title=texts.text(f"utter_problem_{problem.name}"),
        messages=problem.messages,
        gone=problem.name == "not_found",
        text=written.get("text", ""),
        client_id=written.get("client_id") or str(uuid.uuid4()),
    )
    if problem.name == "not_found":
        _end_cookie(answer)
    return answer


def _written(request: Request) -> Mapping[str, str]:
    if request.method != "POST" or request.path != TALK:
        return {}
    try:
        return forms.fields(request)
    except Problem:
        return {}
