"""A way as the chat shows it (the `routes` member of a message in the chat's API)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.routes.catalogue import Route
from bot.routes.hours import local, open_state
from bot.routes.overrides import NONE, Overrides, temporarily_closed, waiting_weeks

# Searches for an address; asked only when a visitor presses the link.
MAP = "https://www.openstreetmap.org/search?query="


def card(
    route: Route, now: datetime, why: str | None, overrides: Overrides = NONE, audience: str | None = None
) -> dict[str, Any]:
    """What a visitor may see of `route` at `now` (UTC). Never a number, an address or an "open" that is not certain.

    `write_first`: a child in bed at night cannot speak aloud, so where writing is answered now it is the first thing to do.
    """
    closed = temporarily_closed(overrides, route.id, local(now).date())
    open_now = False if closed else open_state(route, now)
    written = bool(route.chat_url or route.sms_shown)
    return {
        "id": route.id,
        "name": route.name,
        "description": route.description,
        "phone": route.phone_shown,
        "sms": route.sms_shown,
        "url": route.chat_url if route.kind == "chat" and route.chat_url else route.url,
        "chat_url": route.chat_url,
        "address": route.address_shown,
        "map_url": f"{MAP}{quote(route.address_shown)}" if route.address_shown else None,
        "open_now": open_now,
        "write_first": audience == "young" and open_now is True and written,
        "opening_hours": route.hours.shown,
        "waiting_weeks": waiting_weeks(overrides, route.id) or None,
        "why": why,
    }
