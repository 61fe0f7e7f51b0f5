"""One visitor's turn in the intake: from what was said to what is known. Pure; the words are response names only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue import (
    ANSWERS,
    CORRECTED,
    LEADS_TO_GUIDANCE,
    LEADS_TO_INTAKE,
    Reading,
    Turn,
    Verdict,
    is_command,
    is_stop,
)
from bot.intake.contact import read_email, read_phone
from bot.intake.path import CONSENT, EMAIL, NAME, PHONE, SAFE, SEND, SKIPPED, answered, may_be_skipped
from bot.intake.record import LONGEST

AGE = "intake_child_age"
OLDEST = 120
GOES_ON = LEADS_TO_GUIDANCE | LEADS_TO_INTAKE
NAMES = (NAME, "intake_contact_name")
CLOSED = frozenset({"audience", CONSENT, AGE, PHONE, EMAIL, SEND})
_NAME_IS = re.compile(r"\b(?:hedder|hedde|navn er|navnet er|kaldes|kald (?:mig|ham|hende|barnet))\s+(?P<name>.+)", re.I)
_INITIALS = re.compile(r"^[^\W\d_]{1,2}\.?(?:\s*[^\W\d_]\.?){0,2}$")
_ONE_WORD = re.compile(r"^[^\W\d_]+(?:-[^\W\d_]+)?[.!]?$")
_STEERS = re.compile(
    r"^(?:ret\w*|tilbage|forrige|fortryd\w*|menneske\w*|person\w*|robot\w*|hjælp\w*|slet\w*|forfra|igen|skip|pas|spring|"
    r"hv[aoe]\w*|hvilke\w*|ingen\w*|anonym\w*)\b",
    re.I,
)
_NO_NAME = re.compile(r"^\W*(?:ja|jo|jep|nej|næ|ok|okay|hej|hejsa|tak)\W*$", re.I)
_SEND_IT = re.compile(r"^(?:ja,?\s+)?(?:bare\s+)?send(?:\s+(?:det|nu|den))*[\s.!]*$", re.I)


def read_turn(question: str, answers: Mapping[str, object], reading: Reading) -> Turn:
    """What `reading` means as the answer to `question`. Nothing that was written is lost to an error in another field."""
    if is_stop(reading):
        return Turn(Verdict.STOP)
    told = _slots_told(reading)
    if told:
        return Turn(Verdict.TAKEN, told)
    if _is_a_name(question, reading):
        return _own_words(question, answers, reading)
    if reading.intent == "repeat_please" or (reading.pressed and reading.intent in GOES_ON):
        return Turn(Verdict.REPEAT)
    corrected = _correction(question, answers, reading)
    if corrected is not None:
        return corrected
    if reading.intent == "dont_know":
        return _skip(question, answers)
    if is_command(reading):
        return Turn(Verdict.DIGRESSION)
    return _answer(question, answers, reading)


def _is_a_name(question: str, reading: Reading) -> bool:
    """One word or initials where a name is asked for, and no word that steers: no reading of a lone name can be trusted."""
    text = reading.text.strip()
    short = bool(_ONE_WORD.match(text) or _INITIALS.match(text))
    return question in NAMES and not reading.pressed and short and not _STEERS.search(text)


def _slots_told(reading: Reading) -> dict[str, object]:
    """Slots that a button names outright; only what the server found behind its own button can do that."""
    if not reading.pressed:
        return {}
    return {name: value for name, value in reading.facts.items() if name.startswith("intake_") or name == "audience"}


def _correction(question: str, answers: Mapping[str, object], reading: Reading) -> Turn | None:
    asked_back = reading.intent == "correct_answer"
    if not asked_back and question != SEND:
        return None
    facts = facts_for_slots(reading, question)
    if facts:
        changes = any(answered(answers, slot) and answers[slot] != value for slot, value in facts.items())
        return Turn(Verdict.TAKEN, facts, says=CORRECTED if changes else None)
    return Turn(Verdict.CHANGE) if asked_back or reading.intent == "deny" else None


def facts_for_slots(reading: Reading, question: str) -> dict[str, object]:
    """The name, age and ways to be reached that the message tells outright, by slot; what a correction may set."""
    found: dict[str, object] = {}
    name = _NAME_IS.search(reading.text)
    if name:
        found[NAME] = _clean_name(name["name"])
    age = _age(reading)
    if age is not None and question != PHONE and "phone" not in reading.facts:
        found[AGE] = age
    phone = read_phone(reading.text).value if not reading.pressed else None
    email = read_email(reading.text).value if not reading.pressed else None
    return {**found, **({PHONE: phone} if phone else {}), **({EMAIL: email} if email else {})}


def _answer(question: str, answers: Mapping[str, object], reading: Reading) -> Turn:
    if question not in CLOSED:
        return _own_words(question, answers, reading)
    turn = _closed_answer(question, answers, reading)
    if turn.verdict is Verdict.UNCLEAR and reading.intent in GOES_ON:
        return Turn(Verdict.REPEAT)
    if turn.verdict is Verdict.UNCLEAR and reading.intent not in ANSWERS and not re.search(r"[\d@]", reading.text):
        return Turn(Verdict.DIGRESSION)
    return turn


def _closed_answer(question: str, answers: Mapping[str, object], reading: Reading) -> Turn:
    if question == "audience":
        audience = reading.facts.get("audience")
        return Turn(Verdict.TAKEN, {"audience": audience}) if audience else Turn(Verdict.UNCLEAR)
    if question == AGE:
        return _age_answer(reading)
    if question == PHONE:
        return _phone_answer(answers, reading)
    return _email_answer(answers, reading) if question == EMAIL else _yes_or_no(question, reading)


def _yes_or_no(question: str, reading: Reading) -> Turn:
    if reading.intent == "affirm" or (question == SEND and _SEND_IT.match(reading.text.strip())):
        return Turn(Verdict.TAKEN, {question: "yes" if question == CONSENT else "send"})
    if reading.intent == "deny" and question == CONSENT:
        return Turn(Verdict.TAKEN, {CONSENT: "no"})
    return Turn(Verdict.UNCLEAR)


def _age(reading: Reading) -> int | None:
    value = reading.facts.get("age")
    if isinstance(value, (int, float)) and 0 <= value <= OLDEST:
        return int(value)
    return None


def _age_answer(reading: Reading) -> Turn:
    age = _age(reading)
    digits = re.search(r"\d+", reading.text)
    if age is None and digits and int(digits.group()[:6]) <= OLDEST:
        age = int(digits.group())
    if age is not None:
        return Turn(Verdict.TAKEN, {AGE: age})
    return Turn(Verdict.UNCLEAR, says="utter_intake_age_invalid" if digits else None)


def _phone_answer(answers: Mapping[str, object], reading: Reading) -> Turn:
    phone, email = read_phone(reading.text), read_email(reading.text)
    if phone.value:
        return Turn(Verdict.TAKEN, {PHONE: phone.value, **({EMAIL: email.value} if email.value else {})})
    if email.value:
        return Turn(Verdict.TAKEN, {EMAIL: email.value, PHONE: SKIPPED})
    if reading.intent == "deny":
        return _skip(PHONE, answers)
    return Turn(Verdict.UNCLEAR, says=f"utter_intake_phone_{phone.problem}")


def _email_answer(answers: Mapping[str, object], reading: Reading) -> Turn:
    email, phone = read_email(reading.text), read_phone(reading.text)
    if email.value:
        return Turn(Verdict.TAKEN, {EMAIL: email.value})
    if phone.value:
        return Turn(Verdict.TAKEN, {PHONE: phone.value, EMAIL: SKIPPED})
    if reading.intent == "deny":
        return _skip(EMAIL, answers)
    return Turn(Verdict.UNCLEAR, says=f"utter_intake_email_{email.problem}")


def _own_words(question: str, answers: Mapping[str, object], reading: Reading) -> Turn:
    if reading.pressed:
        return _skip(question, answers) if reading.intent == "deny" else Turn(Verdict.UNCLEAR)
    words = reading.text.strip()[:LONGEST]
    if not words:
        return Turn(Verdict.UNCLEAR)
    if question in NAMES:
        if _NO_NAME.match(words):
            return Turn(Verdict.UNCLEAR)
        if words.endswith("?"):
            return Turn(Verdict.UNCLEAR if reading.intent in ANSWERS else Verdict.DIGRESSION)
        return Turn(Verdict.TAKEN, {question: _name(words)})
    no_calls = question == SAFE and reading.intent == "deny"
    return Turn(Verdict.TAKEN, {question: words, **({PHONE: SKIPPED} if no_calls else {})})


def _name(words: str) -> str:
    said = _NAME_IS.search(words)
    return _clean_name(said["name"]) if said else words


def _clean_name(text: str) -> str:
    return re.split(r"[,.;!?\n]|\s+og\s", text, maxsplit=1)[0].strip() or text.strip()


def _skip(question: str, answers: Mapping[str, object]) -> Turn:
    if may_be_skipped(answers, question):
        return Turn(Verdict.TAKEN, {question: SKIPPED})
    if question in (PHONE, EMAIL):
        other = EMAIL if question == PHONE else PHONE
        return Turn(Verdict.TAKEN, {question: SKIPPED, other: None}, says="utter_intake_contact_needed")
    return Turn(Verdict.UNCLEAR, says="utter_intake_name_needed" if question == NAME else None)
