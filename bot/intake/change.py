"""Changing one line of the summary: which line did the visitor mean?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue import CORRECTED, Reading, Turn, Verdict, is_command, is_stop
from bot.intake.answering import facts_for_slots

CHANGE = "intake_change"
ASKING = "asking"
SHORTEST_WORD = 4


def read_change(titles: Mapping[str, str], reading: Reading) -> Turn:
    """The answer to "which line": a button, a new fact outright, or a line's name in words (`titles` by slot)."""
    if reading.pressed and CHANGE in reading.facts:
        return Turn(Verdict.TAKEN, {CHANGE: reading.facts[CHANGE]})
    if is_stop(reading):
        return Turn(Verdict.STOP)
    if reading.intent == "repeat_please":
        return Turn(Verdict.REPEAT)
    if reading.intent in ("deny", "dont_know"):
        return Turn(Verdict.TAKEN, {CHANGE: None})
    facts = facts_for_slots(reading, CHANGE)
    if facts:
        return Turn(Verdict.TAKEN, {CHANGE: None, **facts}, says=CORRECTED)
    named = line_named(reading.text, titles)
    if named:
        return Turn(Verdict.TAKEN, {CHANGE: named})
    return Turn(Verdict.DIGRESSION if is_command(reading) else Verdict.UNCLEAR)


def line_named(text: str, titles: Mapping[str, str]) -> str | None:
    """The slot whose line `text` names: the one whose title shares a word's beginning with it; None unless exactly one."""
    said = [word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST_WORD]
    found = [slot for slot, title in titles.items() if _names(said, title)]
    return found[0] if len(found) == 1 else None


def _names(said: list[str], title: str) -> bool:
    words = [word for word in re.findall(r"\w+", title.lower()) if len(word) >= SHORTEST_WORD]
    return any(one.startswith(other) or other.startswith(one) for one in said for other in words)
