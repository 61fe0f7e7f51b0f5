"""The ways an action sends along with an answer, as the engine's channel carries them."""

from __future__ import annotations

from datetime import datetime

from bot.routes.catalogue import Catalogue
from bot.routes.overrides import NONE, Overrides
from bot.routes.ranking import Needs, rank
from bot.routes.reasons import why
from bot.texts import Texts


def offer(
    catalogue: Catalogue, needs: Needs, now: datetime, texts: Texts, overrides: Overrides = NONE
) -> list[dict[str, str]]:
    """The best ways for `needs` at `now` (UTC), each `{"id": ..., "why": a sentence}`; what is open is said by the card."""
    choices = rank(catalogue, needs, now, overrides=overrides)
    return [{"id": choice.route_id, "why": why(choice, texts, needs.audience)} for choice in choices]
