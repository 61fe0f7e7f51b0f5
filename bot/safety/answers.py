"""Reads the answer to a question of the safety dialogue: yes, no, unsure, what makes help hard to reach, or something else.

Everything that stands on a button of the talk can be said in words too (design/conversation.md).
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.safety.normalise import fold

LONGEST = 200


class Answer(StrEnum):
    """What an answer in words came to; the values are those of the buttons' payloads, but for PERSON, DELETE and FREE."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    GO_ON = "go_on"
    HARD_TO_CALL = "hard_to_call"
    RATHER_WRITE = "rather_write"
    ADULT_WORDS = "adult_words"
    WHO_KNOWS = "who_knows"
    NO_WORDS = "no_words"
    NO_ANSWER = "no_answer"
    CALLED = "called"
    SOMEONE_HERE = "someone_here"
    ALONE = "alone"
    PERSON = "person"
    DELETE = "delete"
    FREE = "free"


_NOT = r"(?:ikke|ik|ikk|ike)"
YES = re.compile(
    r"^\W*(ja+|jo|jep|jaa|yes|yup|yeah|mm|ja det (er|har) jeg|desvaerre|lidt|nogle gange|af og til|det tror jeg)\b"
)
NO = re.compile(
    r"^\W*(?:(?:hva|hvad|aeh|oeh|altsaa|men|jamen)\W+)?(nej+|nope|no|naeh?|ikke lige nu|slet ikke|overhovedet ikke)\b"
)
UNSURE = re.compile(r"^\W*((jeg )?ved (det )?(ikke|ik)|maaske|idk|tror jeg|det ved jeg ikke|aner ikke)\b")
GO_ON = re.compile(r"\b(videre|fortsaet(?:te?)?|tilbage til)\b")
# What is said about reaching help, looked for anywhere in the message and before yes and no: "nej, jeg tør ikke ringe".
_WISHES = (
    (
        Answer.NO_ANSWER,
        rf"\b(?:ingen|de|der er {_NOT} nogen,? der) (?:tager|tog|svarer|svarede)\b|\btager (?:den )?{_NOT} telefon\w*|"
        rf"\b(?:optaget|koe|telefonkoe|ventekoe)\b|\bde (?:tager|tog) (?:den )?{_NOT}\b|"
        rf"\b(?:kommer|kan|kunne) {_NOT} (?:komme )?igennem\b",
    ),
    (
        Answer.PERSON,
        r"\b(?:tale|snakke|skrive|chatte) med (?:et|en|nogle) (?:rigtig\w* )?(?:menneske\w*|person|medarbejder|raadgiver)\b|"
        r"\bring(?:e)? (?:til )?mig\b|\bringes op\b|\bringer mig op\b",
    ),
    (
        Answer.DELETE,
        r"\bslette?r? (?:jeg |man |i |du )?(?:det|det her|alt det her|samtalen|chatten|beskeden|beskederne|mine oplysninger)\b",
    ),
    (
        Answer.HARD_TO_CALL,
        rf"\b(?:toer|kan|vil|tor|orker|magter|gider) (?:altsaa |bare |godt |jo )?{_NOT} (?:at )?(?:ringe|snakke i telefon|"
        r"tale i telefon)\b|\b(?:svaert|slemt|ubehageligt|angst for|bange for) at (?:ringe|tale i telefon|snakke i telefon)\b|"
        r"\bhader at (?:ringe|snakke i telefon|tale i telefon)\b",
    ),
    (
        Answer.RATHER_WRITE,
        r"\b(?:hellere|helst|kan (?:jeg|man)|maa jeg|vil gerne) (?:\w+ ){0,2}(?:skrive|chatte|sms\w*)\b(?! med)|"
        r"\ber der (?:en |ogsaa )?(?:chat|sms)\b",
    ),
    (
        Answer.NO_WORDS,
        rf"\bved (?:bare |jo )?{_NOT},? hvad (?:jeg|man) skal (?:sige|skrive)\b|\bkan {_NOT} (?:forklare|saette ord)\b|"
        r"\b(?:har ingen|mangler) ord\b",
    ),
    (
        Answer.ADULT_WORDS,
        r"\bhvad (?:skal|kan) jeg sige\b|\bhvordan (?:siger|fortaeller|spoerger) jeg\b|\bhvordan (?:skal|kan) jeg "
        r"(?:sige|fortaelle|spoerge|tale med|snakke med)\b|\bhvordan (?:taler|snakker) jeg med\b",
    ),
    (
        Answer.WHO_KNOWS,
        r"\bhvem (?:faar|kan|ser|laeser|skal) (?:\w+ ){0,3}(?:vide|se|laese|det|dette|med)\b|"
        r"\b(?:siger|fortaeller) (?:i|du) (?:det|noget|mine|min)\b|\b(?:faar|skal) (?:min|mine) (?:mor|far|foraeldre)\b|"
        r"\ber (?:det|du|i|jeg|her|chatten) (?:her )?(?:anonym\w*|hemmelig\w*|fortrolig\w*)\b|"
        rf"\bkontakter (?:i|du) (?:min|mine)\b|\blaeser (?:de|i|nogen|du) (?:det|med|dette)\b|"
        rf"\b(?:kan|maa) (?:i|de|du|man|nogen|(?:min )?(?:mor|far)) se (?:det|h?vem|h?vad|alt)\b|"
        rf"\bring {_NOT} til (?:min|mine)\b|"
        r"\bkommer der nogen (?:hjem|herhen|hen)\b|\bfinder (?:min|mine|mor|far)\b.{0,12}\bud\b",
    ),
    (Answer.CALLED, r"\bhar (?:lige |nu |allerede )?ringet\b"),
    (
        Answer.SOMEONE_HERE,
        r"\b(?:mor|far|foraeldre|soester|storesoester|bror|storebror|ven|veninde|kaereste|bedste|bedstemor|mormor|farmor|"
        r"kone|mand) (?:er|sidder|staar|kom|kommer) (?:lige |nu |ogsaa |inde )?(?:her|ved siden af|hos mig|hjemme)\b|"
        r"\bder (?:er|sidder|staar) (?:en|nogen)(?: voksen| anden)? (?:her|hos mig|ved siden af)\b",
    ),
    (
        Answer.ALONE,
        rf"\bjeg er (?:helt )?alene (?:hjemme|her|nu|lige nu)\b|\bder er {_NOT} (?:nogen|andre) (?:her|hjemme)\b",
    ),
)
WISHES = tuple((answer, re.compile(pattern)) for answer, pattern in _WISHES)
REACHING_HELP = frozenset(answer for answer, _ in _WISHES) - {Answer.PERSON, Answer.DELETE}
_DENIED = re.compile(rf"\b(?:{_NOT}|aldrig|ingen)\b")
# A sentence with a "not" in it says the opposite: "min mor er ikke hjemme", "jeg har ikke ringet".
_ONLY_WITHOUT_A_NOT = frozenset({Answer.CALLED, Answer.SOMEONE_HERE, Answer.PERSON})


