"""Ages as families say them: "14", "14 år", "fjorten", "bliver 7 til marts", "snart 10", "2. klasse", "årgang 2014"."""

# ruff: noqa: E501 - word lists and patterns read better in full lines
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.danish.classes import LAST_CLASS, find_classes
from bot.danish.numbers import NUMBER, number

SCHOOL_START = 6  # a child turns 7 in the year it goes to 1st class: 2nd class is about 8 (folkeskoleloven § 34)
GYMNASIUM_START = 5  # most skip the 10th class, so that 1.g (level 11) is about 16

UNIT = r"(?:års?|åår|or|aars?|åriga?e?s?|årigs?|år's|y/?o|years?(?: old)?)"
HALF_MARK = r"(?:\s*(?:½|1/2)|[.,]5|\s+(?:og\s+)?(?:en|et)\s+halvt?)"
# "Snart 10" and "knap 6" are not there yet.
NOT_YET = r"(?P<soon>(?:snart|næsten|knap|knapt|lige ved at være|tæt på(?: at være)?|op mod)\s+)"
ABOUT = r"(?:lige|kun|nu|nok|cirka|ca\.?|omkring|godt|lidt over|bare|vist|jo|altså|allerede|da|selv|netop|stadig|endnu|også|blevet|fyldt)\s+"
PERSON = r"(?:børn|barn|dreng\w*|pige\w*|søn\w*|datter|døtre|tøs|knægt|elev|teenager|tvilling\w*|bror|søster|kvinde|mand|en|ældste|yngste|mellemste|m/k|patient|pt|kæreste|ven|veninde|elever)"
# An age is said with "år", after "er/fyldt/på", or stands alone as the answer.
YEARS = re.compile(rf"(?<![/,.\d])\b{NOT_YET}?{NUMBER}(?:{HALF_MARK})?[\s-]*{UNIT}(?:\s+gam\w+|\s+gl\b)?(?!\w)")
IS = re.compile(
    rf"\b(?:er|e|æ|alder(?:en)?(?: er)?:?|fyldte|fyldt|blev|blevet|(?:{PERSON})(?:\s+(?!\d)\w+)?\s+på)\s+(?:{ABOUT}){{0,3}}{NOT_YET}?(?:{ABOUT})?{NUMBER}(?:{HALF_MARK})?\b(?![.,:]?\d|\s*[.:]\s*\w)"
)
OF = re.compile(rf"\bpå\s+(?:{ABOUT})?{NOT_YET}?{NUMBER}\b(?![.,:]?\d|\s*[.:]\s*\w)")
BECOMES = re.compile(
    rf"\b(?:bliver|blir|fylder|runder)\s+(?:snart\s+|jo\s+|nu\s+|først\s+)?{NUMBER}\b(?!\s*(?:\.\s*(?:klasse|b|a|c)|gange|uger|dage|timer))"
)
HALF = re.compile(rf"(?<![\d/.,])\b{NUMBER}{HALF_MARK}(?:\s*(?:{UNIT}))?(?![\w/]|\.\d)")
BESIDE = re.compile(rf"\b(?:{PERSON})(?:,\s*|\s*[(/]\s*|\s+){NUMBER}(?:\s*\)|(?=\W*$))")
WHO_FIRST = re.compile(rf"^\W*(?:min|vores|en|et|mit)?\s*(?:{PERSON})\b")
IN_BRACKETS = re.compile(r"(?<!\w)\((?P<n>\d{1,2})(?:\s*år)?\)")
BORN = re.compile(
    r"\b(?:årgang\.?|(?<!siden )født\s+(?:i\s+|d\.?\s+|den\s+)?(?:\w+\s+|\d{1,2}[./-]\s?\d{1,2}[./-]?\s?|\d{1,2}\.\s+\w+\s+)?(?:i\s+)?|^\W*f\.\s*|\(f\.\s*|(?:er|^fra|hun er fra|han er fra)\s+(?:en\s+)?(?:fra\s+)?(?:årgang\s+)?)\s*['’]?(?P<n>(?:19|20)\d\d)\b"
    r"|\b(?:årgang\.?|født\s+i)\s+['’]?(?P<short>[01]\d)\b"
)
ALONE = re.compile(
    rf"^\W*(?:(?:nej|ja|jo|øh+|øhm|hun|han|jeg|er|ups|hov|undskyld|sorry|altså|forkert|mente|mener|det|ret|rettelse|lige|blevet|fyldt|cirka|ca|omkring|kun|bare|vist|nok|vi|i dag|ikke \w+)[\s,:.]+)*{NOT_YET}?{NUMBER}(?:\W+(?:ikke\s+\w+|nu|tror jeg|i dag))?\W*$"
)
RATHER = re.compile(rf"\bikke\s+\w+(?:\s+år)?,?\s+men\s+{NUMBER}\b")
NOT_THIS = re.compile(rf"\bikke\s+{NUMBER}\b")
NOW = re.compile(rf"\bnu\s+er\s+(?:jeg|han|hun|vi)\s+{NUMBER}\b")
MONTHS_OLD = re.compile(r"\b(?P<n>\d{1,2})\s*måneder\s+gam\w+")
# "På 8, 10 og 12": what is listed with an age is an age.
LISTED_BEFORE = re.compile(rf"(?:\b(?:på|er|de er)\s+|,\s*){NUMBER}\s*(?:år)?\s*(?=og\s|,\s*)")
LISTED_AFTER = re.compile(
    rf"\s*(?:år\s*)?(?:,|og|eller|samt|&)\s+(?:en\s+(?:\w+\s+)?på\s+|den\s+yngste\s+(?:er\s+)?|på\s+)?{NUMBER}\b(?!\s*[./]\d|\s*\.\s*\w)"
)
# Other things that are counted, or that look like an age.
NOT_PERSON_BEFORE = re.compile(r"\b(?:vi|der|det|den|klokken|karakter\w*|nr|nummer|skala\w*)\s*$")
THEY_ALL = re.compile(r"\bde\s*$")
NOT_AGE_AFTER = re.compile(
    r"\s*(?:siden|timer?|dage?|uger|måneder|minutter|børn|gange|kg|kilo|kr|kroner|cm|meter|m\b|procent|%|i træk|om|hjemme|af|ud af|voksne|elever|lærere|søskende|personer|mennesker|sal|hold|piller|mg|ml|brødre|søstre|venner|veninder|forskellige|km|point|th|tv|klasser|hele|store|små|g|hf)(?!\w)"
)
AFTER_SOON = re.compile(r"\s+om\s+(?:en|et|to|tre|få|\d)\b")
NOT_AGE_BEFORE = re.compile(
    r"(?:\bi|\bde sidste|\bkl\.?|\bklokken|\bgennem|\bfor|\bsiden|\bom|\bhar (?:fået|haft)|\bvar|\bfra jeg var|\bnr\.?|\bnummer|\bmellem|\bmere end|\bover|\bunder|\bgået|\bvaret|\bventet|\bbrugt|\bafsonet|\btog) *$"
)
WAS = re.compile(
    r"\b(?:da|siden|fra|dengang|indtil|før|til)\s+(?:jeg|han|hun|de|vi|min \w+)\s+(?:var|blev|fyldte|er)\s+(?:(?:omkring|cirka|ca\.?|kun|bare|helt)\s+)?$"
)
DENIED = re.compile(r"\bikke\s+(?:\w+\s+)?(?:i\s+|på\s+)?$(?<!ikke mere )(?<!ikke andet )")
OLDEST = 99
GROWN_UP = 25
UNCERTAIN = ("et", "to", "tre", "en")  # "er to forskellige": small numbers in words count only with "år" or alone
YOUNGEST_BARE = 3  # two years in a story are rather time that went by than a child
SAYS_WHO = re.compile(
    rf"\b(?:er|e|på|bliver|fylder|alder|{PERSON})\W+(?:kun |lige )?\w+[\s-]*\w*\W*$|årig|gam\w+$|gl$|^\W*\w+\s*\w*\W*$"
)
Found = tuple[int, int, int]


