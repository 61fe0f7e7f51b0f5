"""What the apps of the back office share; made once at the start, reached as `app.ctx.services`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from backoffice.live_ways import LiveWays
from backoffice.store import database
from backoffice.store.database import Sessions
from bot import texts as approved
from bot.routes.catalogue import Catalogue, load_catalogue
from bot.safety import Screener
from bot.sealing import Sealer
from bot.settings import Settings, require
from bot.texts import Texts

# What the server says itself; a missing one stops the start, not a conversation.
SERVER_TEXTS = (
    "utter_greet",
    "utter_ask_audience",
    "utter_outage_engine",
    "utter_outage_engine_again",
    "utter_outage_storage",
    "utter_privacy_cpr_masked",
    "utter_feedback_thanks",
)


@dataclass(frozen=True)
class Services:
    """Everything a request may need. `clock` gives the time now, in UTC."""

    settings: Settings
    engine: AsyncEngine
    sessions: Sessions
    sealer: Sealer
    texts: Texts
    catalogue: Catalogue
    screener: Screener
    clock: Callable[[], datetime]
    # The catalogue with what the staff have entered; kept fresh by the staff app (backoffice/desk/watch.py).
    live: LiveWays = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "live", LiveWays(self.catalogue))


def utc_now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def make_services(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Services:
    """Load texts, routes and safety rules, and prepare the database's pool (no connection is made yet).

    Raises SettingsError, SealError, TextError or the loaders' own errors: a broken file stops the start.
    """
    require(settings, "engine_secret", "internal_secret")
    texts = approved.load()
    texts.require(SERVER_TEXTS)
    engine = database.create(settings.database_url)
    return Services(
        settings,
        engine,
        database.sessions(engine),
        Sealer.from_setting(settings.sealing_keys),
        texts,
        load_catalogue(settings.municipality),
        Screener.load(),
        clock,
    )
