"""What the files about ways promise each other: catalogue, crisis sets, reasons, and the parts that name a way by its id."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import TypeGuard

import pytest
import yaml

from bot.routes import reasons as codes
from bot.routes.catalogue import CENTRE, Catalogue, Route, load_catalogue
from bot.routes.fit import Needs
from bot.routes.hours import Window
from bot.routes.reasons import PREFIX
from bot.routes.scoring import matches
from bot.routes.themes import NAMED, spoken
from bot.safety.words import SETS
from bot.settings import ROOT
from bot.texts import Texts, load
from tests.contracts.lix import too_hard

NLU_THEMES = (
    "worry_anxiety", "sadness", "body_food", "behaviour", "self_harm", "ocd", "restlessness_attention", "school_absence",
    "bullying", "loneliness", "family", "grief", "sleep", "trauma", "substance_use", "parents_addiction",
    "sexuality_gender", "autism_adhd", "digital", "self_esteem", "parenting",
)  # fmt: skip
CODES = {
    value
    for name, value in vars(codes).items()
    if name.isupper()
    and isinstance(value, str)
    and name not in {"PREFIX", "EMERGENCY", "LOCAL_MUNICIPALITY", "READING"}
} | {f"theme_{theme}" for theme in NAMED}
DIAGNOSES = re.compile(r"\b(angst|depression|adhd|autis|ocd|diagnos|psyko|spiseforstyr|ptsd)", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d[\d ]{4,}\d")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue("aarhus")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load()


def sentences(texts: Texts) -> dict[str, list[str]]:
    return {
        name.removeprefix(PREFIX): [variant.text for variant in variants]
        for name, variants in texts.responses.items()
        if name.startswith(PREFIX)
    }


def test_every_reason_has_a_sentence_and_every_sentence_a_reason(texts: Texts) -> None:
    assert set(sentences(texts)) == CODES


def test_every_theme_of_the_nlu_can_be_named() -> None:
    assert [theme for theme in NLU_THEMES if spoken(theme) is None] == []


@pytest.mark.parametrize("most", [25.0])
def test_every_reason_is_easy_to_read_names_no_diagnosis_and_holds_no_number(texts: Texts, most: float) -> None:
    for name, variants in sentences(texts).items():
        for text in variants:
            assert too_hard(text, most) is None, name
            assert text.endswith("."), name
            assert not DIAGNOSES.search(text), name
            assert not re.search(r"[\d!]", text), name


@pytest.mark.parametrize("theme", NLU_THEMES)
@pytest.mark.parametrize("audience", ["young", "parent"])
def test_every_theme_has_a_way_that_is_for_it(catalogue: Catalogue, theme: str, audience: str) -> None:
    voices = {"child", "young"} if audience == "young" else {audience}
    needs = Needs(audience, themes=(theme,))
    found = [
        route.id for route in catalogue.routes if route.reachable and route.audience & voices and matches(route, needs)
    ]
    assert found


def test_only_numbers_that_are_certain_are_shown(catalogue: Catalogue) -> None:
    shown = {route.id for route in catalogue.routes if route.phone_shown or route.sms_shown}
    assert shown == {
        "emergency_112", "laegevagt_midt", "giftlinjen", "police", "boernetelefonen", "livslinien", "lev_uden_vold",
        "headspace_family",
    }  # fmt: skip


def test_no_number_hides_in_a_name_a_description_or_the_hours(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        for text in (route.name, route.description, route.hours.shown or ""):
            assert not LONG_NUMBER.search(text), route.id


def hours_spoken(route: Route) -> set[str]:
    return {match.replace(".", ":") for match in re.findall(r"\b\d{1,2}(?:\.\d{2})?\b", route.hours.shown or "")}


def hours_of(windows: tuple[Window, ...]) -> set[str]:
    minutes = {edge % (24 * 60) for window in windows for edge in (window.start, window.end)} - {0}
    return {f"{edge // 60}:{edge % 60:02}" if edge % 60 else str(edge // 60) for edge in minutes}


def test_the_hours_a_family_reads_are_those_that_are_reckoned_with(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        if route.hours.kind == "weekly":
            assert hours_of(route.hours.windows) <= hours_spoken(route), route.id
        else:
            assert not hours_spoken(route), route.id


def test_unknown_hours_are_never_told_as_open(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        if route.hours.kind == "unknown":
            assert "åben" not in (route.hours.shown or "").replace("åbningstiden", ""), route.id


def test_what_is_for_the_staff_is_not_in_what_a_family_reads(catalogue: Catalogue) -> None:
    for route in catalogue.routes:
        shown = f"{route.description} {route.hours.shown or ''}".casefold()
        assert not re.search(r"github|bekræft|verificer|kilde|unverified", shown), route.id


def test_descriptions_are_as_easy_as_the_youngest_who_are_shown_them_need(catalogue: Catalogue) -> None:
    most = {route.id: 25.0 if "child" in route.audience else 35.0 for route in catalogue.routes}
    assert {each.id: fault for each in catalogue.routes if (fault := too_hard(each.description, most[each.id]))} == {}


def test_whoever_is_shown_the_report_to_the_municipality_is_told_that_parents_may_read_it(catalogue: Catalogue) -> None:
    assert "forældre" in catalogue.get("underretning_aarhus").description


def test_the_safety_dialogue_names_only_sets_that_exist(catalogue: Catalogue) -> None:
    tree = ast.parse((ROOT / "bot" / "safety" / "words.py").read_text("utf-8"))
    returned = {node.value.value for node in ast.walk(tree) if isinstance(node, ast.Return) and is_text(node.value)}
    named = set(SETS.values()) | {name for name in returned if not name.startswith("utter_")}
    assert {name for name in named if name not in catalogue.crisis_sets} == set()
    assert "parent_in_despair" in named


def is_text(node: ast.expr | None) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_way_of_a_danger_can_be_reached_apart_from_the_centre_whose_number_is_unknown(
    catalogue: Catalogue,
) -> None:
    assert {name for name in catalogue.crisis_ids if not catalogue.get(name).reachable} == {CENTRE}


def test_every_danger_has_two_ways_or_calls_112(catalogue: Catalogue) -> None:
    for name, members in catalogue.crisis_sets.items():
        assert len(members) > 1 or members == ("emergency_112",), name


def offered_in(path: Path) -> set[str]:
    """The ways that the answers of one topic file carry."""
    responses = yaml.safe_load(path.read_text("utf-8")).get("responses") or {}
    variants = [variant for variants in responses.values() for variant in variants]
    return {each["id"] for variant in variants for each in (variant.get("custom") or {}).get("routes", [])}


@pytest.mark.parametrize("path", sorted((ROOT / "domain").glob("*.yml")), ids=lambda path: path.name)
def test_a_way_that_an_answer_carries_exists_and_can_be_reached(catalogue: Catalogue, path: Path) -> None:
    assert {
        name for name in offered_in(path) if name not in catalogue.by_id or not catalogue.get(name).reachable
    } == set()


def test_some_answers_do_carry_ways() -> None:
    assert offered_in(ROOT / "domain" / "faq.yml")


def test_nothing_was_overdue_on_the_day_the_catalogue_was_gathered(catalogue: Catalogue) -> None:
    assert not any(route.overdue(date(2026, 11, 22)) for route in catalogue.routes)
    assert all(route.overdue(date(2026, 12, 1)) for route in catalogue.routes)


def test_each_file_holds_one_kind_and_starts_with_what_it_is_and_who_owns_it() -> None:
    for path in sorted((ROOT / "municipality" / "aarhus" / "routes").glob("*.yml")):
        text = path.read_text("utf-8")
        assert text.startswith("# "), path.name
        assert "# Owner: Center for Trivsel" in text, path.name
        kinds = {entry["kind"] for entry in yaml.safe_load(text).get("routes", [])}
        assert kinds <= {path.stem}, path.name
