"""A visitor's turn as the dialogue sees it: what the NLU read, and what it is from the view of the question that stands open.

Shared by guidance and intake. Pure; knows no Rasa.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

# Below this a reading as question or command is a guess, and a guess must not eat what somebody wrote about a child.
SURE = 0.5
COMMANDS = frozenset({"restart", "bot_challenge", "ask_capabilities", "want_human", "want_call_back", "delete_my_data"})
# Read as a question only when it looks like one: they are too near to what families tell.
QUESTIONS = frozenset({"faq", "ask_other_help", "ask_status"})
ANSWERS = frozenset({"inform", "describe_problem", "affirm", "deny", "nlu_fallback", "worried_about_other"})
STOPS = frozenset({"stop", "goodbye"})
# Lead into a form; inside that form they only mean "go on".
LEADS_TO_GUIDANCE = frozenset({"check_fit"})
LEADS_TO_INTAKE = frozenset({"start_intake", "professional_referral"})
# Said when an answer was set right; actions/corrected.py names what it is now.
CORRECTED = "utter_aside_corrected"
LONGEST_COMMAND = 12
LONGEST_QUESTION = 16
# Danish asks with the verb first ("fører I journal"); "I" is "you" only as a capital: "bor i Viby" asks nothing.
_QUESTION = re.compile(
    r"^(?:hv[aoe]\w*|hvilke\w*|kan|må|skal|er|har|får|koster|kommer|findes)\b|\?\s*$|"
    r"^(?!(?:når|før|efter|for|der|her|hver|eller|mor|far)\b)\w+r\s+(?:(?-i:I)|man|jeg|du|vi|det|der|han|hun)\b",
    re.I,
)
_STOP = re.compile(
    r"\b(?:sto+p+\w*|stp|hold op|afbryd\w*|annull?er\w*|fortryd\w*|fortrød|slut\w*|nok|ikke mere|gider ik\w*|"
    r"vil ik\w*|færdig\w*|farvel|ha[iy] ?ha[iy]|hej hej|vi ses|ses|smut\w*|luk\w*|drop\w*|glem\w*|nej tak|senere|pause|"
    r"god ?nat|exit|quit|gå|går|væk|ud)\b",
    re.I,
)
# "I don't want to go to school any more" tells what is difficult; it does not end the talk.
_OF_LIFE = re.compile(r"\b(?:sk[oå]l\w*|klasse\w*|fritid\w*|fodbold\w*|sport|spise|sove|leve|hjem\w*)\b", re.I)


@dataclass(frozen=True)
class Reading:
    """What the visitor did. `facts` are entities by kind; `pressed` says that a button of ours was used.

    `themes` are the codes of design/intents.yml, the surest first; `helps` all kinds of help that were named, `ages` all ages;
    `asides` what was asked beside `text` (`bot.side_questions`).
    """

    text: str
    intent: str
    confidence: float = 1.0
    facts: Mapping[str, object] = field(default_factory=dict)
    pressed: bool = False
    themes: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()


class Verdict(StrEnum):
    """What a turn was, seen from the question that was asked."""

    TAKEN = "taken"
    UNCLEAR = "unclear"
    REPEAT = "repeat"
    DIGRESSION = "digression"
    CHANGE = "change"
    BACK = "back"
    STOP = "stop"


@dataclass(frozen=True)
class Turn:
    """`slots` are set, then `says` (a response name or none) is said, then the next question is asked."""

    verdict: Verdict
    slots: Mapping[str, object] = field(default_factory=dict)
    says: str | None = None


@dataclass(frozen=True)
class Step:
    """Which question of how many stands open, and whether it may be passed over."""

    number: int
    of: int
    optional: bool

    def as_message(self) -> dict[str, object]:
        """As an action sends it along with the question."""
        return {"step": asdict(self)}


def put_to(asked: Sequence[str], question: str) -> list[str]:
    """The questions that were put to the visitor, in order, with `question` as the newest; asked again is not put anew."""
    return list(asked) if question in asked[-1:] else [*asked, question]


def count(asked: Sequence[str], question: str, left: int, *, optional: bool) -> Step:
    """The number of `question` among those the visitor meets: `asked` were put already, `left` come after it.

    One more for each that is put, so that no number goes back or stands for two questions; what was told unasked is none.
    """
    number = len(put_to(asked, question))
    return Step(number, number + left, optional)


def is_command(reading: Reading) -> bool:
    """Surely a question or a command, not an answer: a short one that was read with confidence, or a button of ours."""
    if reading.pressed:
        return reading.intent not in ANSWERS
    if reading.intent.split("/")[0] in QUESTIONS:
        return is_short_and_sure(reading, LONGEST_QUESTION) and looks_like_a_question(reading.text)
    return reading.intent in COMMANDS and is_short_and_sure(reading)


def is_stop(reading: Reading) -> bool:
    """Surely the wish to stop or to leave. It must be said in words: "Storm" is a name, and near to "stop" in letters."""
    said = reading.pressed or (bool(_STOP.search(reading.text)) and not tells_of_life(reading.text))
    return reading.intent in STOPS and is_short_and_sure(reading) and said


def tells_of_life(text: str) -> bool:
    """Whether `text` names school, sleep, home and the like: what one may not want any more and still go on talking."""
    return bool(_OF_LIFE.search(text))


def looks_like_a_question(text: str) -> bool:
    """Whether `text` begins as Danish questions do, or ends with a question mark."""
    return bool(_QUESTION.search(text.strip()))


def is_short_and_sure(reading: Reading, longest: int = LONGEST_COMMAND) -> bool:
    """A button of ours, or at most `longest` words read with a confidence of SURE or more."""
    return reading.pressed or (reading.confidence >= SURE and len(reading.text.split()) <= longest)
