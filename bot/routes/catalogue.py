"""The catalogue of ways: what a municipality has written down about each, checked when it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import ValidationError

from bot.routes.hours import OpeningHours, read_hours
from bot.routes.schema import CrisisFile, RouteEntry, RouteFile
from bot.settings import ROOT

EMERGENCY = "emergency_112"
CHILD_LINE = "boernetelefonen"
CENTRE = "center_for_trivsel"


class CatalogueError(ValueError):
    """A file of the catalogue cannot be used; the message names the file or the entry. Stops the start."""


class UnknownRouteError(KeyError):
    """No way has this id."""


@dataclass(frozen=True, eq=False)
class Route:
    """One way. Fields are those of the file; what may be shown to a visitor ends in `_shown`. Two are equal if the same."""

    id: str
    name: str
    kind: str
    description: str
    audience: frozenset[str]
    age_min: int | None
    age_max: int | None
    themes: frozenset[str]
    step: str
    area: str
    phone: str | None = field(repr=False)
    sms: str | None = field(repr=False)
    chat_url: str | None
    url: str | None
    email: str | None
    address: str | None
    hours: OpeningHours
    anonymous: bool | None
    free: bool | None
    needs_referral: bool | None
    rests_on_parent: bool
    parents_are_told: bool
    found_by_words: bool
    only_in_danger: bool
    for_some: bool
    only_for: frozenset[str]
    sources: tuple[str, ...]
    source_as_of: str | None
    verified: bool
    number_status: str
    field_notes: Mapping[str, str] = field(repr=False)
    confirmed_by: str | None
    confirmed_on: date | None
    owner: str
    last_checked: date
    recheck_before: date

    @property
    def number_may_be_shown(self) -> bool:
        """The display rule of the catalogue: seen at the service itself, or confirmed by a named person on a date."""
        return self.number_status == "primary" or bool(self.confirmed_by and self.confirmed_on)

    @property
    def phone_shown(self) -> str | None:
        """The telephone number a visitor may see, or None."""
        return self.phone if self.number_may_be_shown else None

    @property
    def sms_shown(self) -> str | None:
        """The number for text messages a visitor may see, or None."""
        return self.sms if self.number_may_be_shown else None

    @property
    def address_shown(self) -> str | None:
        """The address a visitor may see, by the same rule as the number: an old address sends people to a shut door."""
        return self.address if self.number_may_be_shown else None

    @cached_property
    def reachable(self) -> bool:
        """Whether a visitor gets there with what may be shown: a number, a page, a chat, or a name that says where."""
        return bool(self.phone_shown or self.sms_shown or self.chat_url or self.url or self.found_by_words)

    def overdue(self, today: date) -> bool:
        """Whether somebody should have looked at this entry before `today`."""
        return today >= self.recheck_before


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All ways of one municipality, and which of them belong to which danger."""

    routes: tuple[Route, ...]
    crisis_sets: Mapping[str, tuple[str, ...]]

    @cached_property
    def by_id(self) -> Mapping[str, Route]:
        """The ways by their id."""
        return MappingProxyType({route.id: route for route in self.routes})

    @cached_property
    def crisis_ids(self) -> frozenset[str]:
        """Every way that some danger relies on; none of these disappears silently."""
        return frozenset(name for ids in self.crisis_sets.values() for name in ids)

    def get(self, route_id: str) -> Route:
        """The way with this id. Raises UnknownRouteError."""
        try:
            return self.by_id[route_id]
        except KeyError:
            raise UnknownRouteError(route_id) from None


def load_catalogue(municipality: str, root: Path = ROOT) -> Catalogue:
    """Read and check `municipality/<name>/`. Raises CatalogueError: a broken file stops the start, not a conversation."""
    folder = root / "municipality" / municipality
    files = [_route_file(path) for path in sorted((folder / "routes").glob("*.yml"))]
    entries = [entry for each in files for entry in each.routes]
    _check(entries, {number for each in files for number in each.superseded_numbers_never_shown})
    catalogue = Catalogue(tuple(_route(entry) for entry in entries), _crisis_sets(folder / "crisis_sets.yml"))
    _check_crisis(catalogue)
    return catalogue


def _content(path: Path) -> object:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path.name} cannot be read: {type(error).__name__}") from None


def _route_file(path: Path) -> RouteFile:
    try:
        return RouteFile.model_validate(_content(path))
    except ValidationError as error:
        raise CatalogueError(f"{path.name}: {_places(error)}") from None


def _crisis_sets(path: Path) -> Mapping[str, tuple[str, ...]]:
    try:
        sets = CrisisFile.model_validate(_content(path)).crisis_sets
    except ValidationError as error:
        raise CatalogueError(f"{path.name}: {_places(error)}") from None
    return MappingProxyType({name: tuple(ids) for name, ids in sets.items()})


def _places(error: ValidationError) -> str:
    """Where the file is wrong and how, without what stands there."""
    return "; ".join(
        f"{'.'.join(map(str, each['loc']))}: {each['msg']}"
        for each in error.errors(include_input=False, include_url=False)
    )


def _check(entries: Iterable[RouteEntry], superseded: set[str]) -> None:
    """Superseded numbers are compared as written: 116 111 is right, and the same digits as 11 61 11 are a known mistake."""
    refused = superseded | {number.replace(" ", "") for number in superseded}
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise CatalogueError(f"{entry.id} is there twice")
        seen.add(entry.id)
        if any(number in refused for number in _numbers(entry)):
            raise CatalogueError(f"{entry.id} has a number that must never be shown")
    if not seen:
        raise CatalogueError("no ways at all")


def _numbers(entry: RouteEntry) -> Iterator[str]:
    yield from (number for number in (entry.phone, entry.sms) if number)


def _check_crisis(catalogue: Catalogue) -> None:
    for name in sorted(catalogue.crisis_ids | {EMERGENCY, CHILD_LINE}):
        if name not in catalogue.by_id:
            raise CatalogueError(f"a crisis set needs {name}, which is not in the catalogue")
    for name in (EMERGENCY, CHILD_LINE):
        route = catalogue.get(name)
        if route.phone_shown is None or route.hours.kind != "always":
            raise CatalogueError(f"{name} must have a number that may be shown and be open day and night")


def _route(entry: RouteEntry) -> Route:
    same = entry.model_dump(
        exclude={"description_da", "audience", "themes", "only_for", "step", "opening_hours", "source"},
    )
    return Route(
        **same,
        description=entry.description_da,
        audience=frozenset(entry.audience),
        themes=frozenset(entry.themes),
        only_for=frozenset(entry.only_for),
        step=str(entry.step),
        hours=read_hours(entry.opening_hours),
        sources=tuple(entry.source),
    )
