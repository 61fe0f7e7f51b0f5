"""Ways that are open now, as the channel carries them: route choices, each with why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from actions.resources import texts
from actions.staff_ways import staff_ways
from bot.guidance.answers import Answers, answers_from
from bot.guidance.table import Outcome
from bot.routes.crisis import crisis_routes
from bot.routes.offer import offer
from bot.routes.ranking import Needs

STEPS = {Outcome.NEAR: 1, Outcome.CENTRE: 2, Outcome.PSYCHIATRY: 3}
DANGER = "immediate_danger_self_or_other"
Ways = dict[str, list[dict[str, Any]]]


def needs_of(answers: Answers, outcome: Outcome | None = None) -> Needs:
    """What the ranking of ways is told of a visitor and of where the guidance points."""
    return Needs(
        audience=answers.audience,
        age=answers.age,
        municipality=answers.municipality,
        themes=answers.themes,
        step=STEPS.get(outcome) if outcome else None,
        outcome=outcome.value if outcome else None,
        parents_may_be_danger=answers.parents_may_be_danger,
        already_helped=answers.help,
    )


def ways_for(slots: Mapping[str, Any], outcome: Outcome | None = None) -> Ways:
    """The ways to show now for what is known and what the staff have entered; at least two, one of them open."""
    needs, kept = needs_of(answers_from(slots), outcome), staff_ways()
    offered = offer(kept.catalogue, needs, datetime.now(UTC), texts(), kept.states)
    return {"routes": [dict(each) for each in offered]}


def crisis_ways(crisis_set: str | None, answers: Answers, *, calm: bool = False) -> Ways:
    """The ways of a crisis set for who writes, open ones first."""
    routes = crisis_routes(
        staff_ways().catalogue, crisis_set or DANGER, answers.audience, answers.age, datetime.now(UTC), calm=calm
    )
    return {"routes": [{"id": route.id, "why": None} for route in routes]}
