"""A way as the chat shows it (the `routes` member of a message in the chat's API)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.routes.catalogue import Route
from bot.routes.hours import open_state


def card(route: Route, now: datetime, why: str | None) -> dict[str, Any]:
    """What a visitor may see of `route` at `now` (UTC). Never a number, an address or an "open" that is not certain."""
    return {
        "id": route.id,
        "name": route.name,
        "description": route.description,
        "phone": route.phone_shown,
        "sms": route.sms_shown,
        "url": route.chat_url if route.kind == "chat" and route.chat_url else route.url,
        "chat_url": route.chat_url,
        "address": route.address_shown,
        "open_now": open_state(route, now),
        "opening_hours": route.hours.shown,
        "why": why,
    }
