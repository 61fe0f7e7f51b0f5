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
from bot.routes.catalogue import Catalogue, Route
from bot.routes.hours import open_state
from bot.routes.ranking import Candidate, Choice, Moment, Needs, candidates, moment_of, shortlist, with_reasons
from bot.routes.reasons import why
from bot.settings import ROOT
from bot.texts import Texts
from tests.times import at

AUDIENCES = (None, "young", "parent", "professional")
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
Sky = tuple[Moment, frozenset[str]]


def raw_entries() -> dict[str, dict[str, Any]]:
    """The ways as the files have them."""
    files = sorted((ROOT / "municipality" / "aarhus" / "routes").glob("*.yml"))
    found = [entry for path in files for entry in yaml.safe_load(path.read_text("utf-8")).get("routes", [])]
    return {entry["id"]: entry for entry in found}


def age_classes(audience: str | None) -> tuple[int | None, ...]:
    """No age, and one age for each class of ages that the files treat alike for this audience (twelve divides as well)."""
    entries, found = raw_entries().values(), {}
    for age in range(41):
        meant = (age >= 12, *(meant_for(entry, audience, age) for entry in entries))
        found.setdefault(meant, age)
    return (None, *found.values())


def everyone(
    ages: Iterable[int | None] | None = None,
    themes: Iterable[str | None] = (None, *THEMES),
    outcomes: Iterable[str | None] = OUTCOMES,
) -> Iterator[Needs]:
    """Every combination of answers."""
    for audience in AUDIENCES:
        classes = age_classes(audience) if ages is None else ages
        for age, municipality, theme, danger, outcome in itertools.product(
            classes, MUNICIPALITIES, themes, (False, True), outcomes
        ):
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
        """What is wrong with showing `shown` while `open_ids` are open; empty when nothing is."""
        ids = [choice.route_id for choice in shown]
        return self.faults_of_ways(ids, open_ids) + self.faults_for_person(needs, shown)

    def faults_for_person(self, needs: Needs, shown: tuple[Choice, ...]) -> list[str]:
        return [fault for choice in shown for fault in self.faults_of_one(needs, choice)]

    def faults_of_ways(self, ids: list[str], open_ids: frozenset[str]) -> list[str]:
        """What is wrong with these ways, whoever sees them."""
        besides = [self.entries[name] for name in ids if name != EMERGENCY]
        found = ["fewer than two ways"] if len(set(ids)) < 2 else []
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

        `rank` is `with_reasons` of the `shortlist` of the `candidates` at the hour's `moment_of`. People with the same
        candidates get the same short lists, so those are made once; each person's reasons and fit are checked for each list.
        A test of its own holds `rank` itself against this.
        """
        skies, checked, found = self._skies(hours), 0, list[str]()
        made: dict[tuple[object, ...], list[tuple[Route, ...]]] = {}
        for needs in people:
            mine, acute = candidates(self.catalogue, needs), needs.outcome == "acute"
            if (mine, acute) not in made:
                made[mine, acute] = self._shortlists(mine, acute, skies, found)
            for routes in made[mine, acute]:
                found += self.faults_for_person(needs, with_reasons(routes, needs))
            checked += sum(skies.values())
            if len(found) > 100:
                break
        return checked, found[:100]

    def _shortlists(
        self, mine: tuple[Candidate, ...], acute: bool, skies: Iterable[Sky], found: list[str]
    ) -> list[tuple[Route, ...]]:
        """The different short lists under all these skies; what is wrong with one of them under its sky goes to `found`."""
        ids, different = frozenset(each.route.id for each in mine) | {EMERGENCY}, set()
        alike = {(m.open & ids, m.shut & ids, m.overdue & ids, really & ids): (m, really) for m, really in skies}
        for moment, really_open in alike.values():
            routes = shortlist(self.catalogue, mine, moment, acute=acute)
            found += self.faults_of_ways([route.id for route in routes], really_open)
            different.add(routes)
        return list(different)

    def _skies(self, hours: Iterable[datetime]) -> dict[Sky, int]:
        """The different states of all ways in these hours, with how many hours each stands for."""
        counted: dict[Sky, int] = {}
        for now in hours:
            really_open = frozenset(route.id for route in self.catalogue.routes if open_state(route, now))
            sky = (moment_of(self.catalogue, now), really_open)
            counted[sky] = counted.get(sky, 0) + 1
        return counted


def meant_for(entry: dict[str, Any], audience: str | None, age: int | None) -> bool:
    """Audience and age as the file has them; a child under twelve is not yet one of its "young"."""
    if audience in {"parent", "professional"}:
        wanted = {audience}
    else:
        wanted = {"child", "young"} if age is None else {"young"} if age >= 12 else {"child"}
    lowest, highest = entry["age_min"] or 0, 120 if entry["age_max"] is None else entry["age_max"]
    return bool(wanted & set(entry["audience"])) and (age is None or lowest <= age <= highest)