def find(text: str, today: date) -> Iterator[Found]:
    """Yield (age in years, start, end) for each age in the lower-cased `text`; what is denied ("ikke 12") is left out.

    Where a grown-up writes of a young person and both ages stand there, only the young one's is given.
    """
    found = [each for each in _all(text, today) if not DENIED.search(text[max(0, each[1] - 30) : each[1]])]
    young = [each for each in found if each[0] < GROWN_UP]
    yield from sorted(young or found, key=lambda each: each[1])


def _all(text: str, today: date) -> Iterator[Found]:
    said = [*_said(text), *_becoming(text), *_born(text, today)]
    yield from said
    for match in MONTHS_OLD.finditer(text):
        yield int(match["n"]) // 12, match.start(), match.end()
    if not said:
        for level, start, end in find_classes(text):
            yield level + (SCHOOL_START if level <= LAST_CLASS else GYMNASIUM_START), start, end


def _said(text: str) -> Iterator[Found]:
    done = {match.start("n") for match in NOT_THIS.finditer(text)}
    patterns = (HALF, YEARS, IS, OF, ALONE, RATHER, NOW, IN_BRACKETS, *((BESIDE,) if WHO_FIRST.match(text) else ()))
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        if match.start("n") in done or not _is_age(text, match):
            continue
        done.add(match.start("n"))
        age = number(match["n"])
        yield age - 1 if age and match.groupdict().get("soon") else age, match.start("n"), match.end()
        for listed in _listed(text, match):
            done.add(listed[1])
            yield listed


