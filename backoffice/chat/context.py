"""What the chat's calls share; made once for each process, reached through `chat_of(request)`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sanic import Request

from backoffice.chat.dispatch import Dispatcher
from backoffice.chat.engine_client import EngineClient
from backoffice.chat.hub import Hub
from backoffice.chat.limits import Limits
from backoffice.services import Services
from backoffice.store.conversations import Conversations

OPENAPI = Path(__file__).with_name("openapi.yml")


@dataclass(frozen=True)
class Chat:
    """Repository, streams, limits and dispatcher of one process."""

    services: Services
    store: Conversations
    hub: Hub
    limits: Limits
    engine: EngineClient
    dispatcher: Dispatcher
    openapi: dict[str, Any]


def make_chat(services: Services) -> Chat:
    """Everything the chat needs; nothing runs before `dispatcher.start()`."""
    store, hub = Conversations(services.sessions, services.sealer, services.clock), Hub()
    engine = EngineClient(services.settings)
    limits = Limits(services.settings.message_rate, services.settings.conversation_rate)
    openapi = yaml.safe_load(OPENAPI.read_text("utf-8"))
    return Chat(services, store, hub, limits, engine, Dispatcher(services, store, hub, engine), openapi)


def chat_of(request: Request) -> Chat:
    """The chat of the app that serves this request."""
    chat: Chat = request.app.ctx.chat
    return chat
