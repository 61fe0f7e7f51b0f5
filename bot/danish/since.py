"""Since when: "siden jul", "siden aug", "siden d. 3. september", "siden sommeren 2025", counted in days against the calendar."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

# Where a season or feast begins: month, day.
SEASONS = {
    "sommer": (7, 1), "sommerferie": (7, 1), "skolestart": (8, 10), "efterår": (9, 15), "efterårsferie": (10, 15), "jul": (12, 24),
    "juleferie": (12, 24), "nytår": (1, 1), "vinter": (1, 15), "vinterferie": (2, 15), "påske": (4, 1), "påskeferie": (4, 1), "forår": (3, 15),
    "konfirmation": (5, 1), "skoleår": (8, 10), "starten af skoleår": (8, 10), "halloween": (10, 31), "efterårs ferie": (10, 15),
}  # fmt: skip
MONTHS = {
    "januar": (1, 1), "februar": (2, 1), "marts": (3, 1), "april": (4, 1), "maj": (5, 1), "juni": (6, 1), "juli": (7, 1),
    "august": (8, 1), "september": (9, 1), "oktober": (10, 1), "november": (11, 1), "december": (12, 1),
    "jan": (1, 1), "feb": (2, 1), "mar": (3, 1), "apr": (4, 1), "jun": (6, 1), "aug": (8, 1), "sep": (9, 1), "sept": (9, 1),
    "okt": (10, 1), "nov": (11, 1), "dec": (12, 1),
}  # fmt: skip
BEGINNINGS = SEASONS | MONTHS
NAMES = "|".join(sorted(BEGINNINGS, key=len, reverse=True))
LEAD = r"(?:siden|lige siden|fra|efter|startede?|begyndte|kom(?= (?:lige )?(?:efter|i) ))"
WHEN = re.compile(
    rf"\b(?P<how>{LEAD})\s+(?:før\s+|efter\s+|lige\s+efter\s+|(?:starten|begyndelsen|midten|slutningen)\s+af\s+|i\s+|til\s+|omkring\s+|sidste\s+|den\s+|d\.?\s+|her\s+)*"
    rf"(?:(?P<day>\d{{1,2}})\.?\s*)?(?P<when>{NAMES})(?:e?n|et|s)?\.?(?!\w)(?:\s+(?P<year>20\d\d)\b|\s+(?P<last>sidste år))?"
)
FIGURES = re.compile(
    r"\bsiden\s+(?:den\s+|d\.?\s+)?(?P<day>\d{1,2})[./-]\s?(?P<month>\d{1,2})(?:[./-](?P<year>20\d\d))?(?!\d)"
)
YEAR = re.compile(r"\b(?:siden|fra)\s+(?:i\s+)?(?P<year>20\d\d)\b")
WEEK = re.compile(r"\bsiden\s+uge\s+(?P<week>\d{1,2})\b")
# "Efter sommerferien starter han": that is still to come.
TO_COME = re.compile(
    r"^[^.!?]{0,25}\b(?:skal|starter|begynder|vil|kan|håber|får|kommer)\b|^[^.!?]{0,6}\b(?:og til|til)\b"
)
TO_COME_BEFORE = re.compile(r"\b(?:skal|starter|begynder|vil|vente\w*|først|igen|kan vi|må vi)\b[^.!?]{0,30}$")


def find(text: str, today: date) -> Iterator[tuple[int, int, int]]:
    """Yield (days since, start, end) from the lower-cased `text`."""
    for match in WHEN.finditer(text):
        if match["how"] in ("efter", "fra") and _is_to_come(text, match):
            continue
        begin = _begin(match, today)
        if begin and begin <= today:
            yield (today - begin).days, match.start(), match.end()
    for match in FIGURES.finditer(text):
        begin = _date(int(match["day"]), int(match["month"]), match["year"], today)
        if begin and begin <= today:
            yield (today - begin).days, match.start(), match.end()
    for match in YEAR.finditer(text):
        if int(match["year"]) < today.year:
            yield (today - date(int(match["year"]), 1, 1)).days, match.start(), match.end()
    for match in WEEK.finditer(text):
        begin = date(today.year, 1, 1) + timedelta(weeks=min(int(match["week"]), 52) - 1)
        yield ((today - begin).days % 365), match.start(), match.end()


def _is_to_come(text: str, match: re.Match[str]) -> bool:
    after, before = text[match.end() : match.end() + 40], text[max(0, match.start() - 40) : match.start()]
    return bool(TO_COME.search(after) or TO_COME_BEFORE.search(before))


def _begin(match: re.Match[str], today: date) -> date | None:
    month, day = BEGINNINGS[match["when"]]
    if match["day"]:
        if match["when"] not in MONTHS:
            return None
        day = int(match["day"])
    begin = _date(day, month, match["year"], today)
    return _date(day, month, str(today.year - 1), today) if begin and match["last"] else begin


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    """That day of `year`, or the last time it was; None when there is none."""
    try:
        begin = date(int(year) if year else today.year, month, day)
        return begin if year or begin <= today else begin.replace(year=today.year - 1)
    except ValueError:
        return None