_SOMEBODY = (
    r"(?:\w*soen|\w*datter|\w*barn|boern|dreng|pige|knaegt|teenager|elev\w*|patient\w*|ven|veninde|\w*soester|\w*bror|kaereste|"
    r"kammerat|klassekammerat|mor|far|faetter|kusine)"
)
ANOTHER = re.compile(
    rf"\b(?:handler|gaelder|drejer sig|skriver|taler|mener|mente) (?:\w+ ){{0,3}}?(?:min|mit|mine|vores|en|et) (?:\w+ )?"
    rf"{_SOMEBODY}\b|"
    rf"\b(?:handler|gaelder|drejer sig|er|om) {_NOT} (?:om )?mig\b|"
    rf"\bdet er (?:min|mit|vores|en|et) (?:\w+ )?{_SOMEBODY}\b|\b(?:ham|hende|han|hun)\b\W{{1,3}}{_NOT} mig\b"
)
# Not "nothing yet", and nothing of who has not eaten.
_TAKEN_NOTHING = re.compile(
    rf"\bhar (?:hun |han |jeg |de )?(?:slet )?{_NOT} (?:tag\w*|slugt) (?:noget|nogen|piller)\b(?!\W+(?:endnu|nu|lige nu)\b)"
)
WHY = re.compile(r"\bhvorfor (?:\w+ ){0,2}?(?:spoerg\w*|vide)\b|^\W*hvorfor(?: det)?\W*$|\bhvad (?:rager|kommer) det\b")


def speaks_of_another(text: str) -> bool:
    """Whether `text` says that not the writer but somebody else is meant."""
    return bool(ANOTHER.search(fold(text.casefold())))


def speaks_of_oneself(text: str) -> bool:
    """Whether the writer is in `text` at all."""
    return bool(re.search(r"\b(?:jeg|jg|jei|jej|mig|mej)\b", text.casefold()))


def has_taken_nothing(text: str) -> bool:
    """Whether `text` says that nothing was taken."""
    return bool(_TAKEN_NOTHING.search(fold(text.casefold())))


def asks_why(text: str) -> bool:
    """Whether `text` asks why the question is asked."""
    return bool(WHY.search(fold(text.casefold())))


def read_answer(text: str) -> Answer:
    """The answer in `text`; FREE when it is none of them."""
    said = fold(text.casefold())[:LONGEST]
    for answer, pattern in WISHES:
        if pattern.search(said) and not (answer in _ONLY_WITHOUT_A_NOT and _DENIED.search(said)):
            return answer
    for answer, pattern in ((Answer.UNSURE, UNSURE), (Answer.NO, NO), (Answer.YES, YES)):
        if pattern.search(said):
            return answer
    return Answer.GO_ON if GO_ON.search(said) and len(said) < 60 else Answer.FREE
