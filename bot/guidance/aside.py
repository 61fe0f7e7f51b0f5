"""What was told in the talk about danger, which the server holds alone (ADR 0005): facts, so that nobody is asked them again.

Pure; read by the same rules as every message (`bot.danish.facts`), but narrower, since nothing of it was asked for: only
clauses about the one the guidance is about count, and never how much it touches the day, for "hele tiden" answers
another question there. Words themselves never pass on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.danish.facts import extract
from bot.guidance.answers import ABOUT, AGE, AUDIENCE, DURATION, HELP, MUNICIPALITY, SKIPPED
from bot.guidance.telling import is_of_the_past
from bot.guidance.voices import (
    FIRST_PERSON,
    IS_YOUNG,
    OLDEST_YOUNG,
    is_about_a_child,
    is_about_a_friend,
    writes_at_work,
)

INTAKE_FORM, INTAKE_AGE = "intake_form", "intake_child_age"
OTHER = "other"
OF_ONE_PERSON = (AGE, DURATION, HELP, MUNICIPALITY)
_CLAUSE = re.compile(r"(?<=[.!?;\n])\s*|,(?!\d)\s*|\s+(?=(?:og|men|fordi)\s)")
_OTHERS = re.compile(
    r"\b(?:mor|mors|far|fars|mødre|fædre|forældre\w*|\w*mormor|\w*farmor|\w*morfar|\w*farfar|bedste\w*|tante|moster|faster|"
    r"onkel|kusine|fætter|\w*søster|\w*bror|søskende|brødre|søstre|venner|veninder|lærer\w*|hans|hendes|ham|hende|de|dem|deres)\b",
    re.I,
)
_OWN_CHILD = re.compile(r"\b(?:min|mit|mine|vores)\s+(?:\w+\s+)?(?:\w*datters?|\w*søns?|barns?|børns?|døtres?)\b", re.I)
# Help that is there, not help that is thought of: "jeg går til psykolog", but not "skal jeg ringe til lægen".
_HAS_HELP = re.compile(
    r"\b(?:går (?:til|hos|i)|gået (?:til|hos|i)|kommer (?:hos|i)|får hjælp|tilknyttet|indlagt|venter på|henvist|venteliste\w*|"
    r"udredning\w*|udredes|har (?:en )?(?:psykolog|kontaktperson|støtteperson|sagsbehandler))\b",
    re.I,
)


@dataclass(frozen=True)
class Aside:
    """One message that the engine did not get; `about` is "other" where the screening read danger to somebody else."""

    text: str
    about: str | None = None


def told_aside(messages: Iterable[Aside], audience: str | None, today: date | None = None) -> dict[str, object]:
    """The facts in `messages` by slot, the newest of a kind; `audience` is who is known to write.

    Empty for what a young person writes about somebody else, and for what a parent writes about oneself.
    """
    told: dict[str, object] = {}
    of_another = False
    for message in messages:
        of_another = of_another or message.about == OTHER
        told |= _told(message, told.get(AUDIENCE, audience), of_another, today)
    if told.get(AUDIENCE) == "young" and not of_another:
        told[ABOUT] = "self"
    elif told.get(AUDIENCE) in ("parent", "professional"):
        told[ABOUT] = "child"
    return told


def taken_over(told: Mapping[str, object], slots: Mapping[str, object], form: str | None) -> dict[str, object]:
    """Which of the facts that the server sent become slots: those still open, and none when the talk is about a friend."""
    about_a_friend = slots.get(ABOUT) == OTHER
    names = {AUDIENCE, ABOUT, *(() if about_a_friend else OF_ONE_PERSON)}
    known = {name: value for name, value in told.items() if name in names}
    if form == INTAKE_FORM and AGE in known:
        known[INTAKE_AGE] = known[AGE]
    return {name: value for name, value in known.items() if slots.get(name) in (None, SKIPPED)}


def _told(message: Aside, audience: object, of_another: bool, today: date | None) -> dict[str, object]:
    says = next((fact.value for fact in extract(message.text, today) if fact.kind == "audience"), None)
    says = "professional" if says is None and writes_at_work(message.text) else says
    says = "parent" if says is None and _OWN_CHILD.search(message.text) else says
    writer = audience or says
    if writer in ("parent", "professional"):
        found = _of_a_child(message.text, today)
        return {**found, AUDIENCE: writer} if found or says == writer else {}
    if message.about == OTHER:
        return {}
    found = _of_oneself(message.text, of_another, today)
    young = IS_YOUNG.search(message.text) or (AGE in found and FIRST_PERSON.search(message.text))
    return {**found, AUDIENCE: "young"} if young else found


def _of_a_child(text: str, today: date | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for clause in _clauses(text):
        known = _facts(clause, today)
        found |= known if is_about_a_child(clause) else {k: v for k, v in known.items() if k == MUNICIPALITY}
    return found


def _of_oneself(text: str, of_another: bool, today: date | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for clause in _clauses(text):
        if is_about_a_child(clause) or is_about_a_friend(clause) or _OTHERS.search(clause):
            continue
        if not of_another or FIRST_PERSON.search(clause):
            found |= _facts(clause, today)
    return found


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause and clause.strip()]


def _facts(clause: str, today: date | None) -> dict[str, object]:
    """The facts of one clause by slot; of a number only what can be a child's or young person's age."""
    facts = extract(clause, today)
    found: dict[str, object] = {}
    for fact in reversed(facts):
        if (
            fact.kind == "age"
            and isinstance(fact.value, int)
            and fact.value <= OLDEST_YOUNG
            and not is_of_the_past(clause)
        ):
            found[AGE] = fact.value
        if fact.kind == "municipality" and not clause.rstrip().endswith("?"):
            found[MUNICIPALITY] = fact.value
        if fact.kind == "duration":
            found[DURATION] = fact.value
    helps = [fact.value for fact in facts if fact.kind == "help"]
    if helps and _HAS_HELP.search(clause) and not clause.rstrip().endswith("?"):
        found[HELP] = helps
    return found
