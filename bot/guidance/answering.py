"""One visitor's turn in the guidance: from what was said to what is known. Pure; the words are response names only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import (
    ANSWERS,
    COMMANDS,
    CORRECTED,
    LEADS_TO_GUIDANCE,
    STOPS,
    SURE,
    Reading,
    Turn,
    Verdict,
    is_command,
    is_short_and_sure,
    is_stop,
    looks_like_a_question,
    tells_of_life,
)
from bot.guidance import telling, voices
from bot.guidance.answers import (
    ABOUT,
    AGE,
    AUDIENCE,
    DURATION,
    HELP,
    IMPACT,
    MUNICIPALITY,
    QUESTIONS,
    SAFETY,
    SKIPPED,
    THEMES,
    UNSPECIFIED,
    is_answered,
)
from bot.guidance.asking_back import asks_back

INTAKE = frozenset({"start_intake", "professional_referral"})
# After the outcome these open the guidance again (data/rules/guidance.yml).
OPENS = frozenset({"describe_problem", "check_fit", "inform", "worried_about_other"})
HEARD = "guidance_heard"
CHANGE = "guidance_change"
SAID = "guidance_said"
OLDEST = 99
SHORT = 8
BARE = 2
ALONE = 3
THANKS = "utter_guidance_thanks"
_BACK = re.compile(r"\b(?:tilbage|forrige|et skridt|sidste spørgsmål|fortryd\w*|fortrød)\b", re.I)
_CORRECTS = re.compile(
    r"^\W*(?:nej|næ|ikke|undskyld|ups|hov|jeg mente|jeg mener|rettelse|det passer ikke|forkert)\b", re.I
)
_ONLY_NO = re.compile(
    r"^\W*(?:nej|næ+h?|nope|nix)?\W*(?:slet|overhovedet|bestemt|aldrig|helt)?\W*(?:ik|ikk|ikke)?\W*$", re.I
)
_NUMBER = re.compile(r"^\D*(\d{1,2})\D*$")
# "Nej, men han siger nogle gange, at han er træt af det hele": no "no" to rest on.
_BUT = re.compile(
    r"\bmen\b.*\b(?:nogle gange|af og til|indimellem|engang imellem|måske|træt af|orker|magter|dø\w*|leve\w*|livet|være her|"
    r"forsvind\w*|væk)\b",
    re.I | re.S,
)
# A "no" that speaks of where somebody lives, or of nothing else: "nej, ingen selvmordstanker" says nothing of the place.
_NOT_HERE = re.compile(
    r"^\W*(?:nej|næ+h?|nope|nix)\W*(?:tak|desværre|ikke|det (?:gør|er)\b.*)?\W*$|"
    r"\b(?:bor|by\w*|kommune\w*|aarhus|århus|sted|uden ?for)\b",
    re.I,
)
_DANGER = re.compile(r"\b(?:ja|jo|jep|lidt|nogle gange|måske|af og til|tit|nok)\b", re.I)
# Kept when they were told before, unless the visitor corrects: a long story names other people's ages and places too.
KEPT = (AUDIENCE, AGE, MUNICIPALITY, DURATION, IMPACT, HELP)


def read_turn(question: str | None, slots: Mapping[str, object], reading: Reading) -> Turn:
    """What `reading` means while `question` stands open (None: all is known, the visitor may correct)."""
    if is_stop(reading):
        return Turn(Verdict.STOP)
    if reading.intent in STOPS and tells_of_life(reading.text):
        reading = replace(reading, intent="nlu_fallback")
    if question and (answered := asks_back(question, reading)):
        return Turn(Verdict.REPEAT, says=answered)
    goes_on = reading.intent in LEADS_TO_GUIDANCE and reading.pressed
    if goes_on or (reading.intent == "repeat_please" and is_short_and_sure(reading)):
        return Turn(Verdict.REPEAT)
    if reading.pressed and reading.facts.get(CHANGE) in QUESTIONS:
        return Turn(Verdict.TAKEN, {str(reading.facts[CHANGE]): None})
    known = _told(question, slots, reading)
    if reading.pressed and known:
        return Turn(Verdict.TAKEN, known)
    corrected = _correction(question, slots, reading, known)
    if corrected is not None:
        return corrected
    if question is None:
        # Told on after the outcome: nothing new to the table, so the outcome stands and its ways are shown again.
        return Turn(Verdict.TAKEN if known or reading.intent in OPENS else Verdict.DIGRESSION, known)
    if question != SAFETY and reading.intent.startswith("crisis_") and reading.confidence >= SURE:
        return Turn(Verdict.DIGRESSION)
    if is_command(reading) and reading.intent != "dont_know":
        return Turn(Verdict.DIGRESSION, _told_beside(reading, known))
    return _answer(question, slots, reading, known)


def _told_beside(reading: Reading, known: Mapping[str, object]) -> dict[str, object]:
    """ "Jeg er mor og vil tale med et menneske" tells who writes; of what a question presupposes only that is kept."""
    return {name: value for name, value in known.items() if reading.intent in COMMANDS or name in (AUDIENCE, ABOUT)}


def wants_intake(reading: Reading) -> bool:
    """Whether the visitor wants to send information now, instead of being guided."""
    return reading.intent in INTAKE and (reading.pressed or reading.confidence >= SURE)


def _told(question: str | None, slots: Mapping[str, object], reading: Reading) -> dict[str, object]:
    open_problem = question == THEMES or not is_answered(slots, THEMES)
    known = telling.told(reading, problem_is_open=open_problem)
    known = {**voices.voice(reading, {**slots, **known}), **known}
    if not open_problem and (more := telling.more_themes(reading, slots, after_the_outcome=question is None)):
        known |= more
    if known.get(AUDIENCE) == "young" and ABOUT not in known and slots.get(ABOUT) == "child":
        known[ABOUT] = None
    if _is_bare(reading):
        # "Nej" answers what was asked; it tells nothing about anything else.
        return {name: value for name, value in known.items() if name == question}
    if reading.pressed or (_may_overwrite(reading) and question not in known):
        # "Nej, der er ingen hjælp" answers what was asked; only when it does not, "nej" sets something else right.
        return known
    # After the outcome a lone age or place can only be meant to set it right.
    alone = (AGE, MUNICIPALITY) if question is None and len(reading.text.split()) <= ALONE else ()
    return {
        name: value
        for name, value in known.items()
        if name in (question, *alone) or name not in KEPT or slots.get(name) in (None, SKIPPED, "unsure")
    }


def _is_bare(reading: Reading) -> bool:
    if reading.pressed:
        return False
    short = reading.intent in ("affirm", "deny", "dont_know") and len(reading.text.split()) <= BARE
    return short or bool(_ONLY_NO.match(reading.text))


def _may_overwrite(reading: Reading) -> bool:
    return reading.intent == "correct_answer" or (
        bool(_CORRECTS.search(reading.text)) and len(reading.text.split()) <= SHORT
    )


def _correction(
    question: str | None, slots: Mapping[str, object], reading: Reading, known: Mapping[str, object]
) -> Turn | None:
    changed = {name: value for name, value in known.items() if is_answered(slots, name) and slots.get(name) != value}
    if changed and question not in changed and _may_overwrite(reading):
        return Turn(Verdict.TAKEN, known, says=CORRECTED)
    if (
        slots.get(HEARD) is not None
        and question not in known
        and reading.intent == "deny"
        and question in (DURATION, IMPACT)
    ):
        return Turn(Verdict.CHANGE, {THEMES: None, HEARD: None})
    if reading.intent != "correct_answer" or not (reading.pressed or reading.confidence >= SURE) or known:
        return None
    if not any(is_answered(slots, name) for name in QUESTIONS):
        return Turn(Verdict.REPEAT)  # nothing to change yet: the first question, in other words
    return Turn(Verdict.BACK) if _BACK.search(reading.text) else Turn(Verdict.CHANGE)


def _answer(question: str, slots: Mapping[str, object], reading: Reading, known: dict[str, object]) -> Turn:
    answer = {} if question in known else _as_answer(question, reading)
    if answer is not None:
        known = {**known, **answer, **_own_words(question, slots, reading)}
        return Turn(Verdict.TAKEN, known, says=_kind_word(known, reading))
    if known:
        # Something else was told: keep it and ask the same question in other words.
        return Turn(Verdict.TAKEN, known, says=_kind_word(known, reading))
    if reading.intent == "dont_know":
        return Turn(Verdict.TAKEN, telling.skip(question) if question != SAFETY else {SAFETY: "unsure"})
    if reading.intent in LEADS_TO_GUIDANCE:
        return Turn(Verdict.REPEAT)
    if reading.intent not in ANSWERS and (reading.confidence >= SURE or looks_like_a_question(reading.text)):
        return Turn(Verdict.DIGRESSION)
    return Turn(Verdict.UNCLEAR, says=_kind_word(known, reading))


def _kind_word(known: Mapping[str, object], reading: Reading) -> str | None:
    """What is said to a story in which no theme was named (themes are said back), and to a question that was not understood."""
    if reading.pressed or known.get(THEMES, [UNSPECIFIED]) != [UNSPECIFIED]:
        return None
    if looks_like_a_question(reading.text) and not known:
        return "utter_guidance_not_understood"
    return THANKS if telling.is_story(reading) else None


def _own_words(question: str, slots: Mapping[str, object], reading: Reading) -> dict[str, object]:
    """The visitor's words to a question that the intake would ask again (`bot.intake` takes them over)."""
    if question not in (DURATION, IMPACT, HELP) or reading.pressed:
        return {}
    before = slots.get(SAID)
    return {SAID: {**(before if isinstance(before, dict) else {}), question: reading.text}}


