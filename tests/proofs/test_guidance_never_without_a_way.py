"""The pure guidance over the full cross product of answers, at every hour of two weeks: "Never no without a way".

For every combination of answers: an outcome with approved words for each audience, a reason in the visitor's own facts that names
no diagnosis, and ways that hold at every hour (the checker of the routes, on the needs that the actions really hand on).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from actions.guidance_words import reason
from actions.ways import needs_of
from bot.guidance.answers import Answers
from bot.guidance.table import Decision, Outcome, Table, load_table
from bot.routes.catalogue import Catalogue
from bot.routes.ranking import Needs
from bot.texts import Texts
from tests.proofs.without_a_way import DIAGNOSES, HOURS, THEMES, Checker

AUDIENCES = (None, "young", "parent", "professional")
ABOUT = ("self", "other")
AGES = (None, 3, 5, 11, 14, 17, 18)
MUNICIPALITIES = (None, "aarhus", "elsewhere", "unsure")
THEME_SETS = (
    (),
    ("unspecified",),
    *((theme,) for theme in THEMES),
    ("worry_anxiety", "school_absence"),
    ("self_harm", "sadness"),
)
DURATIONS = (None, "days", "weeks", "months", "half_year", "year_plus")
IMPACTS = (None, "none", "some", "a_lot", "almost_everything")
HELPS = ((), ("none",), ("school",), ("doctor", "municipality"), ("psychiatry",), ("waiting_list",))
SAFETY = (None, "no", "unsure", "danger")
AXES = (AUDIENCES, ABOUT, AGES, MUNICIPALITIES, THEME_SETS, DURATIONS, IMPACTS, HELPS, SAFETY)
Told = tuple[Outcome, str | None, str]


def everything() -> Iterator[Answers]:
    """Every combination of answers."""
    for combination in itertools.product(*AXES):
        yield Answers(*combination)


def walk(table: Table, people: Iterator[Answers]) -> tuple[int, set[Needs], set[tuple[Decision, Answers]]]:
    """How many combinations there are, the different needs they lead to, and one person for each different reason."""
    count, needs, reasons = 0, set[Needs](), set[tuple[Decision, Answers]]()
    for answers in people:
        decision = table.decide(answers)
        count += 1
        needs.add(needs_of(answers, decision.outcome))
        reasons.add((decision, _only_what_counts(decision, answers)))
    return count, needs, reasons


def _only_what_counts(decision: Decision, answers: Answers) -> Answers:
    """The person with nothing but what the reason may name, so that like reasons are worded once."""
    kept = {
        name: getattr(answers, name) for name in ("audience", *decision.because) if name in Answers.__dataclass_fields__
    }
    return Answers(**kept)


def faults_of_words(told: set[tuple[Decision, Answers]], texts: Texts) -> list[str]:
    """What is wrong with the words of an outcome and its reason; empty when nothing is."""
    found = []
    for decision, answers in told:
        name = f"utter_outcome_{decision.outcome}"
        if name not in texts.responses:
            found.append(f"{name}: no words")
            continue
        words = reason(decision, answers, "horsens" if answers.municipality == "elsewhere" else answers.municipality)
        if not words.strip() or "{" in words or DIAGNOSES.search(_without_the_visitors(words, answers, texts)):
            found.append(f"{name}: {words!r}")
        if decision.outcome is not Outcome.ACUTE and "{reason}" not in texts.text(name, answers.audience):
            found.append(f"{name}: does not say why")
    return found


def _without_the_visitors(words: str, answers: Answers, texts: Texts) -> str:
    """Without what the visitor named: somebody who writes of autism may hear that word again."""
    for theme in answers.themes:
        name = f"utter_guidance_theme_{theme}"
        words = words.replace(texts.text(name), "") if name in texts.responses else words
    return words


def test_every_combination_of_answers_gets_an_outcome_a_reason_and_ways_at_every_hour(
    catalogue: Catalogue, texts: Texts, capsys: pytest.CaptureFixture[str]
) -> None:
    count, needs, told = walk(load_table("aarhus"), everything())
    assert not (found := faults_of_words(told, texts)), found[:10]
    _, faults = Checker(catalogue, texts).walk(needs)
    assert not faults, faults[:10]
    with capsys.disabled():
        print(
            f"\nguidance: {count:,} combinations of answers, {len(needs):,} different needs x {len(HOURS)} hours = "
            f"{count * len(HOURS):,} checked, {len(told):,} different reasons"
        )


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_whose_words_are_missing_is_found(outcome: Outcome, texts: Texts) -> None:
    _, _, told = walk(load_table("aarhus"), iter(_few()))
    less = Texts({name: words for name, words in texts.responses.items() if name != f"utter_outcome_{outcome}"})
    assert any("no words" in fault for fault in faults_of_words(told, less))


def test_a_rule_that_is_removed_is_found() -> None:
    table = load_table("aarhus")
    shortened = table.model_copy(update={"rules": table.rules[1:]})
    in_danger = Answers(age=14, municipality="aarhus", safety="danger")
    assert table.decide(in_danger).outcome is Outcome.ACUTE
    assert shortened.decide(in_danger).outcome is not Outcome.ACUTE


def _few() -> list[Answers]:
    return [answers for number, answers in enumerate(everything()) if number % 997 == 0]
