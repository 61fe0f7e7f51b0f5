"""How long something has gone on, as one of five codes; counted where a number is said, against the calendar after "siden"."""

# ruff: noqa: E501 - patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.danish import since
from bot.danish.numbers import NUMBERS

DAY, WEEK, MONTH, YEAR = 1, 7, 30, 365
UNITS = {"dag": DAY, "døgn": DAY, "uge": WEEK, "måned": MONTH, "mdr": MONTH, "år": YEAR, "aar": YEAR}
VAGUE = {
    "et par": 2, "par": 2, "nogle få": 3, "nogle": 3, "nogen": 3, "flere": 3, "adskillige": 4, "en del": 4, "mange": 6, "utallige": 6,
    "halvandet": 1.5, "halvanden": 1.5, "en": 1, "et": 1, "én": 1, "ét": 1,
}  # fmt: skip
HALF_AND = {"½": 0.5, "1/2": 0.5}
COUNT_WORDS = "|".join(sorted([*VAGUE, *NUMBERS], key=len, reverse=True))
# "2-3", "to tre", "4 eller 5": the first counts, it is what is sure.
COUNT = rf"(?P<n>\d{{1,3}}(?:[.,]5)?|{COUNT_WORDS})(?P<half>\s*½|\s1/2|\s+og\s+(?:en\s+)?(?:et\s+)?halvt?)?(?:\s*(?:-|–|til|eller|/|,)?\s*(?:\d{{1,2}}|{'|'.join(NUMBERS)}))?"
UNIT = r"(?P<unit>dag|døgn|uge|måned|mdr|år|aar)(?:e?r|e|s|es|e?rs)?(?!\w)"
SINCE_WORDS = r"(?:i|gennem|igennem|over|for|stået på|siden|efterhånden|snart|nu|næsten|ca\.?|cirka|omkring|mindst|mere end|mer end|under|hele|sidste|seneste|varet|lavet|efter|gået|godt|knap|det er|været)"
COUNTED = re.compile(rf"(?<![\d/.,])(?<![^\W\d]){COUNT}\s*(?:hele\s+|lange\s+|hel\s+|fulde\s+)?{UNIT}")
HALF_YEAR = re.compile(
    r"(?<![\d½/])(?<!\d )\b(?:et\s+|1\s)?halvt?\s*(?:år|aar)s?\b|(?<![\d½/])(?<!\d )(?:½|1/2)\s*(?:år|aar)s?\b|\b(?:et\s+)?halvårs?\b|\bhalve\s+år\b|\b(?:hele )?(?:skoleåret|semester(?:et)?|skoleår)\b(?<!starten af skoleåret)(?<!siden skoleåret)(?! (?:starte|begynd))"
)
WHOLE = (
    ("year_plus", r"hele året|(?:det |hele )(?:sidste|seneste|forgangne) år(?! tid)"),
    ("months", r"hele (?:sommeren|efteråret|foråret|vinteren|sommerferien)"),
    ("weeks", r"(?:startede?|begyndte|kom|opstod|siden|fra) (?:i )?(?:sidste|forrige) uge|ugevis"),
    ("months", r"(?:flere |mange )?månedsvis|det sidste par måneder"),
    ("days", r"dagevis|(?:kun|bare|først) (?:i dag|i går|idag|igår)|(?:startede?|begyndte|kom|opstod|fra|siden) (?:i går|i dag|i morges|i nat|i aftes|igår|idag|i forgårs|forgårs)"),
)  # fmt: skip
# A number of years is a duration only when something says so; else it is an age.
BEFORE = re.compile(
    rf"\b{SINCE_WORDS}\s+(?:de\s+|det\s+|den\s+)?(?:sidste\s+|seneste\s+)?(?:ca\.?\s+|cirka\s+|mindst\s+|næsten\s+|snart\s+|over\s+|godt\s+|knap\s+)?$"
)
# Periods of coming time, of waiting for others, and of how often.
OTHER_TIME = re.compile(
    r"\b(?:om|inden for|indenfor|venter|vente|ventet|ventetid\w*(?:\s+(?:er|på))?|hver|hver\s+anden|næste|kommende|første|(?<!stået )(?<!været )på|af|tog|tager|varer)\s+(?:i\s+)?(?:ca\.?\s+|cirka\s+|over\s+|kun\s+|snart\s+|næsten\s+)?$"
)
OTHER_AFTER = re.compile(
    r"^\s*(?:ventetid|i kø|,?\s*(?:før|inden)\b|til\b|ad gangen|forløb)|^\W*siden\W+(?:\w+\W+){0,5}?(?:sidst|stoppede|holdt op)|^\s*(?:om|i|per|pr\.?)\s+(?:ugen|måneden|året|dagen|en uge)\b"
)
AFTER = re.compile(r"^\s*(?:siden\b|nu\b|efterhånden\b|i træk\b|uden\b|med\b|hvor\b|tid\b|cirka\b|ca\b)")
AGE_AFTER = re.compile(r"^\s*(?:gam\w+|gl\b|årig\w*|yngre|ældre|og\s+(?:er|har|går|bange|ked)\b)")
# What one has long known, done or been, and what happened once, is not how long something has been hard.
OF_LIFE = re.compile(
    r"\b(?:kendt|boet|gift|arbejdet|sammen|haft (?:job|hund|kat)|spillet|dyrket|undervist|ansat|praktiseret|levet her|set på|været (?:lærer|pædagog|læge|i danmark|kærester?|venner|veninder|skilt))\b[^.!?]{0,25}$"
)
ONE_TIME = re.compile(
    r"\b(?:sendt|sendte|udfyldte|meldte|stoppede?|stoppet|holdt op|faldt|slog|skilt|flyttede|døde|mistede|blev født|købte|fik (?:hund|kat|barn)|mødte|gift)\b[^.!?]{0,25}$"
)
ASKED = re.compile(r"\bhvor\s+(?:(?:lang|længe|mange)\b[^.!]{0,30})?$")
MOST = 90  # "i 100 år" is a manner of speaking
BEGAN = re.compile(
    r"\b(?:start\w*|begynd\w*|siden|opst\w+|stået på|har\b|havde|været|varet|haft|er det|hjemme|kom|skete|det er|var)\b[^.!?]{0,40}$"
)
ALONE = re.compile(
    rf"^\W*(?:(?:ja|nej|øh+|vel|nok|måske|ca|cirka|omkring|mindst|over|under|næsten|snart|godt|knap|mere|end|i|det|er|har|været|stået|på|siden|kun|nu|de|den|det|sidste|seneste|jeg|tror|vi|startede|begyndte|for|om|kring|hm+|tja|sådan|bare|allerede)\W+)*"
    rf"{COUNT}\s*(?:hele\s+|lange\s+|hel\s+)?{UNIT}(?:\W+(?:siden|nu|efterhånden|vel|nok|tror|jeg|ca|cirka|agtigt?|måske|eller|så|tid|det|startede|begyndte))*\W*$"
)
SUPINE = r"(?:været|haft|villet|skullet|gjort|følt|sovet|kæmpet|gået|set|sagt|levet|ligget|tænkt|manglet|reageret|undret|sådan)"
LONG = r"(?:(?:i )?(?:meget |rigtig |ret |alt for |vildt |temmelig )?lang tid|(?:meget |rigtig |ret |alt for |vildt |temmelig )?længe)"
TEMPORARY = r"(?:ikke (?:så |ret |særlig |særligt |specielt |meget )?(?:længe|lang tid))"
PHRASES = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        *((code, rf"\b(?:{words})\b") for code, words in WHOLE),
        ("weeks", rf"\b(?:{TEMPORARY}|for nylig|for nyligt|den sidste måneds tid|på det sidste|her på det seneste|(?:i )?kort tid(?! (?:efter|før|siden)))\b"),
        ("year_plus", r"\b(?:i årevis|årevis|hele (?:(?:hans|hendes|mit|sit|vores|deres) (?:liv|skoletid|skolegang)|livet|min (?:barndom|skoletid))|så længe (?:jeg|vi) (?:kan )?huske\w*|i evigheder|(?:fra|siden) (?:han|hun|jeg) var (?:(?:helt |ganske )?(?:lille|spæd|baby|barn|mindre|nyfødt|ung)|\d{1,2}|[^\W\d]+ år)|(?:siden|fra) (?:fødslen|børnehaven?|vuggestuen?|dagplejen|corona\w*|covid\w*|pandemien|(?:den )?(?:tidlige )?barndom(?:men)?)|siden (?:han|hun|jeg) (?:blev født|(?:gik|startede|begyndte) i (?:børnehave\w*|vuggestue\w*|dagpleje\w*))|siden (?:forrige) år|\d{1,2} år for længe)\b"),
        ("year_plus", r"\b(?:siden|fra)\s+(?:(?:starten|midten|slutningen) af\s+)?(?:\d{1,2}\.?\s*|(?:nulte|første|anden|tredje|fjerde|femte|sjette|syvende|ottende)\s*)klasse\b|\bsiden (?:han|hun|jeg) gik i (?:\d|nulte|første|anden|tredje|fjerde|femte|sjette|syvende)|\bsiden sidste år\b"),
        ("half_year", rf"\b{LONG}\b(?! (?:siden|nok|om|på|at))"),
        ("months", r"\b(?:et (?:godt )?stykke tid|den seneste tid|et kvartal|noget tid)\b"),
        ("days", r"\b(?:siden i (?:går|forgårs|mandags?|tirsdags?|onsdags?|torsdags?|fredags?|lørdags?|søndags?|søndas|weekenden|aftes|morges|nat)|(?:siden|fra) (?:mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|weekenden)(?! (?:til|og til))|lige (?:begyndt|startet)|(?:i )?sidste weekend|startede i (?:går|dag)|begyndte i (?:går|dag))\b"),
        ("year_plus", rf"\b(?:har|havde)\s+(?:[^\W\d]+\s+){{0,2}}?altid\s+(?:[^\W\d]+\s+){{0,2}}?{SUPINE}\b|\baltid\s+(?:har\s+|har\s+[^\W\d]+\s+)?(?:været|haft)\b|^\W*(?:(?:ja|nej|det|har|jo|næsten|nærmest|han|hun|jeg|for|som|er|sådan)\W+)*altid\W*$"),
    )
)  # fmt: skip
# "Længe" of something else: a wait, a sleepless evening, a question, a thank-you, "as long as".
NOT_LONG = re.compile(
    r"\b(?:ikke (?:så |ret |særlig )?|hvor |så |vente\w* (?:\w+ ){0,2}|tager (?:\w+ )?|tog (?:\w+ )?|varer |er |om |lige så |for |sover |sove |oppe |leve |se |være der |farvel så )$(?<!har været )(?<!i så )"
)
SO_LONG_AS = re.compile(r"^ (?:som|han|hun|jeg|vi|det|der|de|skal|til)\b")