def _as_answer(question: str, reading: Reading) -> dict[str, object] | None:
    if question == AGE:
        return _age(reading)
    if question == ABOUT:
        whom = voices.about(reading) if reading.intent in ANSWERS else None
        return {ABOUT: whom} if whom else None
    if question == THEMES:
        return telling.problem(reading) if reading.intent in ANSWERS else None
    return _yes_or_no(question, reading)


def _age(reading: Reading) -> dict[str, object] | None:
    number = None if telling.is_of_the_past(reading.text) else _NUMBER.match(reading.text)
    return {AGE: int(number[1])} if number and int(number[1]) <= OLDEST else None


def _yes_or_no(question: str, reading: Reading) -> dict[str, object] | None:
    if question == SAFETY:
        return _safety(reading)
    if question == HELP and reading.intent == "deny":
        return {HELP: ["none"]}
    if question == IMPACT and reading.intent in ("affirm", "deny"):
        return {IMPACT: "a_lot" if reading.intent == "affirm" else "none"}
    if question == MUNICIPALITY and reading.intent == "affirm":
        return {MUNICIPALITY: "aarhus"}
    if question == MUNICIPALITY and reading.intent == "deny" and (reading.pressed or _NOT_HERE.search(reading.text)):
        return {MUNICIPALITY: "elsewhere"}
    return None


def _safety(reading: Reading) -> dict[str, object] | None:
    if _BUT.search(reading.text):
        return {SAFETY: "unsure"}
    if reading.intent == "deny" or re.match(r"^\W*(?:nej|næ|nope|nix|slet ikke|aldrig)\b", reading.text, re.I):
        return {SAFETY: "no"}
    if reading.intent == "affirm" or _DANGER.search(reading.text) or reading.intent.startswith("crisis_"):
        return {SAFETY: "danger"}
    return None
