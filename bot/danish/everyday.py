"""How long, how much it touches everyday life, which help is there, and who writes."""

# ruff: noqa: E501 - one rule a line is easier to review than a broken one
from __future__ import annotations

import re
from collections.abc import Iterator

NUMBER = r"(?:\d+|et?|en|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvandet|par|mange|flere|nogle|et par)"
Rule = tuple[str, str, re.Pattern[str]]


def _rules() -> tuple[Rule, ...]:
    raw = (
        ("duration", "year_plus", rf"\b(?:(?:i|gennem|over|for|de sidste|efterhånden)\s+{NUMBER}\s+år\b(?! gam)|i årevis|hele (?:hans|hendes|mit|livet)|flere år|over et år|længe|mange år)"),
        ("duration", "half_year", r"\b(?:(?:et )?halvt? år|siden (?:sommerferien|jul|nytår|påske|skolestart|vinterferien)|hele skoleåret|\b[5-9] (?:måneder|mdr))"),
        ("duration", "months", rf"\b(?:{NUMBER}\s+(?:måneder|mdr|måned)\b|siden efterårsferien|nogle måneder)"),
        ("duration", "weeks", rf"\b(?:{NUMBER}\s+(?:uger|uge)\b|den sidste måned|nogle uger)"),
        ("duration", "days", rf"\b(?:{NUMBER}\s+(?:dage|dag)\b|siden i går|lige (?:begyndt|startet)|sidste weekend)"),
        ("impact", "almost_everything", r"\b(?:næsten (?:det hele|alt|alting)|alt(?:ing)? (?:er|går)|det hele|hele (?:hverdagen|dagen)|kommer slet ikke (?:ud|i skole)|slet ikke i skole|fylder alt|kan ingenting)"),
        ("impact", "a_lot", r"\b(?:rigtig meget|temmelig meget|ret meget|vildt meget|påvirker meget|fylder meget|en hel del|en del)\b|^\W*meget\W*$"),
        ("impact", "some", r"\b(?:en smule|nogle gange|noget af|i perioder|af og til|lidt)\b|^\W*noget\W*$"),
        ("impact", "none", r"\b(?:slet ikke noget|ikke særlig(?:t)? meget|næsten ikke|ingen betydning|påvirker ikke)\b"),
        ("help", "waiting_list", r"\b(?:venteliste\w*|venter på (?:svar|tid|udredning|psykiatrien))"),
        ("help", "psychiatry", r"\b(?:psykiatri\w*|bup|bua|udredt|under udredning|til udredning)\b"),
        ("help", "doctor", r"\b(?:egen læge|vores læge|min læge|lægen)\b"),
        ("help", "school", r"\b(?:akt|ppr|skolens? (?:psykolog|pædagog|trivsels\w+)|trivselsvejleder|skolepsykolog\w*|sundhedsplejerske\w*|klasselærer\w*)\b"),
        ("help", "municipality", r"\b(?:familiebehandl\w+|familiecenter\w*|sagsbehandler\w*|socialrådgiver\w*|kontaktperson)\b"),
        ("help", "none", r"\b(?:ingen (?:hjælp|andre|steder)|ikke (?:nogen|noget|fået) (?:hjælp|endnu)|ingen(?:ting)? endnu|får ikke hjælp|slet ingen|vi får ingen)\b|^\W*(?:nej|ingen|intet|ingenting)\W*$"),
        ("audience", "professional", r"\b(?:jeg er|som|er) (?:praktiserende )?(?:lærer|læge|pædagog|sundhedsplejerske|skoleleder|psykolog|sagsbehandler|klasselærer|socialrådgiver|akt-?lærer)\b|\b(?:min|en|vores) elev\b|\bfagperson\b|\bpatient\b"),
        ("audience", "parent", r"\b(?:min|vores|mit|vor) (?:\w+årige |ældste |yngste |store |lille |egen |teenage-?)?(?:søn|datter|dreng|pige|barn|knægt|tøs|teenager|papdatter|papsøn|stedsøn|steddatter|plejebarn|barnebarn)\b|\b(?:mor|far|mormor|farmor|bedstemor|papfar|papmor|forældre?r?) til\b|\bjeg er (?:forælder|mor|far)\b|^\W*(?:forælder|mor|far)\W*$"),
        ("audience", "young", r"\bjeg (?:går i (?:\d+\.|\w+ klasse)|er (?:selv )?(?:et barn|ung|en ung|elev|barn))\b|\bmin[e]? (?:mor|far|forældre|lærer|klasse|veninde|storebror|lillesøster)\b"),
    )  # fmt: skip
    return tuple((kind, code, re.compile(pattern)) for kind, code, pattern in raw)


RULES = _rules()


def find(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (kind, code, start, end); of each kind but help only the first that is said in the order of the rules."""
    taken: set[str] = set()
    for kind, code, pattern in RULES:
        match = pattern.search(text)
        if match and (kind == "help" or kind not in taken):
            taken.add(kind)
            yield kind, code, match.start(), match.end()
