"""From the bot to a person and back: what the visitor is told at each change, and when a wish for a person is granted.

Nothing here promises that somebody comes: "waiting" says that colleagues were asked, and only a claim says that one is
there (design/reliability.md, H4). All words are in domain/handover.yml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case

from backoffice.chat.bubbles import Bubble
from backoffice.chat.speech import bubble, ways
from backoffice.services import Services
from backoffice.store import takeover_rules as rules
from backoffice.store.chat_hours import HoursKept
from backoffice.store.models import FIRST_TEAM, Conversation
from backoffice.store.presence import Presence
from backoffice.store.queue import Queue
from backoffice.store.takeover import Takeovers
from backoffice.store.takeover_rules import Event, Held, Terms
from bot.safety.dialogue import SafetyState

DESK = "desk"  # the hub's name for "consoles, look again"
WANTED = "utter_handover_wanted"
WAITS_UNTIL = timedelta(minutes=30)
LEAVING = {Event.LEFT: "utter_handover_left_agreed", Event.FINISHED: "utter_handover_finished_agreed"}
WITH_WAYS = frozenset({Event.WAITING, Event.LOST, Event.NOBODY, Event.ENDED})
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Handover:
    """Repositories and words of the way between bot and person."""

    services: Services
    takeovers: Takeovers
    presence: Presence
    queue: Queue
    hours: HoursKept

    def say(self, event: Event, held: Held, **words: str) -> list[Bubble]:
        """What the visitor is told, with ways that are open now where somebody may have to wait."""
        given = {name: value for name, value in words.items() if value}
        key = LEAVING[event] if "agreed" in given and event in LEAVING else f"utter_handover_{event.value}"
        cards = ways(self.services, held.audience) if event in WITH_WAYS else ()
        said = bubble(self.services, key, held.audience, cards, sender="system")
        return [replace(said, text=filled(said.text, given))]

    async def teams_on(self) -> frozenset[str]:
        """The teams of which somebody takes conversations now, within the opening hours."""
        hours = await self.hours.read()
        return await self.presence.teams_on_duty() if hours.allow(self.services.clock()) else frozenset()

    async def possible(self, team_id: str = FIRST_TEAM) -> bool:
        """Whether somebody of the team takes conversations now, within the opening hours."""
        return team_id in await self.teams_on()

    async def redirect(self, conversation_id: str, bubbles: Sequence[Bubble]) -> tuple[list[Bubble], Values]:
        """The engine's answer and what it changes: where it grants a person and one is there, the visitor waits.

        When nobody is there, the engine's own words stand: they offer to be called and ways that are open.
        """
        if not any(each.key == WANTED for each in bubbles):
            return list(bubbles), {}
        now, entry = self.services.clock(), await self.queue.entry(conversation_id)
        team = entry.team_id if entry else FIRST_TEAM
        if not await self.possible(team):
            return list(bubbles), {}
        since = entry.waiting_since if entry and entry.waiting_since else now
        place = str(await self.queue.waiting_before(since, team) + 1)
        change = rules.wait(Held("bot"), now)
        waiting = self.say(Event.WAITING, Held("bot", audience=entry.audience if entry else None), place=place)
        kept = [each for each in bubbles if each.key != WANTED]
        return [*kept, *waiting], change.values if change else {}


def filled(text: str, words: Mapping[str, str]) -> str:
    """`text` with its placeholders filled, all at once: what stands in a word is never taken for a placeholder."""
    parts = text.split("{")
    return parts[0] + "".join(_part(part, words) for part in parts[1:])


def _part(part: str, words: Mapping[str, str]) -> str:
    name, closed, rest = part.partition("}")
    return f"{words[name]}{rest}" if closed and name in words else "{" + part


def alarm(before: Mapping[str, Any] | None, after: SafetyState | None, raised: bool, now: datetime) -> dict[str, Any]:
    """Columns that bring a conversation to the top of the queue: danger became sure, or sure danger was raised again.

    A *maybe* calls nobody (design/safety.md). The time of the first alarm stands until somebody has looked.
    """
    if after is None or not after.sure or not (raised or not (before or {}).get("sure")):
        return {}
    open_alarm = Conversation.danger_at.is_not(None) & Conversation.danger_seen_at.is_(None)
    first = case((open_alarm, Conversation.danger_at), else_=now)
    return {"danger_at": first, "danger_seen_at": None, "danger_seen_by": None}


def make_handover(services: Services) -> Handover:
    """Everything for the way between bot and person."""
    settings, parts = services.settings, (services.sessions, services.sealer, services.clock)
    terms = Terms(timedelta(seconds=settings.staff_lease), timedelta(seconds=settings.staff_wait), WAITS_UNTIL)
    services.texts.require([*LEAVING.values(), *(f"utter_handover_{event.value}" for event in Event)])
    presence = Presence(services.sessions, services.clock)
    return Handover(
        services, Takeovers(*parts, terms), presence, Queue(services.sessions), HoursKept(services.sessions)
    )
