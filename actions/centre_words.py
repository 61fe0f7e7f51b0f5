"""The centre's own facts in approved sentences, as every answer that names them takes them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from actions.resources import texts
from bot import settings
from bot.centre.facts import Centre, CentreError, load_centre
from bot.centre.sentences import sentences

logger = logging.getLogger(__name__)


def centre() -> Centre:
    """What may be said of the centre now. A broken file means that nothing is known of it, and one line in the log."""
    try:
        return load_centre(settings.load().municipality)
    except CentreError as error:
        logger.error("%s", error)
        return Centre()


def centre_sentences(slots: Mapping[str, Any]) -> dict[str, str]:
    """The values of the `{centre_...}` placeholders, in the words for who writes."""
    audience = slots.get("audience")
    return sentences(centre(), texts(), str(audience) if audience else None)
