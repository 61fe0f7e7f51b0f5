"""How long something has gone on, as one of five codes; counted where a number is said, against the calendar after "siden"."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.danish.numbers import NUMBERS

DAY, WEEK, MONTH, YEAR = 1, 7, 30, 365
UNITS = {"dag": DAY, "døgn": DAY, "uge": WEEK, "måned": MONTH, "mdr": MONTH, "år": YEAR, "aar": YEAR}
VAGUE = {
    "et par": 2,
    "par": 2,
    "nogle": 3,
    "nogen": 3,
    "flere": 3,
    "en del": 4,
    "mange": 6,
    "halvandet": 1.5,
    "halvanden": 1.5,
    "en": 1,
    "et": 1,
}
HALF = "halvt?"
COUNT = rf"(?P<n>\d{{1,3}}(?:[.,]5)?|{'|'.join(sorted([*VAGUE, *NUMBERS], key=len, reverse=True))})"
UNIT = r"(?P<unit>dag|døgn|uge|måned|mdr|år|aar)(?:e?r|e|s)?(?!\w)"
SINCE_WORDS = r"(?:i|gennem|igennem|over|for|på|siden|efterhånden|snart|nu|næsten|ca\.?|cirka|omkring|mindst|mere end|under|hele|sidste|seneste|stået på|varet|i over|i næsten|i snart)"
COUNTED = re.compile(rf"\b{COUNT}\s+(?:hele\s+|lange\s+|hel\s+)?{UNIT}")
HALF_YEAR = re.compile(
    rf"\b(?:et\s+|1)?(?:{HALF}|½)\s*(?:år|aar)s?\b|\bhele skoleåret\b|\b(?:et )?(?:skoleår|semester)\b"
)
# A number of years is a duration only when something says so; else it is an age.
BEFORE = re.compile(
    rf"\b{SINCE_WORDS}\s+(?:de\s+|det\s+|den\s+)?(?:sidste\s+|seneste\s+)?(?:ca\.?\s+|cirka\s+|mindst\s+|næsten\s+|snart\s+|over\s+)?$"
)
FUTURE = re.compile(
    r"\b(?:om|inden for|venter|vente|ventetid\w*(?:\s+(?:er|på))?|hver|hver\s+anden)\s+(?:ca\.?\s+|cirka\s+)?$"
)
AFTER = re.compile(r"^\s*(?:siden\b|nu\b|efterhånden\b|i træk\b|uden\b|med\b|hvor\b)")
AGE_AFTER = re.compile(r"^\s*(?:gam\w+|årig\w*|yngre|ældre)\b")
ALONE = re.compile(
    rf"^\W*(?:(?:ja|nej|øh+|vel|nok|måske|ca|cirka|omkring|mindst|over|næsten|snart|godt|i|det|er|har|været|stået|på|siden|kun|nu|de|den|det|sidste|jeg|tror|vi|startede|begyndte|for)\W+)*"
    rf"{COUNT}\s+{UNIT}(?:\W+(?:siden|nu|efterhånden|vel|nok|tror|jeg|ca|cirka|agtigt?|måske|eller|så))*\W*$"
)
# Where a season or feast begins: month, day.
BEGINNINGS = {
    "sommer": (7, 1), "sommerferie": (7, 1), "skolestart": (8, 10), "efterår": (9, 15), "efterårsferie": (10, 15), "jul": (12, 24),
    "juleferie": (12, 24), "nytår": (1, 1), "vinter": (1, 15), "vinterferie": (2, 15), "påske": (4, 1), "påskeferie": (4, 1), "forår": (3, 15),
    "januar": (1, 1), "februar": (2, 1), "marts": (3, 1), "april": (4, 1), "maj": (5, 1), "juni": (6, 1), "juli": (7, 1),
    "august": (8, 1), "september": (9, 1), "oktober": (10, 1), "november": (11, 1), "december": (12, 1),
}  # fmt: skip
SINCE = re.compile(
    rf"\bsiden\s+(?:før\s+|efter\s+|lige\s+efter\s+|starten af\s+|midten af\s+|slutningen af\s+|i\s+)?(?:den\s+)?(?P<when>{'|'.join(sorted(BEGINNINGS, key=len, reverse=True))})(?:e?n|et)?\b"
)
PHRASES = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("year_plus", r"\b(?:i årevis|altid|hele (?:hans|hendes|mit|sit|vores|livet)(?: liv)?|så længe (?:jeg|vi) (?:kan )?huske\w*|i evigheder|fra (?:han|hun|jeg) var (?:helt )?(?:lille|spæd|baby|barn)|siden (?:han|hun|jeg) (?:var|gik|startede)(?! i går)|siden (?:fødslen|børnehaven?|vuggestuen?|corona\w*|(?:\d{1,2}\.?|første|anden|tredje|fjerde|femte|sjette|syvende|ottende) klasse)|siden (?:sidste|forrige) år)\b|\bsiden 20[01]\d\b"),
        ("half_year", r"\b(?:(?:i )?(?:meget |rigtig |ret |så )?lang tid|længe)\b(?! siden)"),
        ("months", r"\b(?:et stykke tid|den seneste tid|et kvartal)\b"),
        ("weeks", r"\b(?:for nylig|for nyligt|ikke så længe|den sidste måneds tid|på det sidste|her på det seneste)\b"),
        ("days", r"\b(?:siden i (?:går|forgårs|mandags|tirsdags|onsdags|torsdags|fredags|lørdags|søndags|weekenden|aftes)|siden (?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|weekenden)|lige (?:begyndt|startet)|(?:i )?sidste weekend|startede i (?:går|dag)|begyndte i (?:går|dag))\b"),
    )
)  # fmt: skip
YEAR_SINCE = re.compile(r"\bsiden\s+(?P<year>20\d\d)\b")
NOT_LONG = re.compile(r"\bikke (?:så |ret |særlig )?$")


def code_of(days: float) -> str:
    """The code for a number of days: days (under a week), weeks (up to four), months, half_year (from five), year_plus."""
    for code, limit in (("days", WEEK), ("weeks", 29), ("months", 5 * MONTH), ("half_year", 12 * MONTH)):
        if days < limit:
            return code
    return "year_plus"


def find(text: str, today: date) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) for each duration in the lower-cased `text`, the surest first."""
    for match in HALF_YEAR.finditer(text):
        if not FUTURE.search(text[: match.start()]):
            yield "half_year", match.start(), match.end()
            return
    for match in COUNTED.finditer(text):
        if _is_duration(text, match):
            yield code_of(_number(match["n"]) * UNITS[match["unit"]]), match.start(), match.end()
    for match in SINCE.finditer(text):
        yield code_of(_days_since(match["when"], today)), match.start(), match.end()
    for code, pattern in PHRASES:
        for match in pattern.finditer(text):
            if not NOT_LONG.search(text[: match.start()]) or code != "half_year":
                yield code, match.start(), match.end()


def _is_duration(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    if FUTURE.search(before) or AGE_AFTER.search(after):
        return False
    years = UNITS[match["unit"]] == YEAR
    said = bool(BEFORE.search(before) or AFTER.search(after) or re.search(r"\bflere|mange|halvand|par", match["n"]))
    alone = ALONE.match(text)
    if alone and years:
        return said or _number(match["n"]) <= 3  # a child of three is rare here, three years of trouble are not
    return said or bool(alone) or not years


def _number(raw: str) -> float:
    if raw in VAGUE:
        return VAGUE[raw]
    return float(NUMBERS[raw]) if raw in NUMBERS else float(raw.replace(",", "."))


def _days_since(when: str, today: date) -> int:
    month, day = BEGINNINGS[when]
    begin = date(today.year, month, day)
    if begin > today:
        begin = date(today.year - 1, month, day)
    return (today - begin).days
