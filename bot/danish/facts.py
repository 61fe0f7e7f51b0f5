"""What a message tells besides its intent: age, municipality, duration, effect on everyday life, help, who writes, contact.

Pure rules over the text, for both environments. A fact that is not clearly said is not a fact: a wrong one costs the
visitor a correction, a missing one only a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.danish import ages, call_times, classes, contact, durations, everyday, places, relations
from bot.danish.normalise import normalise
from bot.danish.spelling import mend


@dataclass(frozen=True)
class Fact:
    """`kind` names the fact, `value` is its code, `start` and `end` the characters it was read from."""

    kind: str
    value: str | int
    start: int
    end: int


def extract(text: str, today: date | None = None) -> tuple[Fact, ...]:
    """All facts in `text`, in reading order, one for each kind and value. `today` is needed for birth years and "siden jul".

    Kinds: age (years), class_level (0 to 10, 11 to 13 for 1.g to 3.g), municipality ("aarhus", another's name in lower case,
    "unsure"), duration (days, weeks, months, half_year, year_plus), impact (none, some, a_lot, almost_everything), help (school,
    municipality, doctor, psychiatry, waiting_list, none), audience (young, parent, professional), relation (`relations.KINDS`),
    person (the name), call_time (`call_times`), phone (eight digits), email. Words that facts hang on are mended first
    (`spelling`); what is still not found is looked for once more in the normalised text, and then stands for the whole message.
    """
    today = today or date.today()
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when made small; places must stay true
        lowered = text
    mended = mend(lowered)
    found = [Fact(kind, value, *mended.span(start, end)) for kind, value, start, end in _all(mended.text, today)]
    found += [Fact("person", *each) for each in relations.find_names(text)]
    kinds = {fact.kind for fact in found}
    clean = mend(normalise(text)).text
    if clean != mended.text:
        found += [Fact(kind, value, 0, len(text)) for kind, value, _, _ in _all(clean, today) if kind not in kinds]
    unique = {(fact.kind, fact.value): fact for fact in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda fact: (fact.start, fact.kind)))


def _all(text: str, today: date) -> Iterator[tuple[str, str | int, int, int]]:
    for age, start, end in ages.find(text, today):
        yield "age", age, start, end
    for level, start, end in classes.find_classes(text):
        yield "class_level", level, start, end
    for name, start, end in places.find(text):
        yield "municipality", name, start, end
    for code, start, end in durations.find(text, today):
        yield "duration", code, start, end
        break
    for code, start, end in relations.find_relations(text):
        yield "relation", code, start, end
    for code, start, end in call_times.find(text):
        yield "call_time", code, start, end
    yield from everyday.find(text)
    yield from contact.find(text)
