"""The decision table: each outcome by the facts that lead there, and a broken table refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from bot.guidance.answers import Answers
from bot.guidance.table import Outcome, load_table, read_table
from bot.settings import ROOT

TABLE = load_table("aarhus")
CHILD = Answers(
    audience="parent", age=12, municipality="aarhus", themes=("worry_anxiety",), duration="months", impact="a_lot"
)
NEVER_ASKED = Answers()


def changed(**facts: object) -> Answers:
    values = {name: getattr(CHILD, name) for name in Answers.__dataclass_fields__}
    return Answers(**{**values, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({}, Outcome.CENTRE),
        ({"age": 5}, Outcome.CENTRE),
        ({"age": 17}, Outcome.CENTRE),
        ({"age": 4}, Outcome.YOUNGER),
        ({"age": 18}, Outcome.OLDER),
        ({"municipality": "elsewhere"}, Outcome.ELSEWHERE),
        ({"municipality": "unsure"}, Outcome.UNCLEAR),
        ({"municipality": None}, Outcome.UNCLEAR),
        ({"age": None}, Outcome.UNCLEAR),
        ({"themes": (), "impact": None}, Outcome.UNCLEAR),
        ({"impact": "none"}, Outcome.NEAR),
        ({"impact": "some", "duration": "weeks"}, Outcome.NEAR),
        ({"impact": "some", "duration": "half_year"}, Outcome.CENTRE),
        ({"impact": "almost_everything"}, Outcome.PSYCHIATRY),
        ({"impact": "almost_everything", "duration": "days"}, Outcome.CENTRE),
        ({"impact": "almost_everything", "duration": None, "themes": ("body_food",)}, Outcome.PSYCHIATRY),
        ({"help": ("psychiatry",)}, Outcome.ALREADY_HELPED),
        ({"help": ("school", "waiting_list")}, Outcome.ALREADY_HELPED),
        ({"help": ("school",)}, Outcome.CENTRE),
        ({"safety": "danger"}, Outcome.ACUTE),
        ({"safety": "unsure", "age": 30, "municipality": "elsewhere"}, Outcome.ACUTE),
        ({"safety": "no"}, Outcome.CENTRE),
    ],
)
def test_the_facts_lead_to_their_outcome(facts: dict[str, object], outcome: Outcome) -> None:
    assert TABLE.decide(changed(**facts)).outcome is outcome


def test_somebody_who_answers_nothing_still_gets_an_outcome() -> None:
    assert TABLE.decide(NEVER_ASKED).outcome is Outcome.UNCLEAR


def test_every_outcome_can_be_reached() -> None:
    assert {row.outcome for row in TABLE.rules} == set(Outcome)


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        ({"themes": ("self_harm",), "impact": "some"}, True),
        ({"themes": ("sadness",), "impact": "a_lot"}, True),
        ({"themes": ("sadness",), "impact": "some"}, False),
        ({"impact": "almost_everything"}, True),
        ({}, False),
    ],
)
def test_the_question_about_danger_is_asked_when_theme_or_effect_call_for_it(
    facts: dict[str, object], asks: bool
) -> None:
    assert TABLE.asks_about_safety(changed(**facts)) is asks


@pytest.mark.parametrize(
    "break_it",
    [
        lambda table: table["rules"].pop(),
        lambda table: table.update(rules=[]),
        lambda table: table["rules"][0].update(outcome="nowhere"),
        lambda table: table["rules"][0]["when"].update(saftey=["danger"]),
        lambda table: table.pop("safety_question"),
    ],
)
def test_a_broken_table_is_refused(break_it: object, tmp_path: Path) -> None:
    table = yaml.safe_load((ROOT / "municipality/aarhus/guidance.yml").read_text("utf-8"))
    break_it(table)  # type: ignore[operator]
    broken = tmp_path / "guidance.yml"
    broken.write_text(yaml.safe_dump(table), "utf-8")
    with pytest.raises(ValidationError):
        read_table(broken)
