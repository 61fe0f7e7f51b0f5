"""Who may open which page: the one table of roles and routes. A route that does not stand here answers nobody."""

from __future__ import annotations

from enum import Enum

from sanic_routing import Route

from backoffice.store.accounts import Role


class Open(Enum):
    """Routes that need no signing in, and why."""

    EVERYBODY = "the sign-in page and the files it is made of"
    MACHINE = "the internal API, which checks its own secret"


ALL = frozenset(Role)
# The administrator of a small centre takes part in its work; a larger one gives that role to somebody who does not.
CASEWORK = frozenset({Role.COUNSELLOR, Role.LEAD, Role.ADMINISTRATOR})
EDITING = frozenset({Role.EDITOR, Role.LEAD, Role.ADMINISTRATOR})
OVERSIGHT = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
ADMINISTRATION = frozenset({Role.ADMINISTRATOR})

Rule = Open | frozenset[Role]
TABLE: dict[str, Rule] = {
    "account.change_password": ALL,
    "account.show": ALL,
    "account.turn_codes_off": ALL,
    "account.turn_codes_on": ALL,
    "calls.agree": CASEWORK,
    "calls.claim": CASEWORK,
    "calls.index": CASEWORK,
    "calls.outcome": CASEWORK,
    "calls.release": CASEWORK,
    "calls.show": CASEWORK,
    "hours.index": EDITING,
    "hours.keep_day": EDITING,
    "hours.keep_week": EDITING,
    "intake_api.receive": Open.MACHINE,
    "intake_work.attempt": CASEWORK,
    "intake_work.give": CASEWORK,
    "intake_work.move": CASEWORK,
    "intake_work.note": CASEWORK,
    "intake_work.sheet": CASEWORK,
    "intake_work.sheet_pdf": CASEWORK,
    "intakes.index": CASEWORK,
    "intakes.reason": CASEWORK,
    "intakes.show": CASEWORK,
    "chats.claim": CASEWORK,
    "chats.heartbeat": CASEWORK,
    "chats.note": CASEWORK,
    "chats.reason": CASEWORK,
    "chats.seen": CASEWORK,
    "chats.show": CASEWORK,
    "chats.write": CASEWORK,
    "leaving.end": CASEWORK,
    "leaving.hand_back": CASEWORK,
    "leaving.lower": CASEWORK,
    "leaving.transfer": CASEWORK,
    "log.index": OVERSIGHT,
    "openid.begin": Open.EVERYBODY,
    "openid.done": Open.EVERYBODY,
    "people.add": ADMINISTRATION,
    "people.add_team": ADMINISTRATION,
    "people.change_role": ADMINISTRATION,
    "people.change_teams": ADMINISTRATION,
    "people.index": ADMINISTRATION,
    "people.remove": ADMINISTRATION,
    "people.rename_team": ADMINISTRATION,
    "people.reset": ADMINISTRATION,
    "queue.duty": CASEWORK,
    "queue.index": CASEWORK,
    "queue.stream": ALL,
    "sign_in.front": ALL,
    "sign_in.form": Open.EVERYBODY,
    "sign_in.enter": Open.EVERYBODY,
    "sign_in.leave": ALL,
    "static_files.serve": Open.EVERYBODY,
    "ways_api.states": Open.MACHINE,
    "ways.index": ALL,
    "ways.keep": EDITING,
    "ways.show": ALL,
}


def name_of(route: Route) -> str:
    """A route's name in TABLE: blueprint and handler, without the app's name."""
    app, blueprint, handler = str(route.name).split(".")
    return f"{blueprint.removeprefix(f'{app}_')}.{handler}"


def rule_for(route: Route) -> Rule:
    """The rule for a route; an unlisted route is for nobody."""
    return TABLE.get(name_of(route), frozenset())


def may(role: Role, page: str) -> bool:
    """Whether `role` may open the route named `page`; templates show no link that leads to a refusal."""
    rule = TABLE[page]
    return rule is Open.EVERYBODY or (not isinstance(rule, Open) and role in rule)
