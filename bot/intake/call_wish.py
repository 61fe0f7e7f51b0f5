"""A number that somebody writes to be called on, wherever the conversation stands, and the words on when. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from bot.danish import call_times
from bot.intake.contact import REGION

FEW = 3
_CLAUSE = re.compile(r"[,.;!?\n]|\s(?:og|men|så)\s", re.I)
# What stands around a number, and is no answer to anything else.
_AROUND = re.compile(
    r"\b(?:mit|min|mobil\w*|tlf\w*|telefon\w*|nummer\w*|nr|er|det|ja|jo|ok|okay|tak|hej|kan|må|i|ringe?r?|mig|til|på|op|bare|gerne|"
    r"her|du|de|vil|helst|så|og)\b",
    re.I,
)


@dataclass(frozen=True)
class CallWish:
    """`phone` as E.164; `when` in the visitor's words, or None; `rest` what else the message says, without both."""

    phone: str
    when: str | None
    rest: str

    @property
    def is_all(self) -> bool:
        """Whether the message says nothing that could be the answer to another question."""
        return len(_AROUND.sub(" ", self.rest).split()) < FEW


def read_call_wish(text: str) -> CallWish | None:
    """The first telephone number in `text` that can be called, with when and the rest; None where there is none."""
    match = next(iter(phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.VALID)), None)
    if match is None:
        return None
    around = [clause.strip() for clause in _CLAUSE.split(f"{text[: match.start]}, {text[match.end :]}")]
    times = [clause for clause in around if clause and _says_when(clause)]
    rest = " ".join(clause for clause in around if clause and clause not in times)
    phone = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return CallWish(phone, ", ".join(times) or None, rest)


def _says_when(clause: str) -> bool:
    return next(call_times.find(clause.lower()), None) is not None
