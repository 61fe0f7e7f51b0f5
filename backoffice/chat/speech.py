"""What the server says itself: greeting, holding texts, help in danger; with ways that are open at that moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backoffice.chat.bubbles import Bubble
from backoffice.services import Services
from bot.routes.cards import card
from bot.routes.catalogue import CENTRE, CHILD_LINE, EMERGENCY, Route
from bot.routes.crisis import crisis_routes
from bot.routes.ranking import Needs, rank
from bot.safety.dialogue import Say

GREETING_ROUTES = (EMERGENCY, CHILD_LINE)
HOLDING_KEYS = ("utter_outage_engine", "utter_outage_engine_again")


def bubble(
    services: Services, key: str, audience: str | None, cards: Sequence[dict[str, Any]] = (), **extras: Any
) -> Bubble:
    """The approved text `key` with its buttons and these cards."""
    variant = services.texts.variant(key, audience)
    return Bubble(variant.text, key, buttons=variant.buttons, routes=tuple(cards), **extras)


def cards_of(services: Services, routes: Sequence[Route], audience: str | None = None) -> list[dict[str, Any]]:
    """Cards that are true now, for this audience."""
    now = services.clock()
    return [card(route, now, None, services.live.states, audience) for route in routes]


def chosen_cards(
    services: Services, choices: Sequence[dict[str, Any]], audience: str | None = None
) -> list[dict[str, Any]]:
    """Cards for what the engine chose: `{"id": …, "why": …}` each. An unknown id is left out."""
    now, known = services.clock(), {route.id: route for route in services.live.catalogue.routes}
    states = services.live.states
    return [
        card(known[each["id"]], now, each.get("why"), states, audience) for each in choices if each.get("id") in known
    ]


def greeting(services: Services) -> list[Bubble]:
    """The two bubbles a conversation begins with."""
    routes = [services.live.catalogue.get(name) for name in GREETING_ROUTES]
    return [
        bubble(services, "utter_greet", None, cards_of(services, routes)),
        bubble(services, "utter_ask_audience", None),
    ]


def ways(services: Services, audience: str | None) -> list[dict[str, Any]]:
    """General ways that are open now, for somebody of whom nothing else is known."""
    needs = Needs(audience=audience or "young")
    choices = rank(services.live.catalogue, needs, services.clock(), overrides=services.live.states)
    return cards_of(services, [services.live.catalogue.get(choice.route_id) for choice in choices], audience)


def holding(services: Services, last_key: str | None, audience: str | None) -> Bubble:
    """A holding text, another one than the last bubble."""
    key = HOLDING_KEYS[1] if last_key == HOLDING_KEYS[0] else HOLDING_KEYS[0]
    return bubble(services, key, audience, ways(services, audience))


def storage_away(services: Services, audience: str | None = None) -> Bubble:
    """What is said when nothing can be stored."""
    return bubble(services, "utter_outage_storage", audience, ways(services, audience))


def trouble(services: Services) -> Bubble:
    """What is said instead of an answer that will not come."""
    return bubble(services, "utter_problem_broken", None, ways(services, None))


def centre(services: Services) -> dict[str, Any]:
    """What may be shown without a conversation: the centre's name and opening state, and ways out of danger."""
    known = card(services.live.catalogue.get(CENTRE), services.clock(), None)
    routes = [services.live.catalogue.get(name) for name in GREETING_ROUTES]
    return {
        **{name: known[name] for name in ("name", "url", "open_now", "opening_hours")},
        "routes": cards_of(services, routes),
    }


def help_bubbles(
    services: Services, says: Sequence[Say], audience: str | None, age: int | None, reading: dict[str, Any] | None
) -> list[Bubble]:
    """The safety dialogue's words with the ways of their crisis set that are open now."""
    now = services.clock()
    made = []
    for say in says:
        routes: Sequence[Route] = ()
        if say.crisis_set:
            routes = crisis_routes(services.live.catalogue, say.crisis_set, audience, age, now, calm=say.calm)
        made.append(bubble(services, say.key, audience, cards_of(services, routes, audience), safety=reading))
    return made
