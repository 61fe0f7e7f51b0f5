"""Why a way is shown: codes here, the sentences in `domain/routes.yml` (`utter_routes_why_<code>`)."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.routes.catalogue import EMERGENCY, Route
from bot.routes.fit import ADULTS, LOCAL_MUNICIPALITY, Needs
from bot.routes.themes import BROAD, in_catalogue, spoken
from bot.texts import Texts

if TYPE_CHECKING:
    from bot.routes.ranking import Choice

PREFIX = "utter_routes_why_"
DANGER = "danger"
DOCTOR = "doctor"
ON_CALL = "doctor_on_call"
SCHOOL = "school"
PARENTS = "for_parents"
PROFESSIONALS = "for_professionals"
NEAR = "near"
ALWAYS = "day_and_night"
WRITE = "write"
ANONYMOUS = "anonymous"
READ = "read"
READING = "online_selfhelp"
FREE = "free"
TALK = "talk"
REFERRAL = "referral"
REPORT = "report"
BY_ID = {EMERGENCY: DANGER, "own_gp": DOCTOR, "laegevagt_midt": ON_CALL, "underretning_aarhus": REPORT}


def why(choice: Choice, texts: Texts, audience: str | None) -> str:
    """One short sentence: the first reason of `choice` in the words for `audience`. Raises TextError for a missing one."""
    return texts.text(PREFIX + choice.reasons[0], audience)


@functools.lru_cache(maxsize=4096)
def reasons(route: Route, needs: Needs) -> tuple[str, ...]:
    """All codes that are true of `route` for `needs`, the most telling first; never empty."""
    return tuple(dict.fromkeys((*_by_name(route), *_by_theme(route, needs), *_by_facts(route, needs), TALK)))


def _by_name(route: Route) -> Iterator[str]:
    if route.id in BY_ID:
        yield BY_ID[route.id]
    if route.needs_referral:
        yield REFERRAL
    if route.kind == READING:
        yield READ


def _by_theme(route: Route, needs: Needs) -> Iterator[str]:
    """The visitor's themes that `route` is for; nothing for a way that is not somebody to talk to."""
    if route.needs_referral or route.kind == READING or route.id == "underretning_aarhus":
        return
    for theme in sorted(needs.themes, key=lambda each: each in BROAD):
        if route.themes.intersection(in_catalogue(theme)) and spoken(theme):
            yield f"theme_{spoken(theme)}"
    if needs.parents_may_be_danger and "violence_abuse" in route.themes:
        yield "theme_violence_abuse"


def _by_facts(route: Route, needs: Needs) -> Iterator[str]:
    adult = needs.audience in ADULTS
    facts = (
        (SCHOOL, route.kind == "school"),
        (PARENTS, needs.audience == "parent" and "parent_guidance" in route.themes),
        (PROFESSIONALS, needs.audience == "professional" and route.audience == {"professional"}),
        (ALWAYS, route.hours.kind == "always" and route.kind != READING),
        (WRITE, not adult and bool(route.chat_url or route.sms_shown)),
        (ANONYMOUS, bool(route.anonymous) and route.kind != READING),
        (NEAR, route.area == "aarhus" and needs.municipality == LOCAL_MUNICIPALITY),
        (FREE, bool(route.free)),
    )
    yield from (code for code, true in facts if true)
