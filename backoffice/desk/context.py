"""What the console's calls share; made once for each process, reached through `desk_of(request)`."""

from __future__ import annotations

from dataclasses import dataclass, field

from sanic import Request

from backoffice.chat.context import Chat
from backoffice.chat.handover import DESK, Handover
from backoffice.chat.hub import Hub
from backoffice.desk.bell import Bell
from backoffice.desk.grants import Grants
from backoffice.desk.openid import OpenId
from backoffice.desk.pages import Pages
from backoffice.desk.throttle import Throttle
from backoffice.desk.watch import Watch
from backoffice.services import Services
from backoffice.store.access_log import AccessTrail
from backoffice.store.accounts import Accounts
from backoffice.store.call_backs import CallBacks
from backoffice.store.chat_notes import ChatNotes
from backoffice.store.intake_work import IntakeWork
from backoffice.store.intakes import Intakes
from backoffice.store.route_states import RouteStates
from backoffice.store.staff_sessions import SignedIn, StaffSessions
from backoffice.store.teams import Teams


@dataclass(frozen=True)
class Desk:
    """Repositories and pages of one process."""

    chat: Chat
    accounts: Accounts
    sessions: StaffSessions
    trail: AccessTrail
    intakes: Intakes
    notes: ChatNotes
    work: IntakeWork
    calls: CallBacks
    teams: Teams
    ways: RouteStates
    throttle: Throttle
    openid: OpenId
    pages: Pages
    bell: Bell
    watch: Watch
    grants: Grants = field(default_factory=Grants)

    @property
    def services(self) -> Services:
        return self.chat.services

    @property
    def hub(self) -> Hub:
        return self.chat.hub

    @property
    def handover(self) -> Handover:
        return self.chat.handover

    def changed(self, conversation_id: str | None = None) -> None:
        """Wake the consoles, and the visitor's window where a conversation changed."""
        if conversation_id is not None:
            self.hub.notify(conversation_id)
        self.hub.notify(DESK)


def make_desk(chat: Chat) -> Desk:
    """Everything the console needs."""
    services = chat.services
    settings, parts = services.settings, (services.sessions, services.sealer, services.clock)
    ways = RouteStates(services.sessions, services.clock)
    return Desk(
        chat,
        Accounts(*parts),
        StaffSessions(services.sessions, services.clock, settings.staff_idle, settings.staff_absolute),
        AccessTrail(*parts),
        Intakes(*parts),
        ChatNotes(*parts),
        IntakeWork(*parts),
        CallBacks(*parts),
        Teams(services.sessions),
        ways,
        Throttle(settings.sign_in_rate),
        OpenId(settings, services.sealer, services.clock),
        Pages.load(services),
        Bell(chat.hub),
        Watch(chat.handover, chat.hub, ways),
    )


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    desk: Desk = request.app.ctx.desk
    return desk


def signed_in(request: Request) -> SignedIn:
    """Who makes this request; only on pages that need signing in (backoffice/desk/guard.py)."""
    who: SignedIn = request.ctx.who
    return who
