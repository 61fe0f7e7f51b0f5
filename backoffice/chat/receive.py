"""What a visitor can do, for the API and for the pages without scripts alike."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from backoffice.chat import requests as forms
from backoffice.chat import speech
from backoffice.chat.bubbles import StoredMessage, unstored
from backoffice.chat.context import Chat
from backoffice.chat.engine_client import TURN_SECONDS
from backoffice.chat.front import decide, decide_aside
from backoffice.chat.handover import DESK
from backoffice.chat.problems import Problem
from backoffice.chat.screening import Screened
from backoffice.store.models import Conversation
from backoffice.store.records import GoneError, Kept, Standing, Waiting
from bot.danish import cpr
from bot.texts import Button

# Help is on the visitor's screen within a second, stored or not (design/safety.md, "Speaking comes before recording").
SPEAK_SECONDS = 0.7
MOST_OF_PAGE = 200
LONGEST_TITLE = 80
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Key:
    """What a client shows to reach its conversation."""

    conversation_id: str
    token: str


@dataclass(frozen=True)
class Opened:
    """A new conversation's key and its first bubbles."""

    key: Key
    messages: Sequence[StoredMessage]


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


async def authenticated(chat: Chat, key: Key) -> Conversation:
    """The conversation of a key. Raises Problem not_found for a wrong token and a wrong id alike."""
    found = await chat.store.open(key.conversation_id, token_hash(key.token))
    if found is None:
        raise Problem("not_found")
    return found


async def open_conversation(chat: Chat, address: str, opening: forms.Opening, screened: Screened | None) -> Opened:
    """A new conversation. Raises Problem too_many, with the greeting and its ways, for one too many from an address."""
    greeting = speech.greeting(chat.services)
    if not chat.limits.conversation_allowed(address) and not (screened and screened.raised):
        raise Problem("too_many", [unstored(greeting[0], chat.services.clock())])
    help_said, changes = decide_aside(chat.services, Standing(0, "bot", None, None), screened)
    token = secrets.token_urlsafe(32)
    page, topic = page_of(opening.page), topic_of(opening.topic)
    creating = chat.store.create(token_hash(token), page, topic, [*greeting, *help_said], changes.get("safety"))
    identifier = await in_time(chat, creating, screened)
    return Opened(Key(identifier, token), await chat.store.after(identifier, 0))


def page_of(page: str | None) -> str | None:
    """The page's place without query and fragment, which may hold what somebody searched for."""
    try:
        parts = urlsplit(page or "")
    except ValueError:
        return None
    place = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
    return cpr.mask(place).text[:MOST_OF_PAGE] or None


def topic_of(topic: str | None) -> str | None:
    """A topic's name. Anything else (a sentence, say) is not kept: this column is not sealed."""
    return topic if topic and forms.TOPIC.fullmatch(topic) and not cpr.mask(topic).found else None


async def receive(chat: Chat, key: Key, posting: forms.Posting, screened: Screened | None) -> Kept:
    """Store what the visitor wrote (`screened`) or pressed, and hand it on. Raises Problem or a storage error."""
    return await in_time(chat, _receive(chat, key, posting, screened), screened)


async def _receive(chat: Chat, key: Key, posting: forms.Posting, screened: Screened | None) -> Kept:
    conversation = await authenticated(chat, key)
    _limit(chat, key, screened)
    words = await _words(chat, key, posting, screened, with_a_person=conversation.state == "staff")
    try:
        kept = await chat.store.keep(
            key.conversation_id,
            str(posting.client_id),
            lambda standing: decide(chat.services, standing, words),
            first=screened is not None and screened.raised,
        )
    except GoneError:
        raise Problem("not_found") from None
    if kept.waits:
        waiting = Waiting(key.conversation_id, kept.id, chat.services.clock(), held=kept.duplicate)
        chat.dispatcher.deliver(waiting, screened.meaning if screened else None)
    chat.hub.notify(key.conversation_id)
    if kept.for_staff:
        chat.hub.notify(DESK)
    return kept


def _limit(chat: Chat, key: Key, screened: Screened | None) -> None:
    """Count a call; raise Problem too_many for one too many, but never in danger."""
    if not chat.limits.message_allowed(key.conversation_id) and not (screened and screened.raised):
        raise Problem("too_many")


async def _words(
    chat: Chat, key: Key, posting: forms.Posting, screened: Screened | None, with_a_person: bool
) -> Screened | Button:
    """What was written or pressed. Whoever types what stands on a button has pressed it: "spring over", "send nu".

    Not so while a person has the conversation: a "nej" is then an answer to the person.
    """
    if screened is None:
        return await _pressed(chat, key, posting.button or "")
    if screened.raised or with_a_person or len(screened.text) > LONGEST_TITLE:
        return screened
    typed = _plain(screened.text)
    offered = await chat.store.offered(key.conversation_id)
    return next((button for button in offered if typed and _plain(button.title) == typed), screened)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


async def _pressed(chat: Chat, key: Key, button: str) -> Button:
    """The button of ours that is named. Raises Problem unknown_button."""
    found = await chat.store.button(key.conversation_id, *forms.button_place(button))
    if found is None:
        raise Problem("unknown_button")
    return found


async def in_time(chat: Chat, work: Coroutine[Any, Any, Result], screened: Screened | None) -> Result:
    """`work`'s result. In danger it gets SPEAK_SECONDS: then Problem unavailable (help goes with it) and `work` goes on."""
    if chat.busy and not (screened and screened.raised):
        work.close()
        raise Problem("too_many")
    task = chat.recording.spawn(work)
    if screened is None or not screened.raised:
        return await asyncio.shield(task)
    done, _ = await asyncio.wait({task}, timeout=SPEAK_SECONDS)
    if not done:
        task.add_done_callback(_tell_late)
        raise Problem("unavailable")
    return task.result()


def _tell_late(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("danger not recorded: %s", type(error).__name__)


async def give_feedback(chat: Chat, key: Key, feedback: forms.Feedback, screened: Screened | None) -> None:
    """Keep what the visitor says of the conversation; danger in the comment is answered on the stream."""
    await in_time(chat, _give_feedback(chat, key, feedback, screened), screened)


async def _give_feedback(chat: Chat, key: Key, feedback: forms.Feedback, screened: Screened | None) -> None:
    await authenticated(chat, key)
    _limit(chat, key, screened)
    comment = screened.text if screened else None
    try:
        await chat.store.feedback(
            key.conversation_id,
            feedback.helped,
            comment,
            lambda standing: decide_aside(chat.services, standing, screened),
        )
    except GoneError:
        raise Problem("not_found") from None
    chat.hub.notify(key.conversation_id)


async def delete_conversation(chat: Chat, key: Key) -> None:
    """Delete everything of the conversation, here and in the engine's memory. A handed over intake stays."""
    await authenticated(chat, key)
    await chat.dispatcher.forget(key.conversation_id)
    await chat.store.delete(key.conversation_id)
    chat.hub.notify(key.conversation_id)
    chat.background.spawn(_delete_again(chat, key.conversation_id))


async def _delete_again(chat: Chat, conversation_id: str) -> None:
    """The engine may still have been at a turn, and writes what it remembers at its end."""
    await asyncio.sleep(TURN_SECONDS)
    await chat.store.delete_rest(conversation_id)