def code_of(days: float) -> str:
    """The code for a number of days: days (under a week), weeks (up to four), months, half_year (from five), year_plus."""
    for code, limit in (("days", WEEK), ("weeks", 29), ("months", 5 * MONTH), ("half_year", 12 * MONTH)):
        if days < limit:
            return code
    return "year_plus"


def find(text: str, today: date) -> Iterator[tuple[str, int, int]]:
    """Yield (code, start, end) for each duration in the lower-cased `text`, the surest first."""
    for match in HALF_YEAR.finditer(text):
        if not OTHER_TIME.search(_before(text, match)):
            yield "half_year", match.start(), match.end()
            return
    for match in COUNTED.finditer(text):
        if _is_duration(text, match):
            yield code_of(_number(match) * UNITS[match["unit"]] * _at_most(text, match)), match.start(), match.end()
    for days, start, end in since.find(text, today):
        yield code_of(days), start, end
    for code, pattern in PHRASES:
        for match in pattern.finditer(text):
            before = _before(text, match)
            if code != "half_year" or not (NOT_LONG.search(before) or SO_LONG_AS.match(text[match.end() :][:8])):
                yield code, match.start(), match.end()


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 60) : match.start()]


def _at_most(text: str, match: re.Match[str]) -> float:
    """Under a week is less than one."""
    return 0.9 if re.search(r"\b(?:under|knap|knapt|mindre end)\s+$", _before(text, match)) else 1


