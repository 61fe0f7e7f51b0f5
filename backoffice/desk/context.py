"""What the console's calls share; made once for each process, reached through `desk_of(request)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sanic import Request

from backoffice.chat.hub import Hub
from backoffice.desk.pages import Pages
from backoffice.desk.throttle import Throttle
from backoffice.services import Services
from backoffice.store.access_log import AccessTrail
from backoffice.store.accounts import Accounts
from backoffice.store.intakes import Intakes
from backoffice.store.staff_sessions import SignedIn, StaffSessions


@dataclass(frozen=True)
class Desk:
    """Repositories and pages of one process. `hub` wakes consoles (TOPIC) and visitors' streams (their ids)."""

    TOPIC: ClassVar[str] = "desk"

    services: Services
    accounts: Accounts
    sessions: StaffSessions
    trail: AccessTrail
    intakes: Intakes
    throttle: Throttle
    pages: Pages
    hub: Hub


def make_desk(services: Services, hub: Hub) -> Desk:
    """Everything the console needs."""
    settings, parts = services.settings, (services.sessions, services.sealer, services.clock)
    return Desk(
        services,
        Accounts(*parts),
        StaffSessions(services.sessions, services.clock, settings.staff_idle, settings.staff_absolute),
        AccessTrail(*parts),
        Intakes(*parts),
        Throttle(settings.sign_in_rate),
        Pages.load(services),
        hub,
    )


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    desk: Desk = request.app.ctx.desk
    return desk


def signed_in(request: Request) -> SignedIn:
    """Who makes this request; only on pages that need signing in (backoffice/desk/guard.py)."""
    who: SignedIn = request.ctx.who
    return who
