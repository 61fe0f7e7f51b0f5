"""When somebody wants to be called: parts of the day, days, clock times ("after_16:00", "before_10:00", "at_14:30"), any_time."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator

from bot.danish.numbers import NUMBERS

PARTS = {
    "morning": r"(?:om )?morgenen|tidlig(?:t)? (?:om )?morgen|morgenstunden|tidligt på dagen|i morgentimerne",
    "forenoon": r"(?:om )?formiddag(?:en|e|s)?",
    "noon": r"(?:ved |omkring )?middag(?:stid|en)?|frokost(?:en|pausen|tid)?|(?:i )?(?:det store |spise)?frikvarter(?:et)?|(?:i )?min pause",
    "afternoon": r"(?:om )?eftermiddag(?:en|e|s)?|efter skole(?:n|tid)?|når (?:jeg |hun |han |vi )?(?:har fri|får fri|er fri)(?: fra skole)?|efter arbejde|fyraften",
    "evening": r"(?:om )?aften(?:en|er)?|efter (?:aftensmad(?:en)?|sengetid|putning|børnene sover)|når børnene (?:sover|er puttet|er lagt)|sent på dagen",
    "weekend": r"(?:i )?weekend(?:en|er)?(?:ne)?",
    "weekdays": r"(?:på )?hverdag(?:e|ene)",
    "any_time": r"når som helst|hele (?:dagen|ugen|tiden)|altid|lige meget hvornår|ligemeget hvornår|bare ring|alle (?:tider|tidspunkter|dage)|når det passer(?: jer)?|hvornår (?:som helst|det skal være)|er ligemeget|er lige meget|det er fleksibelt|fleksibel",
    "monday": r"mandag(?:e|en)?", "tuesday": r"tirsdag(?:e|en)?", "wednesday": r"onsdag(?:e|en)?", "thursday": r"torsdag(?:e|en)?",
    "friday": r"fredag(?:e|en)?", "saturday": r"lørdag(?:e|en)?", "sunday": r"søndag(?:e|en)?", "tomorrow": r"i morgen(?! (?:tidlig|formiddag))|imorgen",
    "today": r"i dag|idag",
}  # fmt: skip
PATTERNS = tuple((code, re.compile(rf"\b(?:{words})\b")) for code, words in PARTS.items())
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(word for word in NUMBERS if word not in ('et', 'nul'))})"
TIME = rf"(?P<hour>{NUMBER})(?:[.:](?P<minute>\d\d))?"
HALF = rf"halv (?P<half>{NUMBER})"
CLOCK = re.compile(
    rf"\b(?P<how>efter|fra|før|inden|senest|omkring|ved|mellem)?\s*(?:kl\.?|klokken)?\s*(?:{HALF}|{TIME})\b(?!\s*(?:år|aar|uger?|dage?|måneder|børn|gange|minutter|min|timer|\.\s*klasse|\d))"
)
UNTIL = re.compile(rf"\s*(?:-|–|til|og)\s*(?:kl\.?|klokken)?\s*(?P<hour>{NUMBER})(?:[.:](?P<minute>\d\d))?\b")
ABOUT_CALLING = re.compile(
    r"\b(?:ring\w*|opkald\w*|træffes|fanges|kontakt\w*|tag\w* telefonen|svare?r?|passer|bedst|fri|tid|snakke|tale|nås|kan jeg|kan vi|hjemme|ledig\w*|helst|gerne|telefon\w*)\b"
)
ONLY_TIME = 6  # words; an answer that short to "when may we call" needs no verb
DENIED = re.compile(r"\b(?:ikke|undtagen|bortset fra|aldrig)\s+(?:\w+\s+){0,2}$")
EARLIEST_NAMED = 7  # "efter 4" is said of the afternoon: nobody is called at four in the morning


def find(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) from the lower-cased `text`, when it speaks of calling or is short enough to be an answer."""
    if not ABOUT_CALLING.search(text) and len(text.split()) > ONLY_TIME:
        return
    for code, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if not DENIED.search(text[: match.start()]):
                yield code, match.start(), match.end()
                break
    for match in CLOCK.finditer(text):
        yield from _clock(text, match)


def _clock(text: str, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    named = re.search(r"\bkl\.?|klokken|halv |[.:]\d\d", match.group())
    if not (named or match["how"]) or DENIED.search(text[: match.start()]):
        return
    begin = _half_hour(match["half"]) if match["half"] else _hour(match["hour"], match["minute"])
    if begin is None:
        return
    until = UNTIL.match(text, match.end())
    end = _hour(until["hour"], until["minute"]) if until else None
    if end and (match["how"] in ("mellem", "fra", None)):
        yield f"after_{begin}", match.start(), match.end()
        yield f"before_{end}", *until.span()  # type: ignore[union-attr]
    else:
        yield f"{_direction(match['how'])}_{begin}", match.start(), match.end()


def _direction(how: str | None) -> str:
    if how in ("efter", "fra"):
        return "after"
    return "before" if how in ("før", "inden", "senest") else "at"


def _hour(raw: str, minute: str | None) -> str | None:
    number = int(raw) if raw.isdigit() else NUMBERS[raw]
    if number < EARLIEST_NAMED:
        number += 12
    return f"{number:02d}:{minute or '00'}" if number < 24 and int(minute or 0) < 60 else None


def _half_hour(raw: str) -> str | None:
    number = (int(raw) if raw.isdigit() else NUMBERS[raw]) - 1
    return _hour(str(number), "30") if number >= 0 else None
