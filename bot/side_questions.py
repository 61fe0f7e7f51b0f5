"""What a message asks beside what it tells: its parts that are questions or wishes for a person. Pure; knows no Rasa.

"Jeg er 13 og sover ikke. Er det anonymt?" tells something and asks something. The engine reads the parts that ask by themselves
(bot/engine/processor.py) and the rest as the message, so that neither is lost to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.dialogue import SURE

# Not intents of the model: they are asked of the form itself, and only a form can answer them.
WHY, LEFT = "why", "left"
WISHES = ("want_human", "want_call_back")
# What can be answered beside something else: a wish, a question about the centre, a question of the form's own.
ANSWERED = frozenset({*WISHES, "faq", WHY, LEFT})
# Beside these a question is the message: a greeting or thanks before it asks for no answer of its own.
COURTESIES = frozenset(
    {"greet", "thank", "chitchat", "bot_challenge", "ask_capabilities", "out_of_scope", "repeat_please", "goodbye"}
)
# Told for the call, wherever in the message it stands.
OF_THE_CALL = ("phone", "email", "call_time")
MOST_PARTS = 4
LONGEST_WISH = 14
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_VERB = r"(?:kan|må|skal|vil|\w+r)"
_SOMEBODY = r"(?:i|man|jeg|du|vi|det|der|den|han|hun|nogen|en|centret|min|mit|mine|vores)"
_OPENS = rf"(?:hv(?:em|ad|or\w*|ilke\w*|is ikke)|{_VERB}\s+{_SOMEBODY})\b"
_ASKS = re.compile(rf"^\W*(?:(?:og|men|så|altså|ja|nej|hej|ellers)\W+)*{_OPENS}", re.I)
# Without a question mark only a short sentence that begins with a question word can be one.
_ASKS_OUTRIGHT = re.compile(r"^\W*(?:og\W+|men\W+)?hv(?:em|ad|or(?:når|dan|for)?|ilke\w*)\b(?:\W+\w+){1,9}\W*$", re.I)
_CLAUSE = re.compile(rf"\s*(?:,|\s(?=(?:og|men)\s))\s*(?=(?:(?:og|men|så)\s+)?{_OPENS})", re.I)
_WISH = re.compile(
    r"\b(?:mennesk\w*|person|voksen|medarbejder|rådgiver|rigtig|ring\w*|opring\w*|opkald\w*|telefon\w*|tale med|snakke med)\b",
    re.I,
)
ASKED_TO_SEND = frozenset({"utter_people_number", "utter_people_number_again"})
_YES = re.compile(r"^\W*(?:ja+|jo|jep|ok|okay|gerne|selvfølgelig|meget gerne)\b", re.I)
# The order alone: "sender I det videre" and "hvornår bliver det sendt" ask, and send nothing.
_SEND = re.compile(r"\bsend\b", re.I)
_NO = re.compile(r"\b(?:nej|ikke|ikk|ik|aldrig|vent|fortryd\w*)\b", re.I)
_NOT = re.compile(r"\b(?:ikke|aldrig)\b", re.I)
_WHY = re.compile(
    r"^\W*(?:(?:men|og|ja|nej)\W+)*(?:hvorfor\b.*\b(?:vide|spø\w*|brug\w*|kommer det)\b|hvorfor\W*$|"
    r"hvad (?:skal (?:du|i|det)|rager|kommer det|vil (?:du|i) bruge))",
    re.I,
)
_LEFT = re.compile(
    r"\bhvor mange (?:\w+ ){0,2}(?:spørgsmål|spørsmål)|\bmange (?:flere )?spørgsmål (?:\w+ ){0,3}(?:tilbage|endnu|igen)|"
    r"\bhvor (?:langt|meget) (?:\w+ ){0,3}(?:tilbage|endnu|igen|nået|mangler)|"
    r"\b(?:er (?:vi|du|jeg) snart færdig\w*|snart færdig\w*\W*$)|"
    r"\bhvor (?:langt|meget) (?:er|mangler) (?:vi|der|jeg)\b|\bflere spørgsmål(?: endnu)?\W*$",
    re.I,
)


def asking_parts(text: str) -> tuple[str, ...]:
    """The parts of `text` that may ask, in order, as they stand in it. None where it is one part: it is read as a whole."""
    parts = [(part.strip(), sentence) for sentence in _SENTENCE.findall(text) for part in _clauses(sentence)]
    parts = [each for each in parts if has_words(each[0])]
    asking = [part for part, sentence in parts if _may_ask(part, sentence)]
    return (
        tuple(re.sub(r"^(?:og|men|så)\s+", "", part, flags=re.I) for part in asking[:MOST_PARTS])
        if len(parts) > 1
        else ()
    )


def _clauses(sentence: str) -> list[str]:
    """What stands before the first clause that opens like a question, and those clauses; only in a sentence that asks."""
    return _CLAUSE.split(sentence) if sentence.rstrip().endswith("?") else [sentence]


def _may_ask(part: str, sentence: str) -> bool:
    asks = bool(_ASKS.match(part) if sentence.rstrip().endswith("?") else _ASKS_OUTRIGHT.match(part))
    wishes = len(part.split()) <= LONGEST_WISH and bool(_WISH.search(part)) and not _NOT.search(part)
    return asks or wishes or asks_why(part)


def asks_why(text: str) -> bool:
    """Whether `text` asks why something is asked."""
    return bool(_WHY.search(text))


def asks_how_many_left(text: str) -> bool:
    """Whether `text` asks how many questions are still to come."""
    return bool(_LEFT.search(text))


def of_the_form(text: str) -> str | None:
    """The question about the questions themselves that `text` is, or None."""
    if asks_how_many_left(text):
        return LEFT
    return WHY if asks_why(text) else None


def is_answered_beside(name: str) -> bool:
    """Whether what is called `name` (an intent in full, WHY or LEFT) can be answered beside something else."""
    return name.split("/")[0] in ANSWERED


def name_of(parsed: Mapping[str, Any]) -> str:
    """The intent in full ("faq/price") that a text was read as with a confidence of SURE or more, else "nlu_fallback".

    Less than a message by itself needs: a part is only read when it is built like a question or a wish.
    """
    ranking = parsed.get("intent_ranking") or ()
    return str(ranking[0]["name"]) if ranking and ranking[0]["confidence"] >= SURE else "nlu_fallback"


def without(text: str, parts: Iterable[str]) -> str:
    """`text` without `parts`."""
    for part in parts:
        text = text.replace(part, " ", 1)
    return re.sub(r"\s{2,}", " ", text).strip(" ,\n")


def has_words(text: str) -> bool:
    """Whether anything stands in `text` but signs."""
    return bool(re.search(r"\w", text))


def says_send_it(text: str, asked: Sequence[str]) -> bool:
    """Whether `text` is the yes to sending a number; `asked` names the bot's last bubbles, the newest last.

    A question sends nothing; a bare yes does only where that was the last that was asked, or beside a question that nobody
    answers with yes.
    """
    at = next((place for place, name in enumerate(asked) if name in ASKED_TO_SEND), None)
    if at is None or _NO.search(text) or "?" in text or _ASKS.match(text):
        return False
    nothing_else = all(name.startswith("utter_ask_audience") for name in asked[at + 1 :])
    return bool(_SEND.search(text)) or (nothing_else and bool(_YES.search(text)))
