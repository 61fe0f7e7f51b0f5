"""Reads the answer to a question of the safety dialogue: yes, no, unsure, wants to go on, or something else."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.safety.normalise import fold


class Answer(StrEnum):
    """What an answer in words came to; the values are those of the buttons' payloads."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    GO_ON = "go_on"
    FREE = "free"


YES = re.compile(
    r"^\W*(ja+|jo+|jep|jaa|yes|yup|yeah|mm|ja det (er|har) jeg|desvaerre|lidt|nogle gange|af og til|det tror jeg)\b"
)
NO = re.compile(r"^\W*(nej+|nope|no|naeh?|ikke lige nu|slet ikke|overhovedet ikke)\b")
UNSURE = re.compile(r"^\W*((jeg )?ved (det )?(ikke|ik)|maaske|idk|tror jeg|det ved jeg ikke|aner ikke)\b")
GO_ON = re.compile(r"\b(videre|fortsaette?|tilbage til)\b")


def read_answer(text: str) -> Answer:
    """The answer in `text`; FREE when it is none of them."""
    said = fold(text.casefold())[:200]
    for answer, pattern in ((Answer.UNSURE, UNSURE), (Answer.NO, NO), (Answer.YES, YES)):
        if pattern.search(said):
            return answer
    return Answer.GO_ON if GO_ON.search(said) and len(said) < 60 else Answer.FREE
