"""The answers of which all pairs are tried: by which button or in which words each is given, and what they mean to the table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.guidance.answers import QUESTIONS, Answers, answers_from
from bot.guidance.path import questions
from bot.guidance.table import Decision, load_table
from tests.conversations.pairwise_rows import Row, rows_meeting_all_pairs

BUTTON, TEXT, SKIP = "button", "text", "skipped"
SKIP_TITLE = "Spring over"
SKIP_WORDS = "det vil jeg helst ikke svare på"


@dataclass(frozen=True)
class Given:
    """How one answer is given: the button's title (None: it can only be typed), the words, and the slots it fills."""

    title: str | None
    words: str
    slots: Mapping[str, object]


def _age(age: int) -> Given:
    return Given(None, str(age), {"guidance_age": age})


def _skip(question: str, title: str | None = SKIP_TITLE, value: object = SKIP) -> Given:
    return Given(title, SKIP_WORDS, {question: value})


def _theme(title: str, words: str, *themes: str) -> Given:
    return Given(title, words, {"guidance_themes": list(themes)})


def _help(title: str, words: str, code: str) -> Given:
    return Given(title, words, {"guidance_help": [code]})


GIVEN: Mapping[str, Mapping[str, Given]] = {
    "audience": {
        "young_self": Given(
            "Jeg er barn eller ung",
            "jeg er ung, og det handler om mig selv",
            {"audience": "young", "guidance_about": "self"},
        ),
        "young_other": Given(
            "Jeg er bekymret for en ven",
            "jeg er bekymret for min veninde",
            {"audience": "young", "guidance_about": "other"},
        ),
        "parent": Given("Jeg er forælder", "jeg er forælder", {"audience": "parent", "guidance_about": "child"}),
        "professional": Given(
            "Jeg arbejder med børn", "jeg er lærer", {"audience": "professional", "guidance_about": "child"}
        ),
    },
    "guidance_age": {
        "4": _age(4),
        "5": _age(5),
        "12": _age(12),
        "17": _age(17),
        "18": _age(18),
        SKIP: _skip("guidance_age"),
    },
    "guidance_municipality": {
        "aarhus": Given("Ja, i Aarhus", "i Aarhus", {"guidance_municipality": "aarhus"}),
        "elsewhere": Given("Nej, et andet sted", "i Horsens", {"guidance_municipality": "elsewhere"}),
        "unsure": _skip("guidance_municipality", "Det er jeg ikke sikker på", "unsure"),
    },
    "guidance_themes": {
        "worry": _theme("Bekymring eller angst", "angst og mange bekymringer", "worry_anxiety"),
        "sadness": _theme("Ked af det", "ked af det og græder meget", "sadness"),
        "school": _theme("Skole", "bliver tit hjemme fra skole", "school_absence"),
        "food": _theme("Mad og krop", "mange tanker om mad og krop", "body_food"),
        "other": _theme("Noget andet", "", "unspecified"),
        SKIP: Given(None, SKIP_WORDS, {"guidance_themes": SKIP}),
    },
    "guidance_duration": {
        "days": Given("Nogle dage", "et par dage", {"guidance_duration": "days"}),
        "weeks": Given("Nogle uger", "det begyndte for nogle uger siden", {"guidance_duration": "weeks"}),
        "half_year": Given("Et halvt år", "et halvt års tid", {"guidance_duration": "half_year"}),
        "year": Given("Et år eller mere", "flere år", {"guidance_duration": "year_plus"}),
        SKIP: _skip("guidance_duration"),
    },
    "guidance_impact": {
        "none": Given("Ikke så meget", "det fylder ikke ret meget", {"guidance_impact": "none"}),
        "some": Given("Noget", "det fylder noget", {"guidance_impact": "some"}),
        "a_lot": Given("Meget", "det fylder meget", {"guidance_impact": "a_lot"}),
        "almost_everything": Given(
            "Næsten det hele", "det fylder næsten det hele", {"guidance_impact": "almost_everything"}
        ),
        SKIP: _skip("guidance_impact"),
    },
    "guidance_help": {
        "none": _help("Nej, ikke noget", "nej, der er ingen hjælp", "none"),
        "school": _help("På skolen", "der er hjælp fra skolen", "school"),
        "municipality": _help("I kommunen", "der er hjælp fra kommunen", "municipality"),
        "psychiatry": _help("I psykiatrien", "der er et forløb i psykiatrien i gang", "psychiatry"),
        "waiting_list": _help("På venteliste", "vi står på venteliste", "waiting_list"),
        SKIP: _skip("guidance_help"),
    },
    "guidance_safety": {
        "danger": Given("Ja", "", {"guidance_safety": "danger"}),
        "no": Given("Nej", "nej, slet ikke", {"guidance_safety": "no"}),
        "unsure": Given("Jeg er i tvivl", "det ved jeg ikke", {"guidance_safety": "unsure"}),
    },
    "way": {BUTTON: Given(None, "", {}), TEXT: Given(None, "", {})},
}


def rows() -> list[Row]:
    """The answers of each conversation: all pairs of answers meet that can meet."""
    return rows_meeting_all_pairs({name: tuple(each) for name, each in GIVEN.items()}, asked)


def asked(row: Row) -> Collection[str]:
    """The questions this visitor really gets (one early fact can settle the outcome), and the way of answering."""
    slots: dict[str, object] = {}
    names = ["way"]
    while question := _next(slots):
        names.append(question)
        slots |= GIVEN[question][row[question]].slots
    return names


def slots_of(row: Row) -> dict[str, object]:
    """What the bot knows when it has asked all that it asks."""
    slots: dict[str, object] = {}
    for name in asked(row):
        slots |= GIVEN[name][row[name]].slots
    return slots


def decided(row: Row) -> tuple[Decision, Answers]:
    """What the decision table says to these answers."""
    answers = answers_from(slots_of(row))
    return load_table("aarhus").decide(answers), answers


def _next(slots: Mapping[str, object]) -> str | None:
    still = [each for each in questions(slots, load_table("aarhus")) if slots.get(each) is None]
    return still[0] if still else None


def facts(row: Row) -> dict[str, str]:
    """The facts that the reason must name, by name: words as they stand in the outcome."""
    decision, answers = decided(row)
    words = {"age": f"{answers.age} år" if answers.age is not None else "", "municipality": ""}
    if answers.municipality == "aarhus":
        words["municipality"] = "Aarhus"
    return {name: words[name] for name in decision.because if words.get(name)}


assert set(GIVEN) - {"way"} == set(QUESTIONS) - {"guidance_about"}
