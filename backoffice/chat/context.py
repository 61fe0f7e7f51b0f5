"""What the chat's calls share; made once for each process, reached through `chat_of(request)`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sanic import Request

from backoffice.chat.background import Background
from backoffice.chat.dispatch import Dispatcher
from backoffice.chat.engine_client import EngineClient
from backoffice.chat.handover import Handover, make_handover
from backoffice.chat.hub import Hub
from backoffice.chat.limits import Limits
from backoffice.chat.problems import STATUS
from backoffice.chat.relay import Relay
from backoffice.chat.screening import Screening
from backoffice.services import Services
from backoffice.store.access_log import AccessTrail
from backoffice.store.case_retention import CasePeriods, CaseRetention
from backoffice.store.conversations import Conversations
from backoffice.store.retention import Periods, Retention
from bot.settings import Settings

OPENAPI = Path(__file__).with_name("openapi.yml")
RECORD_SECONDS = 3.0
# More at once only makes all of it later (measured: 4 to 8 ms a message).
MOST_RECORDING = 40


@dataclass(frozen=True)
class Chat:
    """Repository, streams, limits and dispatcher of one process."""

    services: Services
    store: Conversations
    hub: Hub
    limits: Limits
    engine: EngineClient
    dispatcher: Dispatcher
    handover: Handover
    screening: Screening
    openapi: dict[str, Any]
    # What is being stored outlives its call; what runs for as long as the process is ended with it.
    recording: Background
    background: Background = field(default_factory=Background)

    @property
    def busy(self) -> bool:
        """Whether so much is being stored that whoever comes now, and is not in danger, is asked to wait."""
        return len(self.recording) >= MOST_RECORDING

    def start(self) -> None:
        """Begin the work beside the calls."""
        settings = self.services.settings
        self.dispatcher.start()
        if settings.database_url.startswith("postgresql"):
            Relay(settings.database_url, self.hub).start(self.background)
        periods = Periods(timedelta(hours=settings.keep_hours), timedelta(days=settings.keep_danger_days))
        sessions, clock = self.services.sessions, self.services.clock
        trail = AccessTrail(sessions, self.services.sealer, clock)
        cases = CaseRetention(sessions, clock, trail, case_periods(settings))
        self.background.spawn(Retention(sessions, clock, periods, cases).run())

    async def stop(self) -> None:
        """End it: what is being stored is stored, what waits for the engine stays waiting in the database."""
        self.hub.close()
        await self.recording.stop(RECORD_SECONDS)
        await self.dispatcher.stop()
        await self.background.stop()
        await self.engine.close()
        self.screening.close()


def case_periods(settings: Settings) -> CasePeriods:
    """How long the staff's side keeps what."""
    days = (settings.keep_intake_days, settings.keep_open_intake_days, settings.keep_log_days)
    return CasePeriods(*(timedelta(days=each) for each in days))


def make_chat(services: Services) -> Chat:
    """Everything the chat needs; nothing runs before `Chat.start`. Raises TextError when a problem has no words."""
    services.texts.require(f"utter_problem_{name}" for name in STATUS)
    store, hub = Conversations(services.sessions, services.sealer, services.clock), Hub()
    engine = EngineClient(services.settings)
    limits = Limits(services.settings.message_rate, services.settings.conversation_rate)
    handover = make_handover(services)
    dispatcher = Dispatcher(services, store, hub, engine, handover)
    openapi = yaml.safe_load(OPENAPI.read_text("utf-8"))
    recording = Background(awaited=True)
    screening = Screening(services.screener, lambda: len(recording) >= MOST_RECORDING)
    return Chat(services, store, hub, limits, engine, dispatcher, handover, screening, openapi, recording)


def chat_of(request: Request) -> Chat:
    """The chat of the app that serves this request."""
    chat: Chat = request.app.ctx.chat
    return chat
