"""Danger in what people write: reading it (`Screener`), and the dialogue that follows (`bot.safety.dialogue`).

Needs neither network, database nor engine. A missing or broken rule file stops the start, never a conversation.
"""

from bot.safety.reading import About, Crisis, Level, Reading
from bot.safety.screener import Screener

__all__ = ["About", "Crisis", "Level", "Reading", "Screener"]