def _listed(text: str, match: re.Match[str]) -> Iterator[Found]:
    """The further ages after one: "på 8, 10 og 12"; and those before it: "er 7 og 9 år"."""
    at = match.end()
    while (more := LISTED_AFTER.match(text, at)) and not NOT_AGE_AFTER.match(text, more.end()):
        yield number(more["n"]), more.start("n"), more.end()
        at = more.end()
    before = list(LISTED_BEFORE.finditer(text, max(0, match.start() - 20), match.start("n")))
    if before and re.fullmatch(r"\s*(?:og|,)\s*", text[before[-1].end() : match.start("n")]):
        yield number(before[-1]["n"]), before[-1].start("n"), before[-1].end("n")


def _becoming(text: str) -> Iterator[Found]:
    for match in BECOMES.finditer(text):
        if not NOT_AGE_AFTER.match(text, match.end()) or AFTER_SOON.match(text, match.end()):
            yield max(number(match["n"]) - 1, 0), match.start(), match.end()


def _born(text: str, today: date) -> Iterator[Found]:
    for match in BORN.finditer(text):
        age = today.year - (int(match["n"]) if match["n"] else 2000 + int(match["short"]))
        if 0 <= age <= OLDEST:
            yield age, match.start(), match.end()


def _is_age(text: str, match: re.Match[str]) -> bool:
    if BECOMES.search(text[max(0, match.start() - 12) : match.end()]):
        return False
    raw, years = match["n"], "år" in match.group()[match.start("n") - match.start() :]
    before = text[max(0, match.start() - 24) : match.start()]
    if WAS.search(text[max(0, match.start("n") - 40) : match.start("n")]) or number(raw) > OLDEST:
        return False
    if not years and match.re in (IS, OF) and (raw in UNCERTAIN or number(raw) == 0):
        return False
    if match.re is YEARS and number(raw) <= YOUNGEST_BARE and not SAYS_WHO.search(before + match.group()):
        return False
    impersonal = NOT_PERSON_BEFORE.search(before) and "årig" not in match.group()
    they = THEY_ALL.search(before) and not (years or LISTED_AFTER.match(text, match.end("n")))
    return not (NOT_AGE_AFTER.match(text, match.end()) or NOT_AGE_BEFORE.search(before) or impersonal or they)
