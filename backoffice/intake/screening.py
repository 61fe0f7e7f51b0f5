"""Reads every free text of an intake for danger and masks CPR numbers. Never holds an intake back."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.danish import cpr
from bot.intake.record import IntakeRecord
from bot.safety import Reading, Screener

# What identifies somebody or can be reached is no sentence about how somebody feels; but a number may hide in any of them.
UNREAD = frozenset({"contact_phone", "contact_email", "audience"})
LEVELS = ("acute", "high", "concern")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Screened:
    """A record without CPR numbers; the readings of the fields that raised; the gravest of them, or None."""

    record: IntakeRecord
    readings: dict[str, dict[str, Any]]
    gravest: dict[str, Any] | None


def screen(screener: Screener, record: IntakeRecord) -> Screened:
    """Read and mask every text of `record`."""
    texts = {
        name: value for name, value in record.model_dump().items() if isinstance(value, str) and name not in UNREAD
    }
    masked = {name: cpr.mask(value) for name, value in texts.items()}
    changed = {name: each.text for name, each in masked.items() if each.found}
    read = {name: _read(screener, each.text) for name, each in masked.items()}
    readings = {name: reading.as_dict() for name, reading in read.items() if reading.raised}
    return Screened(record.model_copy(update=changed), readings, gravest(readings.values()))


def _read(screener: Screener, text: str) -> Reading:
    try:
        return screener.read(text)
    except Exception as error:
        # A broken screening must not stop the receipt; it is told loudly and counts as a maybe.
        logger.critical("screening of an intake failed: %s", type(error).__name__)
        return Reading.unknown()


def gravest(readings: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The reading to act on first: by level, a sure one before a maybe."""
    ordered = sorted(readings, key=lambda each: (_place(each.get("level")), not each.get("sure")))
    return dict(ordered[0]) if ordered else None


def _place(level: object) -> int:
    return LEVELS.index(str(level)) if level in LEVELS else len(LEVELS)
