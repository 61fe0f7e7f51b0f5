"""What a message tells besides its intent: age, municipality, duration, effect on everyday life, help, who writes, contact.

Pure rules over the text, for both environments. A fact that is not clearly said is not a fact: a wrong one costs the
visitor a correction, a missing one only a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.danish import ages, contact, everyday, places


@dataclass(frozen=True)
class Fact:
    """`kind` names the fact, `value` is its code, `start` and `end` the characters it was read from."""

    kind: str
    value: str | int
    start: int
    end: int


def extract(text: str, today: date | None = None) -> tuple[Fact, ...]:
    """All facts in `text`, in reading order, one for each kind and value. `today` is needed for birth years only.

    Kinds: age (years), municipality ("aarhus", another's name in lower case, "unsure"), duration (days, weeks, months,
    half_year, year_plus), impact (none, some, a_lot, almost_everything), help (school, municipality, doctor, psychiatry,
    waiting_list, none), audience (young, parent, professional), phone (eight digits), email.
    """
    lowered = text.lower()
    found = [Fact(kind, value, start, end) for kind, value, start, end in _all(lowered, today or date.today())]
    unique = {(fact.kind, fact.value): fact for fact in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda fact: (fact.start, fact.kind)))


def _all(text: str, today: date) -> Iterator[tuple[str, str | int, int, int]]:
    for value, start, end in ages.find(text, today):
        yield "age", value, start, end
    for name, start, end in places.find(text):
        yield "municipality", name, start, end
    for kind, code, start, end in everyday.find(text):
        yield kind, code, start, end
    for kind, code, start, end in contact.find(text):
        yield kind, code, start, end
