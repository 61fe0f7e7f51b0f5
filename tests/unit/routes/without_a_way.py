"""The checker of "Never no without a way", written against the files and the design instead of against the product.

`faults` says what is wrong with the ways shown to one person at one hour; `walk` goes over the whole cross product.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import yaml

from bot.routes.cards import card
from bot.routes.catalogue import Catalogue
from bot.routes.hours import open_state
from bot.routes.ranking import Choice, Moment, Needs, candidates, choose, moment_of
from bot.routes.reasons import why
from bot.settings import ROOT
from bot.texts import Texts
from tests.unit.routes.times import at

AUDIENCES = (None, "young", "parent", "professional")
# One age for each class between two borders of the catalogue's ages.
AGES = (None, 3, 5, 7, 10, 12, 13, 14, 15, 16, 17, 19, 22, 24, 26, 29, 40)
MUNICIPALITIES = ("aarhus", "another", "unsure", None)
OUTCOMES = (
    None, "centre", "near", "psychiatry", "acute", "younger", "older", "elsewhere", "already_helped", "unclear",
)  # fmt: skip
THEMES = (
    "worry_anxiety", "sadness", "body_food", "behaviour", "self_harm", "ocd", "restlessness_attention", "school_absence",
    "bullying", "loneliness", "family", "grief", "sleep", "trauma", "substance_use", "parents_addiction",
    "sexuality_gender", "autism_adhd", "digital", "self_esteem", "parenting",
)  # fmt: skip
WEEKS = ("2026-11-23 00:00", "2026-12-21 00:00")  # an ordinary one, and Christmas
HOURS = tuple(at(monday) + timedelta(hours=hour) for monday in WEEKS for hour in range(7 * 24))
DIAGNOSES = re.compile(r"\b(angst|depression|adhd|autis|ocd|diagnos|psyko|spiseforstyr|ptsd)", re.IGNORECASE)
EMERGENCY, CENTRE = "emergency_112", "center_for_trivsel"


def raw_entries() -> dict[str, dict[str, Any]]:
    """The ways as the files have them."""
    files = sorted((ROOT / "municipality" / "aarhus" / "routes").glob("*.yml"))
    found = [entry for path in files for entry in yaml.safe_load(path.read_text("utf-8")).get("routes", [])]
    return {entry["id"]: entry for entry in found}


def everyone(
    audiences: Iterable[str | None] = AUDIENCES,
    ages: Iterable[int | None] = AGES,
    themes: Iterable[str | None] = (None, *THEMES),
    outcomes: Iterable[str | None] = OUTCOMES,
) -> Iterator[Needs]:
    """Every combination of answers."""
    combined = itertools.product(audiences, ages, MUNICIPALITIES, themes, (False, True), outcomes)
    for audience, age, municipality, theme, danger, outcome in combined:
        named = (theme,) if theme else ()
        yield Needs(audience, age, municipality, named, outcome=outcome, parents_may_be_danger=danger)


@dataclass
class Checker:
    """Holds the ways of `catalogue` against the files."""

    catalogue: Catalogue
    texts: Texts
    entries: dict[str, dict[str, Any]] = field(default_factory=raw_entries)
    known: dict[tuple[object, ...], list[str]] = field(default_factory=dict)

    def faults(self, needs: Needs, shown: tuple[Choice, ...], open_ids: frozenset[str]) -> list[str]:
        """What is wrong with showing `shown`; empty when nothing is."""
        ids = [choice.route_id for choice in shown]
        besides = [self.entries[name] for name in ids if name != EMERGENCY]
        found = [fault for choice in shown for fault in self.faults_of_one(needs, choice)]
        found += ["fewer than two ways"] if len(set(ids)) < 2 else []
        found += ["more than three ways"] if len(ids) > 3 else []
        found += ["no way but 112"] if not besides else []
        found += ["none is open"] if not open_ids.intersection(ids) else []
        found += ["none is open day and night"] if not any(self.day_and_night(name) for name in ids) else []
        found += ["only ways that need a referral"] if all(entry["needs_referral"] for entry in besides) else []
        return found

    def faults_of_one(self, needs: Needs, choice: Choice) -> list[str]:
        key = (choice, needs.audience, needs.age, needs.municipality, needs.parents_may_be_danger)
        if key not in self.known:
            self.known[key] = [f"{choice.route_id}: {fault}" for fault in self._faults_of_one(needs, choice)]
        return self.known[key]

    def _faults_of_one(self, needs: Needs, choice: Choice) -> Iterator[str]:
        entry, sentence = self.entries[choice.route_id], why(choice, self.texts, needs.audience)
        shown = card(self.catalogue.get(choice.route_id), HOURS[0], sentence)
        if not meant_for(entry, needs.audience, needs.age):
            yield "not for this audience or age"
        if entry["area"] != "national" and needs.municipality != "aarhus":
            yield "not for where they live"
        if needs.parents_may_be_danger and entry["rests_on_parent"]:
            yield "rests on a parent who may be the danger"
        if shown["phone"] and entry["number_status"] != "primary":
            yield "a number that is not certain"
        if not (shown["phone"] or shown["sms"] or shown["url"] or shown["chat_url"] or entry["found_by_words"]):
            yield "nothing to reach it by"
        if choice.route_id == CENTRE:
            yield "the centre as another way to itself"
        if not sentence or DIAGNOSES.search(sentence):
            yield "no reason, or one that names a diagnosis"

    def day_and_night(self, name: str) -> bool:
        route = self.catalogue.get(name)
        return route.hours.kind == "always" and bool(route.phone_shown)

    def walk(self, people: Iterable[Needs], hours: Iterable[datetime] = HOURS) -> tuple[int, list[str]]:
        """How many combinations of answers and hours were checked, and the faults found (at most a hundred).

        `rank` is `choose` at `moment_of` the hour, and `choose` sees of a moment only the ways that may be shown; so hours
        that are alike in those are looked at once and counted each. A test of its own holds `rank` against this.
        """
        skies = self._skies(hours)
        checked, found = 0, list[str]()
        for needs in people:
            mine = frozenset(each.route.id for each in candidates(self.catalogue, needs)) | {EMERGENCY}
            seen: set[tuple[frozenset[str], ...]] = set()
            for moment, really_open, count in skies:
                checked += count
                alike = (moment.open & mine, moment.shut & mine, moment.overdue & mine, moment.closed & mine)
                if alike in seen:
                    continue
                seen.add(alike)
                found += self.faults(needs, choose(self.catalogue, needs, moment), really_open)
            if len(found) > 100:
                break
        return checked, found[:100]

    def _skies(self, hours: Iterable[datetime]) -> list[tuple[Moment, frozenset[str], int]]:
        counted: dict[tuple[Moment, frozenset[str]], int] = {}
        for now in hours:
            really_open = frozenset(route.id for route in self.catalogue.routes if open_state(route, now))
            key = (moment_of(self.catalogue, now), really_open)
            counted[key] = counted.get(key, 0) + 1
        return [(*key, count) for key, count in counted.items()]


def meant_for(entry: dict[str, Any], audience: str | None, age: int | None) -> bool:
    """Audience and age as the file has them; a child under twelve is not yet one of its "young"."""
    if audience in {"parent", "professional"}:
        wanted = {audience}
    else:
        wanted = {"child", "young"} if age is None else {"young"} if age >= 12 else {"child"}
    lowest, highest = entry["age_min"] or 0, 120 if entry["age_max"] is None else entry["age_max"]
    return bool(wanted & set(entry["audience"])) and (age is None or lowest <= age <= highest)