def _is_duration(text: str, match: re.Match[str]) -> bool:
    before, after = _before(text, match), text[match.end() : match.end() + 40]
    if OTHER_TIME.search(before) or AGE_AFTER.search(after) or OTHER_AFTER.search(after):
        return False
    if ASKED.search(before) or _number(match) > MOST:
        return False
    if OF_LIFE.search(before) or (ONE_TIME.search(before) and after.lstrip().startswith("siden")):
        return False
    years = UNITS[match["unit"]] == YEAR
    said = bool(BEFORE.search(before) or AFTER.search(after) or re.search("flere|mange|halvand|par|adskil", match["n"]))
    alone = bool(ALONE.match(text)) if len(text) < 200 else False
    if alone and years:
        listed = re.search(r"\d\s*(?:-|–|til|eller)\s*\d", match.group())
        return (
            bool(said or listed) or _number(match) <= 3
        )  # a child of three is rare here, three years of trouble are not
    return said or alone or (not years and bool(BEGAN.search(before)))


def _number(match: re.Match[str]) -> float:
    raw = match["n"]
    half = 0.5 if match["half"] else 0
    if raw in VAGUE:
        return VAGUE[raw] + half
    return (float(NUMBERS[raw]) if raw in NUMBERS else float(raw.replace(",", "."))) + half
