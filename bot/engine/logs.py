"""Logging of the engine: our own lines and Rasa's warnings, never what anybody wrote.

Rasa logs each message's text when nothing is configured (structlog at debug), and exceptions with local variables
(design/reliability.md F3). Here structlog is silent below warning and drops everything but the event's name, and
exceptions lose their traces: the type is named where they are caught.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

QUIET = (
    "rasa",
    "sanic",
    "sanic.root",
    "sanic.error",
    "sanic.access",
    "asyncio",
    "matplotlib",
    "tensorflow",
    "apscheduler",
)


class _WithoutTrace(logging.Formatter):
    """Formats a record without its exception: a trace quotes messages and local variables."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_info = record.exc_text = record.stack_info = None
        return super().format(record)


def _name_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    return str(event.get("event", "")).split("\n", 1)[0] if "." in str(event.get("event", "")) else "rasa"


def configure(level: str = "info") -> None:
    """Set up all logging of this process; called before Rasa is imported and again after it configured its own."""
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutTrace("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
        logger.setLevel(logging.CRITICAL)
    logging.getLogger("bot").setLevel(level.upper())
    structlog.configure(
        processors=[_name_only],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
